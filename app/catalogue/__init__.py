"""Practices that can be asked for: a query goes in, a results object comes out. It knows nothing of HTTP."""
