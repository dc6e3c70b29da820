"""What the check advises beyond errors: words, figures, persons, likeness. It knows the content alone."""
