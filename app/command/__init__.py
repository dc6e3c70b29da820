"""The command line interface: commands of authors and reviewers, shared options, terminal output."""
