"""Prediction files: the formats, what opens and reads them, and the spool that all of them are read into."""
