"""Encord's own ``predictions.json`` or export of label rows, taken up again."""
