"""The language server: a thin adapter between the Language Server Protocol and connlint.

`serve()` communicates on standard input and output. No other package imports pygls.
"""

from connlint_lsp.server import create_server, serve

__all__ = ["create_server", "serve"]
