"""Open data API: response models and serializers (JSON, CSV, Atom, JSON Feed, RIS, BibTeX), and OpenAPI."""
