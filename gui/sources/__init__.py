"""Prediction files: one look-alike module per format, and the spool that all of them read into."""
