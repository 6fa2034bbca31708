"""Symbol table of one file: the declarations of names, and the references to them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

from connlint.code.limits import Budget
from connlint.code.syntax import grammar
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.parameter_list import has_this
from connlint.code.syntax.treesitter import Syntax, text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from tree_sitter import Node

    _Made = TypeVar("_Made")

__all__ = [
    "FUNCTIONS",
    "USES",
    "Declaration",
    "SymbolTable",
    "pattern_key",
]

FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
"""The node types of functions."""

USES = frozenset({"identifier", "shorthand_property_identifier"})
"""The node types of a reference to a name."""

_BLOCKS = FUNCTIONS | {
    "program",
    "statement_block",
    "for_statement",
    "for_in_statement",
    "switch_body",
    "catch_clause",
    "class_body",
}
_BOUND = frozenset({"identifier", "shorthand_property_identifier_pattern", "type_identifier"})
_NAMED = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "enum_declaration",
    }
)
_IMPORTS = frozenset({"import_specifier", "namespace_import", "import_clause"})
# Node types of patterns, with the field that contains the declared name; empty for any child.
_PATTERNS = {
    "pair_pattern": grammar.value_of,
    "object_assignment_pattern": grammar.left_of,
    "assignment_pattern": grammar.left_of,
    "required_parameter": grammar.pattern_of,
    "optional_parameter": grammar.pattern_of,
}
_LISTS = frozenset({"object_pattern", "array_pattern", "rest_pattern"})
_FEW = 8
"""The maximum number of declarations of one name that are compared one by one."""
REST = "..."
"""The part of a path for the rest of an object or array."""


class Declaration(NamedTuple):
    """The declaration of a name at `node`.

    `kind` is `variable`, `parameter`, `function`, `class`, `import`, `loop` or `catch`. `home`
    is the node that declares it: the variable_declarator, the function, the import_specifier.
    `scope` is the node in which the name is visible. `path` leads from the declared value to the
    name if that is in a pattern; `position` is the 0-based index of a parameter.
    """

    name: str
    node: Node
    kind: str
    home: Node
    scope: Node
    path: tuple[str, ...] = ()
    position: int = 0


class SymbolTable:
    """The declarations of one file, and the references to them.

    Results are kept for one unit.
    """

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self._declared: dict[str, tuple[Declaration, ...]] = {}
        self._used: dict[str, dict[int, list[Node]]] = {}
        self._meant: dict[int, Declaration | None] = {}
        self._kept: dict[Hashable, object] = {}

    def begin(self, budget: Budget) -> None:
        """Drop all results, and let the budget of another unit pay for the steps from now on."""
        self.syntax.begin(budget)
        self._declared.clear()
        self._used.clear()
        self._meant.clear()
        self._kept.clear()

    def once(self, key: tuple[str, Hashable], make: Callable[[], _Made]) -> _Made:
        """Return the result of `make` for a key, which is called on the first request only."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value] # the key determines the type

    def resolve(self, node: Node) -> Declaration | None:
        """Return the declaration that a name refers to; None if the file does not declare it."""
        key = node.id
        if key not in self._meant:
            declared = self.declared(text_of(node))
            is_few = len(declared) <= _FEW
            self._meant[key] = (
                _innermost_of(declared, node) if is_few else self._resolve_in_scopes(declared, node)
            )
        return self._meant[key]

    def _resolve_in_scopes(self, declared: Sequence[Declaration], node: Node) -> Declaration | None:
        """Resolve a name that has many declarations by climbing through the scopes around it."""
        name = declared[0].name
        scopes = self.once(("scopes", name), lambda: _by_scope(declared))
        around: Node | None = node
        while around is not None and around.id not in scopes:
            around = self.syntax.parent(around)
        return scopes[around.id] if around is not None else None

    def references(self, declaration: Declaration) -> Sequence[Node]:
        """Return the references to a declaration in its file, without its own name."""
        used = self._used.get(declaration.name)
        if used is None:
            used = {}
            for node in self.syntax.occurrences(declaration.name):
                meant = self.resolve(node) if node.type in USES else None
                if meant is not None and meant.node.id != node.id:
                    used.setdefault(meant.node.id, []).append(node)
            self._used[declaration.name] = used
        self.syntax.spend()
        return used.get(declaration.node.id, [])

    def assignments(self, declaration: Declaration) -> Sequence[Node]:
        """Return all assignments to a declaration: `name = …`, `name += …`, `name++`."""

        def compute() -> list[Node]:
            around = [self.assignment_to(node) for node in self.references(declaration)]
            return [node for node in around if node is not None]

        return self.once(("assignments", declaration.node.id), compute)

    def assignment_to(self, node: Node) -> Node | None:
        """Return the assignment whose target is a name or property; None if there is none."""
        around = self.syntax.parent(node)
        if around is None or not around.type.endswith("assignment_expression"):
            is_counted = around is not None and around.type == "update_expression"
            return around if is_counted else None
        return around if grammar.left_of(around) == node else None

    def assigned(self, node: Node) -> Node | None:
        """Return the value that `=` assigns to a name or property; None otherwise."""
        around = self.assignment_to(node)
        if around is None or around.type != "assignment_expression":
            return None
        return grammar.right_of(around)

    def declared(self, name: str) -> Sequence[Declaration]:
        """Return all declarations of a name."""
        result = self._declared.get(name)
        if result is None:
            nodes = [node for node in self.syntax.occurrences(name) if node.type in _BOUND]
            result = tuple([item for node in nodes if (item := self._declaration(name, node))])
            self._declared[name] = result
        return result

    def declaration_at(self, node: Node | None) -> Declaration | None:
        """Return the declaration whose name is a node; None if there is none."""
        if node is None:
            return None
        name = text_of(node)
        declarations = self.once(
            ("places", name), lambda: {item.node.id: item for item in self.declared(name)}
        )
        return declarations.get(node.id)

    def _declaration(self, name: str, node: Node) -> Declaration | None:
        """Return the declaration that a node is the name of; None if it is a reference."""
        path: list[str] = []
        current = node
        while (parent := self.syntax.parent(current)) is not None:
            inner_of = _PATTERNS.get(parent.type)
            if inner_of is None and parent.type not in _LISTS:
                break
            if inner_of is not None and inner_of(parent) != current:
                return None
            path += _key_in(self.syntax, parent, current)
            current = parent
        declare = _DECLARES.get(parent.type) if parent is not None else None
        if parent is None or declare is None:
            return None
        draft = Declaration(name, node, "", parent, parent, tuple(reversed(path)))
        return declare(self.syntax, draft, current)


