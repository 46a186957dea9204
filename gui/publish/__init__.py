"""Publishing: finished rows saved on a prediction branch, each once, and read back."""
