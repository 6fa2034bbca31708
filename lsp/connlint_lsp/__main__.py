"""Entry point of `python -m connlint_lsp`, for editors that start the server this way."""

import sys

from connlint_lsp import serve

sys.exit(serve())
