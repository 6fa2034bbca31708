"""Connector calls of backend functions, as several rules ask about them."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE, TOKEN_BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.project import Project
from connlint.source import SourceFile

__all__ = ["calls_by_type", "calls_for_token", "configured_types"]


def calls_by_type(project: Project) -> Iterator[tuple[ConnectorCall, str]]:
    """The calls of functions that take a connector type, with each type that it may be."""
    for call in project.code.calls:
        if call.method in BY_TYPE and not call.in_front_end:
            for value in call.values:
                yield call, value


def calls_for_token(
    project: Project, catalog: Catalog, token: str
) -> Iterator[tuple[ConnectorCall, str]]:
    """The calls that ask for the token of a type whose `token` is of a kind, with the type."""
    for call, value in calls_by_type(project):
        entry = catalog.entry(value.lower()) if call.method in TOKEN_BY_TYPE else None
        if entry is not None and entry.token == token:
            yield call, entry.type


def configured_types(project: Project, catalog: Catalog) -> frozenset[str]:
    """The types that connector files define.

    Where another rule has something to say about a file's type, what is meant counts as well:
    the near name of an unknown type, and the file's name where no type can be read.
    """
    found = {_stem(file.source) for file in (*project.unreadable, *project.outside)}
    for connector in project.connectors:
        node = connector.type_string
        written = node.value if node is not None else _stem(connector.source)
        found.add(written)
        if written not in catalog:
            found.add(catalog.meant_type(written) or written)
    return frozenset(found)


def _stem(source: SourceFile) -> str:
    return source.name.rpartition(".")[0]
