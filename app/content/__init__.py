"""The content model: parsing, validation and serialisation of the files of content/.

It knows neither the search nor the web.
"""
