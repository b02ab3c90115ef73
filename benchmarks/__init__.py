"""Our figures beside our peers', one run: `python -m benchmarks`."""
