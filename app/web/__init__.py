"""The Flask application: routes, views, templates, open data API, contribution form, WSGI middleware."""
