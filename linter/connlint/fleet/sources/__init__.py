"""Sources of the files of a fleet: `open_source` reads tables and directories of apps."""

from connlint.fleet.sources.opening import Source, open_source

__all__ = ["Source", "open_source"]
