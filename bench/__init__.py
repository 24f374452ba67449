"""What is measured, never timed in tests: `make bench`, or `python -m bench --help`."""
