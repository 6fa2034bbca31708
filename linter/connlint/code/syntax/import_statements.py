"""Import statements and `import(…)` calls of one code file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.syntax import grammar
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.specifiers import package_name
from connlint.code.syntax.symbol_table import Declaration, SymbolTable
from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "import_calls",
    "import_source",
    "imported_name",
    "imports_of",
    "package",
    "package_of",
]

_BUILT_INTO_NODE = frozenset({"http", "https"})


def imported_name(declaration: Declaration) -> str:
    """Return what an import takes from its file: a name, `default`, or `*` for all of it."""
    if declaration.home.type == "namespace_import":
        return "*"
    if declaration.home.type == "import_clause":
        return "default"
    name = grammar.name_of(declaration.home)
    return text_of(name) if name is not None else ""


def import_source(names: SymbolTable, declaration: Declaration) -> str:
    """Return the specifier of an import as the code writes it; empty if it is no import."""
    if declaration.kind != "import":
        return ""
    for node in (declaration.home, *names.syntax.ancestors(declaration.home)):
        if node.type == "import_statement":
            source = grammar.source_of(node)
            return name_text(source) if source is not None else ""
    return ""


def package(names: SymbolTable, declaration: Declaration | None) -> str:
    """Return the package of an import, as package_of does; empty if there is none."""
    return package_of(import_source(names, declaration)) if declaration is not None else ""


def package_of(specifier: str) -> str:
    """Return the package of a specifier, and a path in it, without registry and version.

    Modules of Node begin with `node:`; a path to a file of the app is no package.
    """
    if specifier in _BUILT_INTO_NODE:
        return f"node:{specifier}"
    if specifier.startswith("node:"):
        return specifier
    found = package_name(specifier)
    return found.name + found.path if found is not None else ""


def import_calls(names: SymbolTable) -> Sequence[NodeRef]:
    """Return the calls `import(…)` of a file."""
    return names.once(("import calls", 0), lambda: list(_import_calls(names)))


def _import_calls(names: SymbolTable) -> Iterator[NodeRef]:
    for node in names.syntax.occurrences("import"):
        around = names.syntax.parent(node) if node.type == "import" else None
        # The keyword is in a node of the same type.
        is_inner = around is not None and around.type == "import"
        call = names.syntax.parent(around) if around is not None and is_inner else around
        if call is not None and call.type == "call_expression":
            yield NodeRef(names, call)


def imports_of(names: SymbolTable) -> Sequence[Declaration]:
    """Return the declarations of all names that a file imports."""
    return names.once(("imports", 0), lambda: list(_find_imports(names)))


def _find_imports(names: SymbolTable) -> Iterator[Declaration]:
    children = names.syntax.children
    for statement in children(names.syntax.root):
        for clause in children(statement) if statement.type == "import_statement" else ():
            for node in _imported(names, clause) if clause.type == "import_clause" else ():
                declaration = names.declaration_at(node)
                if declaration is not None and declaration.kind == "import":
                    yield declaration


def _imported(names: SymbolTable, clause: Node) -> Iterator[Node | None]:
    """Yield the nodes of the names that an import clause declares."""
    children = names.syntax.children
    for child in children(clause):
        if child.type == "named_imports":
            for specifier in children(child):
                if specifier.type == "import_specifier":
                    alias = grammar.alias_of(specifier)
                    yield alias or grammar.name_of(specifier)
        elif child.type == "namespace_import":
            yield from children(child)[:1]
        else:
            yield child
