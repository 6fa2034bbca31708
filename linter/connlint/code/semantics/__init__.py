"""Backward evaluation of expressions along the call graph."""
