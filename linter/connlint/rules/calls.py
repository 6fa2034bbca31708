"""Connector calls of backend functions, as several rules need them."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE, TOKEN_BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.project import Project
from connlint.text.source import SourceFile

__all__ = ["calls_by_type", "calls_for_token", "configured_types"]


def calls_by_type(project: Project) -> Iterator[tuple[ConnectorCall, str]]:
    """Yield the calls in backend functions that take a connector type, with each possible type."""
    for call in project.code.calls:
        if call.method in BY_TYPE and not call.in_front_end:
            for value in call.values:
                yield call, value


def calls_for_token(
    project: Project, catalog: Catalog, token: str
) -> Iterator[tuple[ConnectorCall, str]]:
    """Yield the calls that ask for a token of the kind `token`, each with the connector type."""
    for call, value in calls_by_type(project):
        entry = catalog.entry(value.lower()) if call.method in TOKEN_BY_TYPE else None
        if entry is not None and entry.token == token:
            yield call, entry.type


def configured_types(project: Project, catalog: Catalog) -> frozenset[str]:
    """Return the types that connector files define.

    If another rule reports a file's type, the type that was probably meant counts too: the
    similar name of a known type, or the file's name if no type can be read.
    """
    types = {_stem(file.source) for file in (*project.unreadable, *project.outside)}
    for connector in project.connectors:
        node = connector.type_string
        written = node.value if node is not None else _stem(connector.source)
        types.add(written)
        if written not in catalog:
            types.add(catalog.meant_type(written) or written)
    return frozenset(types)


def _stem(source: SourceFile) -> str:
    return source.name.rpartition(".")[0]
