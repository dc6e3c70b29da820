"""Link preview images (Open Graph), drawn as PNG."""
