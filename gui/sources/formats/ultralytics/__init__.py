"""Ultralytics: text files (``txt.py``) and ``predictions.json`` (``predictions_json.py``)."""
