"""One window for all failures: as a package, it is torn down when its last test has ended."""
