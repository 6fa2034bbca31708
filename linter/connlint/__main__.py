"""`python -m connlint`."""

from connlint.cli import command

if __name__ == "__main__":
    command()
