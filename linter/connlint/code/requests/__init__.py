"""Evaluation of requests: their addresses, verbs and parameters."""
