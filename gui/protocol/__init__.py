"""The messages between the window process and the engine process: commands one way, events the other."""
