"""`python -m connlint_lsp`: the server, for editors that start it from an environment."""

from connlint_lsp import serve

serve()
