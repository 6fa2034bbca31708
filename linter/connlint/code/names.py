"""Which declaration a name means, and where a declaration is used: within one file."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

from connlint.code.limits import Budget
from connlint.code.syntax import Syntax, text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from tree_sitter import Node

    _Made = TypeVar("_Made")

__all__ = ["FUNCTIONS", "USES", "Declaration", "Names", "parameter_at", "parameters", "pattern_key"]

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
"""The node types of a name that is used."""

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
# Patterns, and in which of their fields the name that is declared stands; empty for any.
_PATTERNS = {
    "object_pattern": "",
    "array_pattern": "",
    "rest_pattern": "",
    "pair_pattern": "value",
    "object_assignment_pattern": "left",
    "assignment_pattern": "left",
    "required_parameter": "pattern",
    "optional_parameter": "pattern",
}
_FEW = 8
"""Declarations of one name that are looked through one by one."""
REST = "..."
"""Stands in a path for the rest of an object or array."""


class Declaration(NamedTuple):
    """What a name stands for.

    `kind` is `variable`, `parameter`, `function`, `class`, `import`, `loop` or `catch`. `home`
    is the node that declares it: the variable_declarator, the function, the import_specifier.
    `path` leads from the declared value to the name, where it is taken apart; `position` is the
    number of a parameter. `scope` is the node in which the name is known.
    """

    name: str
    node: Node
    kind: str
    home: Node
    scope: Node
    path: tuple[str, ...] = ()
    position: int = 0


class Names:
    """The names of one file.

    What was found out about them is kept for one unit.
    """

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self._declared: dict[str, tuple[Declaration, ...]] = {}
        self._used: dict[str, dict[int, list[Node]]] = {}
        self._meant: dict[int, Declaration | None] = {}
        self._kept: dict[Hashable, object] = {}

    def begin(self, budget: Budget) -> None:
        """Begin with another unit, which pays for the steps from now on."""
        self.syntax.begin(budget)
        self._declared.clear()
        self._used.clear()
        self._meant.clear()
        self._kept.clear()

    def once(self, key: tuple[str, Hashable], make: Callable[[], _Made]) -> _Made:
        """What is made of the file under a key; it is made when that is first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value] # it is what was made under this key

    def resolve(self, node: Node) -> Declaration | None:
        """The declaration that a name means, None for a name that the file does not declare."""
        key = node.id
        if key not in self._meant:
            declared = self.declared(text_of(node))
            few = len(declared) <= _FEW
            self._meant[key] = _around(declared, node) if few else self._innermost(declared, node)
        return self._meant[key]

    def _innermost(self, declared: Sequence[Declaration], node: Node) -> Declaration | None:
        """The same by way of the scopes around a name, for one that is declared often."""
        name = declared[0].name
        scopes = self.once(("scopes", name), lambda: _by_scope(declared))
        around: Node | None = node
        while around is not None and around.id not in scopes:
            around = self.syntax.parent(around)
        return scopes[around.id] if around is not None else None

    def references(self, declaration: Declaration) -> Sequence[Node]:
        """The places that use a declaration."""
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
        """All that puts something else into a declaration: `name = …`, `name += …`, `name++`."""

        def made() -> list[Node]:
            around = [self.assignment_to(node) for node in self.references(declaration)]
            return [node for node in around if node is not None]

        return self.once(("assignments", declaration.node.id), made)

    def assignment_to(self, node: Node) -> Node | None:
        """The assignment that puts something else into a name or a property where it stands."""
        around = self.syntax.parent(node)
        if around is None or not around.type.endswith("assignment_expression"):
            is_counted = around is not None and around.type == "update_expression"
            return around if is_counted else None
        return around if around.child_by_field_name("left") == node else None

    def assigned(self, node: Node) -> Node | None:
        """What `=` puts into a name or a property where it stands."""
        around = self.assignment_to(node)
        if around is None or around.type != "assignment_expression":
            return None
        return around.child_by_field_name("right")

    def declared(self, name: str) -> Sequence[Declaration]:
        """All declarations of a name."""
        found = self._declared.get(name)
        if found is None:
            nodes = [node for node in self.syntax.occurrences(name) if node.type in _BOUND]
            found = tuple([each for node in nodes if (each := self._declaration(name, node))])
            self._declared[name] = found
        return found

    def declaration_at(self, node: Node | None) -> Declaration | None:
        """The declaration of which a node is the name, None where it is none."""
        if node is None:
            return None
        name = text_of(node)
        places = self.once(
            ("places", name), lambda: {each.node.id: each for each in self.declared(name)}
        )
        return places.get(node.id)

    def _declaration(self, name: str, node: Node) -> Declaration | None:
        """The declaration that a name is the subject of, or None where it is used."""
        path: list[str] = []
        current = node
        while (parent := self.syntax.parent(current)) is not None:
            part = _PATTERNS.get(parent.type)
            if part is None:
                break
            if part and parent.child_by_field_name(part) != current:
                return None
            path += _key_in(self.syntax, parent, current)
            current = parent
        declare = _DECLARES.get(parent.type) if parent is not None else None
        if parent is None or declare is None:
            return None
        found = Declaration(name, node, "", parent, parent, tuple(reversed(path)))
        return declare(self.syntax, found, current)


