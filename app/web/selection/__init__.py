"""Selections in the web: views, comparison table, iCalendar, canonical redirect."""
