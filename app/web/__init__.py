"""The catalogue on the web: pages, data and feeds that print what the catalogue answers."""
