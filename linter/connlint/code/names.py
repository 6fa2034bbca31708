"""Which declaration a name means, and where a declaration is used: within one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connlint.code.syntax import Syntax, named, text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

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
    """The names of one file."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self._declared: dict[str, list[Declaration]] = {}
        self._used: dict[int, list[Node]] = {}
        self._written: dict[int, list[Node]] = {}
        self._meant: dict[int, Declaration | None] = {}

    def resolve(self, node: Node) -> Declaration | None:
        """The declaration that a name means, None for a name that the file does not declare."""
        key = node.id
        if key not in self._meant:
            start, end = node.start_byte, node.end_byte
            found = [
                declaration
                for declaration in self.declared(text_of(node))
                if declaration.scope.start_byte <= start and end <= declaration.scope.end_byte
            ]
            self._meant[key] = max(found, key=_scope_start, default=None)
        return self._meant[key]

    def references(self, declaration: Declaration) -> list[Node]:
        """The places that use a declaration."""
        found = self._used.get(declaration.node.id)
        if found is None:
            found = [
                node
                for node in self.syntax.occurrences(declaration.name)
                if node.type in USES
                and node.id != declaration.node.id
                and (meant := self.resolve(node)) is not None
                and meant.node.id == declaration.node.id
            ]
            self._used[declaration.node.id] = found
        return found

    def assignments(self, declaration: Declaration) -> list[Node]:
        """All that puts something else into a declaration: `name = …` and `name += …`."""
        found = self._written.get(declaration.node.id)
        if found is None:
            around = [self.assignment_to(node) for node in self.references(declaration)]
            found = self._written[declaration.node.id] = [node for node in around if node]
        return found

    def assignment_to(self, node: Node) -> Node | None:
        """The assignment that puts something else into a name or a property where it stands."""
        around = self.syntax.parent(node)
        if around is None or not around.type.endswith("assignment_expression"):
            return None
        return around if around.child_by_field_name("left") == node else None

    def assigned(self, node: Node) -> Node | None:
        """What `=` puts into a name or a property where it stands."""
        around = self.assignment_to(node)
        if around is None or around.type != "assignment_expression":
            return None
        return around.child_by_field_name("right")

    def declared(self, name: str) -> list[Declaration]:
        """All declarations of a name."""
        found = self._declared.get(name)
        if found is None:
            nodes = [node for node in self.syntax.occurrences(name) if node.type in _BOUND]
            found = [each for node in nodes if (each := self._declaration(name, node))]
            self._declared[name] = found
        return found

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
            path += _key_in(parent, current)
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
    given = [child.id for child in parameters(function)]
    position = given.index(current.id) if current.id in given else len(given)
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


def _scope_start(declaration: Declaration) -> int:
    return declaration.scope.start_byte


def _key_in(pattern: Node, part: Node) -> list[str]:
    """The step of a path that leads from a pattern's value to one of its parts."""
    if pattern.type == "pair_pattern":
        return [pattern_key(pattern)]
    if pattern.type == "array_pattern":
        return [str([child.id for child in named(pattern)].index(part.id))]
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


def parameters(function: Node) -> list[Node]:
    """The parameters of a function that a call has arguments for."""
    single = function.child_by_field_name("parameter")
    if single:
        return [single]
    given = named(function.child_by_field_name("parameters"))
    return given[1:] if given and _is_this(given[0]) else given


def parameter_at(function: Node, index: int) -> Node | None:
    """The parameter that gets the argument at an index; the last may gather all that are left."""
    given = parameters(function)
    last = given[-1] if given else None
    if last is not None and index >= len(given) - 1:
        gathers = {last.type, *(child.type for child in last.named_children)}
        return last if "rest_pattern" in gathers or index == len(given) - 1 else None
    return given[index] if given else None


def _is_this(parameter: Node) -> bool:
    """Whether a parameter only says what type `this` has."""
    pattern = parameter.child_by_field_name("pattern")
    return pattern is not None and pattern.type == "this"
