"""COCO: lists of results, or dataset JSONs whose annotations are predictions."""
