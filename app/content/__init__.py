"""What the files of content/ say, read once and checked: it knows neither the search nor the web."""
