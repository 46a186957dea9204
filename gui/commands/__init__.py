"""The commands without a window: export, publish, inspect, formats."""
