"""Syntax of one code file: tree, symbol table, patterns and branches."""
