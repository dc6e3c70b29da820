"""Full-text search in French over documents it knows nothing about: docs/search.md."""
