"""The Jinja environment: globals, filters, compiled templates."""
