"""Pages of selections: four views, comparison, calendar."""
