"""Static site export: pages, data, and a client-side search index, as files for any host."""
