"""The self-test: does the whole job on the demo project with the installed program, and says what works."""
