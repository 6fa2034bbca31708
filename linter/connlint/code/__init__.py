"""Reading the code of an app: which connector it calls, and what becomes of the token.

Backend functions are read as text, never run. `connlint.code.reading` goes from units
of files to a CodeReading; tree-sitter is imported only once a file mentions a connector call.
"""
