"""Output formats, one module each: pure functions from a Report to text."""
