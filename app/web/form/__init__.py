"""Contribution form: draft model, parsers (POST, file), validation, widgets, views, submission links."""
