"""Views: one function for each endpoint, by kind of page."""
