"""Good practices for inclusion in employment: content in files, searched and served.

The web knows the catalogue, the catalogue knows practices, practices know nobody.
"""
