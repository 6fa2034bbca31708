"""The version and the address of connlint, the one place where they are written down."""

__all__ = ["HOME", "__version__"]

__version__ = "0.1.0"
HOME = "https://github.com/connlint/connlint"
