"""Query and results objects, facets, autocomplete, related practices, evaluation: search without HTTP."""
