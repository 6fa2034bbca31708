"""One module for each output format: pure functions from a Report to text."""
