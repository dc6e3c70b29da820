"""Selections of practices: read from an address, resolved against the catalogue."""
