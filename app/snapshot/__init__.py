"""Snapshots: built from a content folder, published atomically, opened by servers."""
