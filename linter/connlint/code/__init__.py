"""Static analysis of an app's code: its connector calls, and the flow of their tokens.

Backend functions are read as text, never run. `connlint.code.analyzer` makes a CodeAnalysis from
units of files; tree-sitter is imported only once a file mentions a connector call.
"""
