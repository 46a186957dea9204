"""Thin readers that several formats share: JSON, XML, lines of text and pictures, of any size and within limits."""
