"""The history of runs: its window, the table of runs, and what is told of one."""
