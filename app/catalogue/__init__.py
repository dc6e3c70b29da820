"""Catalogue room: query and results objects, facets, autocomplete, related practices, evaluation. Knows nothing of HTTP."""