# Each of these makes a declaration complete, or finds that the name is used, not declared.


def _variable(syntax: Syntax, found: Declaration, current: Node) -> Declaration | None:
    if found.home.child_by_field_name("name") != current:
        return None
    statement = syntax.parent(found.home)
    is_var = statement is not None and statement.type == "variable_declaration"
    scope = _scope(syntax, found.home, only_functions=is_var)
    return found._replace(kind="variable", scope=scope)


def _parameter(syntax: Syntax, found: Declaration, current: Node) -> Declaration | None:
    if found.home.type == "arrow_function":
        if found.home.child_by_field_name("parameter") != current:
            return None
        return found._replace(kind="parameter")
    function = syntax.parent(found.home)
    if function is None or function.type not in FUNCTIONS:
        return None
    position = syntax.position(current) - _has_this(syntax, function)
    return found._replace(kind="parameter", home=function, scope=function, position=position)


def _named(syntax: Syntax, found: Declaration, current: Node) -> Declaration | None:
    if found.home.child_by_field_name("name") != current:
        return None
    kind = "class" if "class" in found.home.type else "function"
    return found._replace(kind=kind, scope=_scope(syntax, found.home))


def _imported(syntax: Syntax, found: Declaration, current: Node) -> Declaration | None:
    alias = found.home.child_by_field_name("alias")
    if alias is not None and alias != current:
        return None
    return found._replace(kind="import", scope=syntax.root)


def _loop(_: Syntax, found: Declaration, current: Node) -> Declaration | None:
    is_left = found.home.child_by_field_name("left") == current
    return found._replace(kind="loop") if is_left else None


def _caught(_: Syntax, found: Declaration, current: Node) -> Declaration | None:
    is_caught = found.home.child_by_field_name("parameter") == current
    return found._replace(kind="catch") if is_caught else None


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


def _around(declared: Sequence[Declaration], node: Node) -> Declaration | None:
    """The declaration whose scope is the innermost around a name."""
    start, end = node.start_byte, node.end_byte
    found = [
        declaration
        for declaration in declared
        if declaration.scope.start_byte <= start and end <= declaration.scope.end_byte
    ]
    return max(found, key=_scope_start, default=None)


def _by_scope(declared: Sequence[Declaration]) -> dict[int, Declaration]:
    """The first declaration in each scope."""
    return {each.scope.id: each for each in reversed(declared)}


def _scope_start(declaration: Declaration) -> int:
    return declaration.scope.start_byte


def _key_in(syntax: Syntax, pattern: Node, part: Node) -> list[str]:
    """The step of a path that leads from a pattern's value to one of its parts."""
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
    """The name of a property in an object or in a pattern; `*` for a computed one."""
    key = pair.child_by_field_name("key")
    if key is None or key.type == "computed_property_name":
        return "*"
    return text_of(key).strip("\"'")


def parameters(syntax: Syntax, function: Node) -> Sequence[Node]:
    """The parameters of a function that a call has arguments for."""
    single = function.child_by_field_name("parameter")
    if single:
        return [single]
    given = syntax.children(function.child_by_field_name("parameters"))
    return given[1:] if given and _is_this(given[0]) else given


def parameter_at(syntax: Syntax, function: Node, index: int) -> Node | None:
    """The parameter that gets the argument at an index; the last may gather all that are left."""
    given = parameters(syntax, function)
    last = given[-1] if given else None
    if last is not None and index >= len(given) - 1:
        gathers = {last.type, *(child.type for child in syntax.children(last))}
        return last if "rest_pattern" in gathers or index == len(given) - 1 else None
    return given[index] if given else None


def _has_this(syntax: Syntax, function: Node) -> bool:
    """Whether the first parameter of a function only says what type `this` has."""
    given = syntax.children(function.child_by_field_name("parameters"))
    return bool(given) and _is_this(given[0])


def _is_this(parameter: Node) -> bool:
    pattern = parameter.child_by_field_name("pattern")
    return pattern is not None and pattern.type == "this"
