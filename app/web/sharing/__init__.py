"""How a page is passed on: cards in other sites, oEmbed, QR codes, addresses to copy."""
