"""Geometry × ontology shape: what a prediction in pixels becomes in a label row."""
