"""The whole window publishes on the demo server's branches, through a real engine."""