# Each of these completes a draft of a declaration; None if the name is only a reference.


def _variable(syntax: Syntax, draft: Declaration, current: Node) -> Declaration | None:
    if grammar.name_of(draft.home) != current:
        return None
    statement = syntax.parent(draft.home)
    is_var = statement is not None and statement.type == "variable_declaration"
    scope = _scope(syntax, draft.home, only_functions=is_var)
    return draft._replace(kind="variable", scope=scope)


def _parameter(syntax: Syntax, draft: Declaration, current: Node) -> Declaration | None:
    if draft.home.type == "arrow_function":
        if grammar.parameter_of(draft.home) != current:
            return None
        return draft._replace(kind="parameter")
    function = syntax.parent(draft.home)
    if function is None or function.type not in FUNCTIONS:
        return None
    position = syntax.position(current) - has_this(syntax, function)
    return draft._replace(kind="parameter", home=function, scope=function, position=position)


def _named(syntax: Syntax, draft: Declaration, current: Node) -> Declaration | None:
    if grammar.name_of(draft.home) != current:
        return None
    kind = "class" if "class" in draft.home.type else "function"
    return draft._replace(kind=kind, scope=_scope(syntax, draft.home))


def _imported(syntax: Syntax, draft: Declaration, current: Node) -> Declaration | None:
    alias = grammar.alias_of(draft.home)
    if alias is not None and alias != current:
        return None
    return draft._replace(kind="import", scope=syntax.root)


def _loop(_: Syntax, draft: Declaration, current: Node) -> Declaration | None:
    is_left = grammar.left_of(draft.home) == current
    return draft._replace(kind="loop") if is_left else None


def _caught(_: Syntax, draft: Declaration, current: Node) -> Declaration | None:
    is_caught = grammar.parameter_of(draft.home) == current
    return draft._replace(kind="catch") if is_caught else None


def _scope(syntax: Syntax, node: Node, *, only_functions: bool = False) -> Node:
    wanted = FUNCTIONS | {"program"} if only_functions else _BLOCKS
    for around in syntax.ancestors(node):
        if around.type in wanted:
            return around
    return syntax.root


_DECLARES: Mapping[str, Callable[[Syntax, Declaration, Node], Declaration | None]] = {
    "variable_declarator": _variable,
    "formal_parameters": _parameter,
    "arrow_function": _parameter,
    **dict.fromkeys(_NAMED, _named),
    **dict.fromkeys(_IMPORTS, _imported),
    "for_in_statement": _loop,
    "catch_clause": _caught,
}


def _innermost_of(declared: Sequence[Declaration], node: Node) -> Declaration | None:
    """Return the declaration whose scope is the innermost around a name; None if none is."""
    start, end = node.start_byte, node.end_byte
    candidates = [
        declaration
        for declaration in declared
        if declaration.scope.start_byte <= start and end <= declaration.scope.end_byte
    ]
    return max(candidates, key=_scope_start, default=None)


def _by_scope(declared: Sequence[Declaration]) -> dict[int, Declaration]:
    """Return the first declaration in each scope, by the id of the scope's node."""
    return {each.scope.id: each for each in reversed(declared)}


def _scope_start(declaration: Declaration) -> int:
    return declaration.scope.start_byte


def _key_in(syntax: Syntax, pattern: Node, part: Node) -> list[str]:
    """Return the path from a pattern's value to one of its parts: one name, or none."""
    if pattern.type == "pair_pattern":
        return [pattern_key(pattern)]
    if pattern.type == "array_pattern":
        return [str(syntax.position(part))]
    if pattern.type == "rest_pattern":
        return [REST]
    if part.type == "shorthand_property_identifier_pattern":
        return [text_of(part)]
    return []


def pattern_key(pair: Node) -> str:
    """Return the property name of a pair in an object or pattern; `*` if it is computed."""
    key = grammar.key_of(pair)
    if key is None or key.type == "computed_property_name":
        return "*"
    return name_text(key)
