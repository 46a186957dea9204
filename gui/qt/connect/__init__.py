"""The first page: the key, the region, the project, and the demo beside them."""
