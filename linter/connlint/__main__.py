"""`python -m connlint`."""

import sys

from connlint.cli import main

if __name__ == "__main__":
    sys.exit(main())
