"""The Predictions page: the model's file, its classes, the threshold."""
