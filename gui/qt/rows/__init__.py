"""The Rows page: which label rows are exported."""
