"""Problems with the directories that the app's config names."""

from __future__ import annotations

import os
from collections.abc import Iterator

from connlint.files.conventions import CONNECTOR_ENDINGS, CONNECTORS, FUNCTIONS
from connlint.files.reading import Disk
from connlint.jsonc import Document
from connlint.project.app_config import setting_node
from connlint.project.model import FileProblem
from connlint.project.places import Target, code_directories
from connlint.text.escaping import quote
from connlint.text.source import SourceFile

__all__ = ["misplaced"]


def misplaced(
    target: Target, config: tuple[SourceFile, Document] | None, disk: Disk
) -> Iterator[FileProblem]:
    """Yield problems of configured directories: missing, or not the one with the connectors."""
    yield from _connectors(target, config, disk)
    yield from _functions(target, config, disk)


def _connectors(
    target: Target, config: tuple[SourceFile, Document] | None, disk: Disk
) -> Iterator[FileProblem]:
    """Yield the problems of the connectors directory that the config names, if it names one."""
    node = setting_node(config[1], "connectorsDir") if config else None
    if config is None or node is None or target.config is None:
        return
    source = config[0]
    name = quote(node.value)
    missing = not disk.has_entry(target.connectors_dir)
    if missing:
        yield FileProblem(
            source,
            f"connectorsDir {name} does not exist, so Base44 sees no connectors",
            "Fix the name, or create the folder: the next push removes all connectors",
            node.span,
        )
    usual = os.path.join(os.path.dirname(target.config), CONNECTORS)
    try:
        names = disk.names(usual) if usual != target.connectors_dir and not missing else []
    except OSError:
        return
    if any(entry.endswith(CONNECTOR_ENDINGS) and entry[0] != "." for entry in names):
        yield FileProblem(
            source,
            f"Base44 reads the connectors in {name}, and ignores those in {CONNECTORS}",
            "Move the files, or remove connectorsDir",
            node.span,
        )


def _functions(
    target: Target, config: tuple[SourceFile, Document] | None, disk: Disk
) -> Iterator[FileProblem]:
    """Yield the problem of the functions directory that the config names, if it names one.

    The usual directory may be missing, because an app need not have functions.
    """
    node = setting_node(config[1], "functionsDir") if config else None
    places = code_directories(target, config[1]) if config and node else None
    if config is None or node is None or places is None or target.config is None:
        return
    usual = os.path.join(os.path.dirname(target.config), FUNCTIONS)
    if places.functions != usual and not disk.has_entry(places.functions):
        yield FileProblem(
            config[0],
            f"functionsDir {quote(node.value)} does not exist, so Base44 sees no functions",
            "Fix the name, or create the folder",
            node.span,
        )
