"""Where the connectors module of Base44 goes by itself, so that others may call its methods.

Connector calls are found by the names of the methods (`connections`), wherever the app's own code
has them. That leaves a package that is handed the client, a copy of the module, and a method
whose name is only known at run time: these are gaps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from connlint.code.callers import called
from connlint.code.carried import Carried, Client
from connlint.code.connectors_module import CALLS, CLIENTS
from connlint.code.expressions import (
    callee_of,
    declaration_of_root,
    member_name,
    package,
    shortened,
)
from connlint.code.flow import follow
from connlint.code.names import Names
from connlint.code.places import At
from connlint.code.values import Values
from connlint.source import SourceFile

__all__ = ["makes_client", "modules_handed_on"]

_ODD_WAYS = ("](", "...", "Reflect", "Object.", "\\")
"""What code has that calls a method by a computed name, or copies the module."""
_PATHS = (("asServiceRole", "connectors"), ("connectors",))
"""Where a client has the connectors module."""


def makes_client(source: SourceFile) -> bool:
    """Tell if a file may make a client that is used in a way which `connections` does not see."""
    text = source.text
    if not any(name in text for name in CLIENTS):
        return False
    # Most code has no import but that of the SDK, and calls the methods by their names.
    is_odd = any(way in text for way in _ODD_WAYS)
    return is_odd or text.count("from") > text.count("@base44/sdk") or "import(" in text


def modules_handed_on(values: Values, names: Names, known: Collection[int]) -> list[str]:
    """Say in sentences where the clients that a file makes, or their connectors, get out of sight.

    `known` are the nodes of the connector calls that were found.
    """
    sinks = _Sinks(known)
    for place in _made(names):
        if _is_plain(place, known):
            continue
        for path in _PATHS:
            follow(values, Carried(place, None, path, Client("connectors")), sinks)
    return list(sinks.reasons)


def _is_plain(made: At, known: Collection[int]) -> bool:
    """Whether all that a file does with a client is to take something of it on the spot."""
    names = made.names
    home = names.syntax.parent(made.node)
    name = home.child_by_field_name("name") if home is not None else None
    declaration = names.declaration_at(name)
    if home is None or home.type != "variable_declarator" or declaration is None:
        return False
    return all(_is_plain_use(At(names, use), known) for use in names.references(declaration))


def _is_plain_use(use: At, known: Collection[int]) -> bool:
    chain: list[str] = []
    end = use
    around = use.names.syntax.parent(use.node)
    while around is not None and around.type == "member_expression":
        if around.child_by_field_name("object") != end.node:
            return False
        chain.append(member_name(around))
        end = At(use.names, around)
        around = use.names.syntax.parent(around)
    call = called(end)
    if "connectors" in chain:
        return call is not None and call.node.id in known
    return bool(chain) and chain[-1] != "asServiceRole"


def _made(names: Names) -> Iterator[At]:
    """The calls that make a client."""
    for name in CLIENTS:
        for node in names.syntax.occurrences(name):
            around = names.syntax.parent(node)
            if around is None or around.type != "import_specifier":
                continue
            own = around.child_by_field_name("alias") or around.child_by_field_name("name")
            declaration = names.declaration_at(own)
            for use in names.references(declaration) if declaration is not None else ():
                call = called(At(names, use))
                if call is not None:
                    yield call


class _Sinks:
    """Sinks that look for nothing but what gets the connectors module."""

    def __init__(self, known: Collection[int]) -> None:
        self.reasons: dict[str, None] = {}
        self._known = known

    def passed(self, _carried: Carried, call: At) -> list[Carried] | None:
        """A function of a package may do anything with it; see Sinks."""
        callee = callee_of(call)
        if callee is not None and package(call.names, declaration_of_root(callee)):
            what = shortened(callee.text)
            self.reasons[f"{what}, of a package, is given the connectors module"] = None
        elif callee is not None and callee.text == "Reflect.get":
            self._unknown(call)
        return []

    def handed(self, _carried: Carried, _function: At) -> bool:
        """Nothing is looked for in what a method calls; see Sinks."""
        return True

    def member(self, _carried: Carried, chain: list[str], end: At) -> list[Carried] | None:
        """A method of the module; see Sinks."""
        name = chain[0] if chain else ""
        call = called(end)
        if not name or "\\" in name:
            self._unknown(end)
        elif name in CALLS and call is not None and call.node.id not in self._known:
            self._unknown(call)
        return []

    def lost(self, _carried: Carried, _reason: str) -> None:
        """What the app's own code does with it is found by the names of the methods."""

    def _unknown(self, at: At) -> None:
        what = shortened(at.text)
        self.reasons[f"which method of the connectors module `{what}` is, nobody can tell"] = None
