"""The Jinja environment: globals, filters, bytecode cache."""
