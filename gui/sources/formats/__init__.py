"""The prediction formats: one module each, or a folder whose ``source.py`` is the format and the rest its parts."""
