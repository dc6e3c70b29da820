"""Static site export: pages, data, and a client-side search index (Pagefind), as files for any host."""
