"""WSGI middleware and response hooks around the application."""
