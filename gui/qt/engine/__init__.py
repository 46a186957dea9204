"""The engine as the window sees it: a process, its pipes, and the thread that owns them."""
