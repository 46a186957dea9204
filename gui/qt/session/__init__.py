"""What the window knows and what it asks of the engine: its state, the user's choices, and the answers."""
