"""The linter of content: warnings about wording, figures, persons and similarity, beyond what validation refuses."""
