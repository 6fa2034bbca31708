"""Entry point of `python -m connlint_lsp`, for editors that start the server this way."""

from connlint_lsp import serve

serve()
