"""What the commands of the terminal share, and those of authors and reviewers."""
