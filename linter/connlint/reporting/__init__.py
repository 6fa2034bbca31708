"""Diagnostics built from findings, and the report that output formats render."""
