"""CSV and TSV: a prediction a row."""
