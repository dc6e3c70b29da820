"""Sharing: embedded cards, oEmbed, QR codes, preview images, JSON-LD, short URLs."""
