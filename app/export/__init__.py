"""The whole site as files that any host can serve: its pages, its data, and a search that runs in the browser."""
