"""Tools to reuse: their pages, and their copies for office software."""
