"""Child processes: how they are started, how they are spoken to, and the host for foreign code."""
