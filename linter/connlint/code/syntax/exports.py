"""Exports of one code file by name, collected from its top-level statements."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.syntax import grammar
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.symbol_table import Declaration, SymbolTable
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["ALL", "Exports", "Source", "default_of_file", "exports_of"]

_KINDS = frozenset({"variable", "function", "class", "import"})
_DEFAULT = "default"
_CLAUSES = frozenset({"export_clause", "namespace_export"})
ALL = "*"
"""The name that means a file as a whole."""


class Source(NamedTuple):
    """A re-exported name: the specifier of the other file as written, and the name there."""

    specifier: str
    name: str


class Exports:
    """The exports of one file."""

    def __init__(self, names: SymbolTable) -> None:
        self.names = names
        self.default: Declaration | None = None
        """The declaration of an expression that is the default export, under the name `default`."""
        self._stars: list[tuple[int, str]] = []
        self._clauses: dict[str, list[tuple[int, str, str]]] = {}
        self._plain: dict[int, int] = {}
        for number, statement in enumerate(names.syntax.children(names.syntax.root)):
            if statement.type == "export_statement":
                self._add(number, statement)

    def _add(self, number: int, statement: Node) -> None:
        source = grammar.source_of(statement)
        value = grammar.value_of(statement)
        if value is not None and value.type != "identifier" and self.default is None:
            root = self.names.syntax.root
            self.default = Declaration(_DEFAULT, value, _DEFAULT, statement, root)
        specifier = name_text(source) if source is not None else ""
        children = self.names.syntax.children(statement)
        clauses = [child for child in children if child.type in _CLAUSES]
        for clause in clauses:
            for name, alias in _specifiers(self.names, clause):
                self._clauses.setdefault(alias, []).append((number, specifier, name))
        if clauses:
            return
        if source is not None:
            self._stars.append((number, specifier))
        elif self.names.syntax.has(statement, _DEFAULT):
            for child in children:
                own = child if child.type == "identifier" else grammar.name_of(child)
                if own is not None:
                    self._clauses.setdefault(_DEFAULT, []).append((number, "", text_of(own)))
        else:
            self._plain[statement.id] = number

    def under(self, wanted: str) -> list[Declaration | Source]:
        """Return what may be exported under a name, in the order of the statements."""
        candidates: list[tuple[int, Declaration | Source]] = []
        for number, specifier, name in self._clauses.get(wanted, ()):
            own = next(self._own(name), None) if not specifier else None
            if specifier or own is not None:
                candidates.append((number, own or Source(specifier, name)))
        if wanted == _DEFAULT:
            # `export *` does not include the default.
            candidates += [(0, self.default)] if self.default is not None else []
        else:
            candidates += [(number, Source(specifier, wanted)) for number, specifier in self._stars]
        for declaration in self._own(wanted):
            number = self._plain.get(self._statement(declaration.node).id, -1)
            if number >= 0:
                candidates.append((number, declaration))
        self.names.syntax.spend(1 + len(candidates))
        return [item for _, item in sorted(candidates, key=lambda item: item[0])]

    def _own(self, name: str) -> Iterator[Declaration]:
        """Yield the declarations of a name whose scope is the whole file."""
        root = self.names.syntax.root
        for declaration in self.names.declared(name):
            if declaration.scope.id == root.id and declaration.kind in _KINDS:
                yield declaration

    def _statement(self, node: Node) -> Node:
        """Return the top-level statement that contains a node."""
        syntax = self.names.syntax
        parent = syntax.parent(node)
        while parent is not None and parent.id != syntax.root.id:
            node, parent = parent, syntax.parent(parent)
        return node

    def names_for(self, declaration: Declaration) -> list[str]:
        """Return the names under which the file may export a declaration of any file."""
        aliases = list(self._clauses)
        if declaration.kind == _DEFAULT:
            aliases.append(_DEFAULT)
        else:
            aliases.append(declaration.name)
        self.names.syntax.spend(1 + len(aliases))
        return aliases


def default_of_file(names: SymbolTable) -> Declaration | None:
    """Return the default export of a file if it is an expression other than a name; else None."""
    return exports_of(names).default


def exports_of(names: SymbolTable) -> Exports:
    """Return the exports of a file."""
    return names.once(("exports", 0), lambda: Exports(names))


def _specifiers(names: SymbolTable, clause: Node) -> Iterator[tuple[str, str]]:
    """Yield the names in an export clause, each with the name under which it is exported.

    `* as name` exports a whole file under a name.
    """
    if clause.type == "namespace_export":
        for own in names.syntax.children(clause)[:1]:
            yield ALL, name_text(own)
        return
    for specifier in names.syntax.children(clause):
        name = grammar.name_of(specifier)
        if name is not None:
            alias = grammar.alias_of(specifier) or name
            yield text_of(name), text_of(alias)
