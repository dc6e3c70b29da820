"""Selections of practices: composed in their address or curated, as a list, side by side, on a screen, on paper."""
