"""Connector files with a misspelled type, seen as if they had the type that was surely meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connlint.catalog import Catalog
from connlint.code.model import CodeAnalysis
from connlint.project import Connector, Project

__all__ = ["as_meant", "misspelled_types", "with_meant_types"]


def as_meant(connector: Connector, catalog: Catalog) -> Connector | None:
    """Return a connector with the type that was surely meant; None if its own is known or unclear.

    The source and all spans are those of the file.
    """
    node = connector.type_string
    if node is None or node.value in catalog:
        return None
    meant = catalog.certain_type(node.value)
    if meant is None or catalog.entry(meant) is None:
        return None
    return connector._replace(type_string=node._replace(value=meant))


def misspelled_types(project: Project, catalog: Catalog) -> Mapping[str, str]:
    """Map the misspelled types of connector files to what they mean.

    A type that another file has or may mean as well is left out: which of the files the code uses
    is not known.
    """
    written = [each.type_string.value for each in project.connectors if each.type_string]
    meant: dict[str, str] = {}
    for connector in project.connectors:
        view = as_meant(connector, catalog)
        if view is not None and connector.type_string and view.type_string:
            meant[connector.type_string.value] = view.type_string.value
    taken = [*meant.values(), *(name for name in dict.fromkeys(written) if name not in meant)]
    return {name: right for name, right in meant.items() if taken.count(right) == 1}


def with_meant_types(project: Project, meant: Mapping[str, str]) -> Project:
    """Return a project in which files, code and automations name the types that were meant."""

    def right(name: str) -> str:
        return meant.get(name, name)

    return project._replace(
        connectors=tuple(
            each._replace(
                type_string=each.type_string._replace(value=right(each.type_string.value))
            )
            if each.type_string is not None
            else each
            for each in project.connectors
        ),
        automations=tuple(
            each._replace(type=each.type._replace(value=right(each.type.value)))
            if each.type is not None
            else each
            for each in project.automations
        ),
        code=_with_meant_types(project.code, right),
    )


def _with_meant_types(code: CodeAnalysis, right: Callable[[str], str]) -> CodeAnalysis:
    return code._replace(
        calls=tuple(
            call._replace(values=tuple(dict.fromkeys(map(right, call.values))))
            for call in code.calls
        ),
        requests=tuple(
            each._replace(
                type=right(each.type), rivals=tuple(dict.fromkeys(map(right, each.rivals)))
            )
            for each in code.requests
        ),
        unresolved_flows=tuple(
            flow._replace(type=right(flow.type)) for flow in code.unresolved_flows
        ),
    )
