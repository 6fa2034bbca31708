"""Diagnostics: reported findings about an app, with their severity."""
