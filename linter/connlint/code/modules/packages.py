"""Packages that code imports, and what an expression refers to in them, under any local name."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.modules.program import Program
from connlint.code.syntax import grammar
from connlint.code.syntax.import_statements import (
    import_calls,
    import_source,
    imported_name,
    imports_of,
)
from connlint.code.syntax.literals import name_text, string_text
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import WRAPPERS, argument, callee_of, member_name
from connlint.code.syntax.patterns import MEMBERS, is_any
from connlint.code.syntax.specifiers import package_name
from connlint.code.syntax.symbol_table import REST, Declaration, SymbolTable
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Imported", "imported", "uses_of"]

_DEEP = 8
_WRAPPERS = WRAPPERS | {"await_expression", "non_null_expression"}
_WHOLE = frozenset({"default", "*"})
"""The names under which a package gives itself."""


class Imported(NamedTuple):
    """A part of a package: `names` lead to it, and are empty for the whole package.

    `default` is left out, as packages of both kinds of modules give themselves under that name.
    """

    package: str
    names: tuple[str, ...] = ()
    version: str = ""

    @property
    def name(self) -> str:
        """Return the names with dots between them; empty for the package itself."""
        return ".".join(self.names)

    def member(self, *names: str) -> Imported:
        """Return what a member of it is."""
        return self._replace(names=(*self.names, *(name for name in names if name not in _WHOLE)))


def imported(program: Program, at: NodeRef) -> Imported | None:
    """Return what an expression refers to in a package; None if it is not known to be from one.

    The package may be imported in any way, and by another file of the app.
    """
    return _imported(program, at, _DEEP)


def _imported(program: Program, at: NodeRef, depth: int) -> Imported | None:
    if depth <= 0:
        return None
    program.budget.spend()
    node = at.node
    if node.type in _WRAPPERS:
        inner = at.names.syntax.children(node)
        return _imported(program, NodeRef(at.names, inner[0]), depth - 1) if inner else None
    if node.type in MEMBERS:
        target = at.to(grammar.object_of(node))
        name = member_name(node)
        whole = _imported(program, target, depth - 1) if target is not None and name else None
        return whole.member(name) if whole is not None else None
    if node.type == "call_expression":
        return _loaded(program, at)
    declaration = at.names.resolve(node) if node.type == "identifier" else None
    return _declared(program, at.names, declaration, depth) if declaration is not None else None


def _declared(
    program: Program, names: SymbolTable, declaration: Declaration, depth: int
) -> Imported | None:
    if depth <= 0:
        return None
    if declaration.kind == "import":
        origin = program.origin(names, declaration)
        if origin is not None:
            return _declared(program, *origin, depth - 1)
        key = "imported from a package", declaration.node.id
        return names.once(key, lambda: _named(program, names, declaration))
    if declaration.kind == "default":
        return _imported(program, NodeRef(names, declaration.node), depth - 1)
    if declaration.kind != "variable" or names.assignments(declaration):
        return None
    value = grammar.value_of(declaration.home)
    whole = _imported(program, NodeRef(names, value), depth - 1) if value is not None else None
    if whole is None or any(is_any(part) or part == REST for part in declaration.path):
        return None
    return whole.member(*declaration.path)


def _named(program: Program, names: SymbolTable, declaration: Declaration) -> Imported | None:
    """Return what an import statement takes from a package; None if that is no package."""
    package = _package(program, names, import_source(names, declaration))
    return package.member(imported_name(declaration)) if package is not None else None


def _loaded(program: Program, call: NodeRef) -> Imported | None:
    """Return the package that `require("name")` or `import("name")` loads; None for others."""
    callee, first = callee_of(call), argument(call, 0)
    if callee is None or first is None or first.node.type not in {"string", "template_string"}:
        return None
    is_require = callee.node.type == "identifier" and text_of(callee.node) == "require"
    if callee.node.type != "import" and not is_require:
        return None
    if is_require and call.names.resolve(callee.node) is not None:
        return None
    return _package(program, call.names, string_text(first.node))


def _package(program: Program, names: SymbolTable, specifier: str) -> Imported | None:
    if program.is_own(names, specifier):
        return None
    package = package_name(specifier)
    if package is None:
        return None
    return Imported(package.name + package.path, (), package.version)


def uses_of(program: Program, package: str) -> list[NodeRef] | None:
    """Return the places where code of the app refers to a package by a name.

    None where a file gets the package in a way that gives it no name.
    """
    return program.once(("uses of a package", package), lambda: _uses_of(program, package))


def _uses_of(program: Program, package: str) -> list[NodeRef] | None:
    uses: list[NodeRef] = []
    for names in program.all_names():
        if _passes_on(names, package):
            return None
        for declaration in imports_of(names):
            found = _declared(program, names, declaration, _DEEP)
            if found is not None and found.package == package:
                uses += [NodeRef(names, node) for node in names.references(declaration)]
        for call in _loading(names):
            loaded = _loaded(program, call)
            if loaded is not None and loaded.package == package:
                bound = _names_for(names, call)
                if bound is None:
                    return None
                uses += bound
    return uses


def _passes_on(names: SymbolTable, package: str) -> bool:
    """Tell whether a file exports parts of a package as they are: `export { a } from "package"`."""
    for statement in names.syntax.children(names.syntax.root):
        source = grammar.source_of(statement) if statement.type == "export_statement" else None
        found = package_name(name_text(source)) if source is not None else None
        if found is not None and found.name == package:
            return True
    return False


def _loading(names: SymbolTable) -> Iterator[NodeRef]:
    """Yield the calls of `import()` and `require()` in a file."""
    yield from import_calls(names)
    for node in names.syntax.occurrences("require"):
        call = names.syntax.parent(node)
        if call is not None and call.type == "call_expression":
            yield NodeRef(names, call)


def _names_for(names: SymbolTable, call: NodeRef) -> list[NodeRef] | None:
    """Return the references to the names that `const … = require(…)` declares; None without."""
    node: Node | None = call.node
    while node is not None and node.type in {"call_expression", *_WRAPPERS, *MEMBERS}:
        node = names.syntax.parent(node)
    if node is None or node.type != "variable_declarator":
        return None
    uses: list[NodeRef] = []
    pending = [grammar.name_of(node)]
    while pending:
        part = pending.pop()
        declaration = names.declaration_at(part)
        if declaration is not None:
            uses += [NodeRef(names, use) for use in names.references(declaration)]
        elif part is not None and part.type == "object_pattern":
            pending += names.syntax.children(part)
        elif part is not None and part.type == "pair_pattern":
            pending.append(grammar.value_of(part))
        else:
            return None
    return uses
