"""The contribution form: from what is typed to a checked sheet."""
