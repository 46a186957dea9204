"""Text files of other tools than Ultralytics: a file a picture, a prediction a line."""
