"""Facts about names in the branches around a place: `if (kind === "mail")`, `switch (kind)`.

Only about names whose value never changes while their function runs; only strings and truth count.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice

from connlint.code.syntax import grammar
from connlint.code.syntax.literals import string_text
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import WRAPPERS, member_name, negated
from connlint.code.syntax.symbol_table import Declaration, SymbolTable
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["BranchFact", "facts_around", "facts_from_condition"]

_SAME = WRAPPERS | {"non_null_expression"}
_HOISTED = frozenset({"function_declaration", "generator_function_declaration"})
_CASES = frozenset({"switch_case", "switch_default"})
_BLOCKS = _CASES | {"statement_block", "program"}
_EXITS = frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"})
_DECLARED = frozenset({"variable", "parameter"})
# Node types around a name or property that gets another value there.
_CHANGING = frozenset(
    {
        "update_expression",
        "array_pattern",
        "pair_pattern",
        "rest_pattern",
        "assignment_pattern",
        "object_assignment_pattern",
        "for_in_statement",
    }
)
_NOTHING: frozenset[str] = frozenset()
_MOST = 40
"""Facts that hold at one place; code that people write has a few such conditions around it."""
_DEPTH = 8
"""Levels of nested conditions, and of properties of properties."""


class BranchFact(NamedTuple):
    """A fact about the value of a name, or of a property at `path` in that value.

    The value is one of the strings in `among` (None for any), none of those in `others`, and truthy
    or falsy as in `truth` (None if not known).
    """

    names: SymbolTable
    declaration: Declaration
    path: tuple[str, ...]
    among: frozenset[str] | None = None
    others: frozenset[str] = _NOTHING
    truth: bool | None = None

    @property
    def subject(self) -> Hashable:
        """Return what the fact is about: the file, the declaration and the path."""
        return self.names.syntax.source.location, self.declaration.node.id, self.path

    def excludes(self, other: BranchFact) -> bool:
        """Tell whether the two facts cannot hold at the same time."""
        if self.subject != other.subject:
            return False
        truths = {self.truth, other.truth} - {None}
        if len(truths) > 1:
            return True
        restrictions = [strings for strings in (self.among, other.among) if strings is not None]
        if not restrictions:
            return False
        left = frozenset.intersection(*restrictions) - self.others - other.others
        return not any(truths <= {bool(text)} for text in left)


def facts_around(at: NodeRef) -> Sequence[BranchFact]:
    """Return the facts that surely hold when a place runs, because of the branches around it."""
    return at.names.once(("told", at.node.id), lambda: list(islice(_facts_around(at), _MOST)))


def _facts_around(at: NodeRef) -> Iterator[BranchFact]:
    child = at.node
    for around in at.names.syntax.ancestors(at.node):
        if child.type in _HOISTED:
            # A hoisted function may be called outside of the branch that declares it.
            return
        yield from _facts_of_branch(at.to(around) or at, child)
        if around.type in _BLOCKS:
            yield from _facts_before(NodeRef(at.names, around), child)
        child = around


def _facts_of_branch(at: NodeRef, child: Node) -> Iterator[BranchFact]:
    """Yield the facts that hold in one branch of a branching expression or statement."""
    node = at.node
    if node.type in {"if_statement", "ternary_expression"}:
        for branch, outcome in (
            (grammar.consequence_of(node), True),
            (grammar.alternative_of(node), False),
        ):
            if branch == child:
                yield from facts_from_condition(at.to(grammar.condition_of(node)), outcome=outcome)
    elif node.type == "binary_expression" and grammar.right_of(node) == child:
        operator = grammar.operator_of(node)
        kind = operator.type if operator is not None else ""
        if kind in {"&&", "||"}:
            yield from facts_from_condition(at.to(grammar.left_of(node)), outcome=kind == "&&")
    elif node.type in _CASES and grammar.value_of(node) != child:
        yield from _facts_of_case(at)


def _facts_before(block: NodeRef, child: Node) -> Iterator[BranchFact]:
    """Yield the facts that hold because earlier `if` statements did not leave the block."""
    for statement in block.names.syntax.children(block.node):
        if statement.start_byte >= child.start_byte:
            return
        if statement.type != "if_statement" or grammar.alternative_of(statement):
            continue
        if _leaves(block.names, grammar.consequence_of(statement)):
            condition = block.to(grammar.condition_of(statement))
            yield from facts_from_condition(condition, outcome=False)


def _leaves(names: SymbolTable, node: Node | None) -> bool:
    """Tell whether a statement always ends with an exit, such as `return` or `break`."""
    while node is not None and node.type == "statement_block":
        inner = names.syntax.children(node)
        node = inner[-1] if inner else None
    return node is not None and node.type in _EXITS


def _facts_of_case(at: NodeRef) -> Iterator[BranchFact]:
    """Yield the fact that holds in a `switch` case, given the cases that fall through to it."""
    syntax = at.names.syntax
    body = syntax.parent(at.node)
    switch = syntax.parent(body) if body is not None else None
    subject = _subject(at.to(grammar.value_of(switch))) if switch is not None else None
    if subject is None:
        return
    cases = at.names.once(("cases", body.id if body else 0), lambda: _cases(at.names, body))
    key = "numbers of cases", body.id if body else 0
    position = at.names.once(key, lambda: _numbers(syntax.children(body)))[at.node.id]
    entered = cases[max(0, position + 1 - _MOST) : position + 1]
    syntax.spend(len(entered) // 4)
    for number in range(len(entered) - 1, 0, -1):
        if entered[number - 1].ends:
            entered = entered[number:]
            break
    else:
        if position >= _MOST:
            return
    among = frozenset(case.text for case in entered if case.text is not None)
    if all(case.text is not None for case in entered):
        yield subject._replace(among=among)
    elif len(entered) == 1 and at.node.type == "switch_default":
        syntax.spend(len(cases) // 4)
        others = frozenset(case.text for case in cases if case.text is not None)
        yield subject._replace(others=others)


class _Case(NamedTuple):
    """A `switch` case: its string, None for any other value, and whether it never falls through."""

    text: str | None
    ends: bool


def _numbers(nodes: Iterable[Node]) -> dict[int, int]:
    return {node.id: number for number, node in enumerate(nodes)}


def _cases(names: SymbolTable, body: Node | None) -> list[_Case]:
    return [
        _Case(_text(grammar.value_of(each)), _ends(names, each))
        for each in names.syntax.children(body)
    ]


def _ends(names: SymbolTable, case: Node) -> bool:
    """Tell whether a case never falls through to the next one."""
    value = grammar.value_of(case)
    inner = [each for each in names.syntax.children(case) if each != value]
    return bool(inner) and _leaves(names, inner[-1])


def facts_from_condition(
    at: NodeRef | None, *, outcome: bool, depth: int = _DEPTH
) -> Iterator[BranchFact]:
    """Yield the facts that hold if a condition is true, or false, as `outcome` says."""
    at = _unwrapped(at)
    if at is None or depth <= 0:
        return
    at.names.syntax.spend()
    node = at.node
    if node.type == "unary_expression":
        yield from facts_from_condition(negated(at), outcome=not outcome, depth=depth - 1)
        return
    if node.type != "binary_expression":
        subject = _subject(at)
        if subject is not None:
            yield subject._replace(truth=outcome)
        return
    operator = grammar.operator_of(node)
    kind = operator.type if operator is not None else ""
    left, right = at.to(grammar.left_of(node)), at.to(grammar.right_of(node))
    if (kind == "&&" and outcome) or (kind == "||" and not outcome):
        yield from facts_from_condition(left, outcome=outcome, depth=depth - 1)
        yield from facts_from_condition(right, outcome=outcome, depth=depth - 1)
    elif kind in {"===", "==", "!==", "!="}:
        for one, other in ((left, right), (right, left)):
            text = _text(other.node) if other is not None else None
            subject = _subject(one) if text is not None else None
            if subject is not None and text is not None:
                is_equal = kind.startswith("=") == outcome
                only = frozenset({text})
                yield subject._replace(among=only) if is_equal else subject._replace(others=only)


def _unwrapped(at: NodeRef | None) -> NodeRef | None:
    """Return an expression without the wrappers that do not change its value."""
    while at is not None and at.node.type in _SAME:
        inner = at.names.syntax.children(at.node)
        at = at.to(inner[0]) if inner else None
    return at


def _subject(at: NodeRef | None) -> BranchFact | None:
    """Return a blank fact about a name or property; None for anything else, or if it may change."""
    path: tuple[str, ...] = ()
    at = _unwrapped(at)
    while at is not None and at.node.type == "member_expression" and len(path) < _DEPTH:
        path = (member_name(at.node), *path)
        at = _unwrapped(at.to(grammar.object_of(at.node)))
    if at is None or at.node.type != "identifier":
        return None
    declaration = at.names.resolve(at.node)
    if declaration is None or declaration.kind not in _DECLARED:
        return None
    names = at.names
    key = "is fixed", declaration.node.id
    if not names.once(key, lambda: _is_fixed(names, declaration)):
        return None
    return (
        BranchFact(names, declaration, path)
        if all(_is_kept(names, name) for name in path)
        else None
    )


def _is_fixed(names: SymbolTable, declaration: Declaration) -> bool:
    """Tell whether a name never gets another value."""
    if names.assignments(declaration):
        return False
    parents = [names.syntax.parent(node) for node in names.references(declaration)]
    if any(parent is not None and parent.type in _CHANGING for parent in parents):
        return False
    patterns = (
        node
        for node in names.syntax.occurrences(declaration.name)
        if node.type == "shorthand_property_identifier_pattern"
    )
    return all(names.declaration_at(node) is not None for node in patterns)


def _is_kept(names: SymbolTable, name: str) -> bool:
    """Tell whether the file never changes a property of this name, of any object."""

    def compute() -> bool:
        members = (names.syntax.parent(node) for node in names.syntax.occurrences(name))
        around = [
            names.syntax.parent(node)
            for node in members
            if node is not None and node.type == "member_expression"
        ]
        return not any(node is not None and _changes(node) for node in around)

    return bool(name) and names.once(("is kept", name), compute)


def _changes(node: Node) -> bool:
    """Tell whether the node around a property may change it."""
    if node.type == "unary_expression":
        operator = grammar.operator_of(node)
        return operator is not None and operator.type == "delete"
    return node.type.endswith("assignment_expression") or node.type in _CHANGING


def _text(node: Node | None) -> str | None:
    """Return the value of a string literal; None for any other node."""
    return string_text(node) if node is not None and node.type == "string" else None
