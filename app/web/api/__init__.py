"""The site as data: JSON, CSV, feeds, and the OpenAPI document that describes them."""
