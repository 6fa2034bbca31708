"""Connections between the code files of an app: imports, units and the program."""
