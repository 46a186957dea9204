"""The engine: the process that does the work for the window, one job after the other."""
