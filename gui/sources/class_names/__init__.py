"""The names of a model's classes, from the files that tools leave beside a model or its predictions."""
