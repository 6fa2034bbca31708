"""What the branches around a place tell of names: `if (kind === "mail")`, `switch (kind)`.

Only of names whose value never changes while their function runs, and only of texts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice

from connlint.code.expressions import WRAPPERS, member_name, negated
from connlint.code.names import Declaration, Names
from connlint.code.places import At
from connlint.code.syntax import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Told", "told_around", "told_by"]

_SAME = WRAPPERS | {"non_null_expression"}
_HOISTED = frozenset({"function_declaration", "generator_function_declaration"})
_CASES = frozenset({"switch_case", "switch_default"})
_BLOCKS = _CASES | {"statement_block", "program"}
_EXITS = frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"})
_DECLARED = frozenset({"variable", "parameter"})
# Where a name is, and gets something else by that.
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
"""What is told at one place; code that people write has a few such conditions around it."""
_DEPTH = 8
"""Conditions within each other, and properties of properties."""


class Told(NamedTuple):
    """What is told of a name, or of a property of what it stands for.

    It is one of the texts in `among` (None for any), none of those in `others`, and counts as true
    or false where `truth` says so.
    """

    names: Names
    declaration: Declaration
    path: tuple[str, ...]
    among: frozenset[str] | None = None
    others: frozenset[str] = _NOTHING
    truth: bool | None = None

    @property
    def subject(self) -> Hashable:
        """What it is told of."""
        return self.names.syntax.source.location, self.declaration.node.id, self.path

    def excludes(self, other: Told) -> bool:
        """Tell if both cannot hold at the same time."""
        if self.subject != other.subject:
            return False
        truths = {self.truth, other.truth} - {None}
        if len(truths) > 1:
            return True
        given = [each for each in (self.among, other.among) if each is not None]
        if not given:
            return False
        left = frozenset.intersection(*given) - self.others - other.others
        return not any(truths <= {bool(text)} for text in left)


def told_around(at: At) -> Sequence[Told]:
    """What surely holds where a place is run, told by the branches around it."""
    return at.names.once(("told", at.node.id), lambda: list(islice(_around(at), _MOST)))


def _around(at: At) -> Iterator[Told]:
    child = at.node
    for around in at.names.syntax.ancestors(at.node):
        if child.type in _HOISTED:
            # It may be called from before the branch in which it is written.
            return
        yield from _of_branch(at.to(around) or at, child)
        if around.type in _BLOCKS:
            yield from _before(At(at.names, around), child)
        child = around


def _of_branch(at: At, child: Node) -> Iterator[Told]:
    """What a branching expression or statement tells of one of its branches."""
    node = at.node
    if node.type in {"if_statement", "ternary_expression"}:
        for field, outcome in (("consequence", True), ("alternative", False)):
            if node.child_by_field_name(field) == child:
                yield from told_by(at.to(node.child_by_field_name("condition")), outcome=outcome)
    elif node.type == "binary_expression" and node.child_by_field_name("right") == child:
        operator = node.child_by_field_name("operator")
        kind = operator.type if operator is not None else ""
        if kind in {"&&", "||"}:
            yield from told_by(at.to(node.child_by_field_name("left")), outcome=kind == "&&")
    elif node.type in _CASES and node.child_by_field_name("value") != child:
        yield from _of_case(at)


def _before(block: At, child: Node) -> Iterator[Told]:
    """What statements tell that have left the block where a condition holds."""
    for statement in block.names.syntax.children(block.node):
        if statement.start_byte >= child.start_byte:
            return
        if statement.type != "if_statement" or statement.child_by_field_name("alternative"):
            continue
        if _leaves(block.names, statement.child_by_field_name("consequence")):
            condition = block.to(statement.child_by_field_name("condition"))
            yield from told_by(condition, outcome=False)


def _leaves(names: Names, node: Node | None) -> bool:
    """Tell if nothing comes after a statement."""
    while node is not None and node.type == "statement_block":
        inner = names.syntax.children(node)
        node = inner[-1] if inner else None
    return node is not None and node.type in _EXITS


def _of_case(at: At) -> Iterator[Told]:
    """What a case of a switch tells, with those from which the code falls through to it."""
    syntax = at.names.syntax
    body = syntax.parent(at.node)
    switch = syntax.parent(body) if body is not None else None
    subject = _subject(at.to(switch.child_by_field_name("value"))) if switch is not None else None
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
    """A case of a switch: its text, None for any other, and whether the next is not run as well."""

    text: str | None
    ends: bool


def _numbers(nodes: Iterable[Node]) -> dict[int, int]:
    return {node.id: number for number, node in enumerate(nodes)}


def _cases(names: Names, body: Node | None) -> list[_Case]:
    return [
        _Case(_text(each.child_by_field_name("value")), _ends(names, each))
        for each in names.syntax.children(body)
    ]


def _ends(names: Names, case: Node) -> bool:
    """Tell if the code does not fall through from a case to the next one."""
    value = case.child_by_field_name("value")
    inner = [each for each in names.syntax.children(case) if each != value]
    return bool(inner) and _leaves(names, inner[-1])


def told_by(at: At | None, *, outcome: bool, depth: int = _DEPTH) -> Iterator[Told]:
    """What a condition tells that turns out to be true or false."""
    at = _inner(at)
    if at is None or depth <= 0:
        return
    at.names.syntax.spend()
    node = at.node
    if node.type == "unary_expression":
        yield from told_by(negated(at), outcome=not outcome, depth=depth - 1)
        return
    if node.type != "binary_expression":
        subject = _subject(at)
        if subject is not None:
            yield subject._replace(truth=outcome)
        return
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    left, right = (at.to(node.child_by_field_name(field)) for field in ("left", "right"))
    if (kind == "&&" and outcome) or (kind == "||" and not outcome):
        yield from told_by(left, outcome=outcome, depth=depth - 1)
        yield from told_by(right, outcome=outcome, depth=depth - 1)
    elif kind in {"===", "==", "!==", "!="}:
        for one, other in ((left, right), (right, left)):
            text = _text(other.node) if other is not None else None
            subject = _subject(one) if text is not None else None
            if subject is not None and text is not None:
                is_equal = kind.startswith("=") == outcome
                only = frozenset({text})
                yield subject._replace(among=only) if is_equal else subject._replace(others=only)


def _inner(at: At | None) -> At | None:
    """An expression without what changes nothing about it."""
    while at is not None and at.node.type in _SAME:
        inner = at.names.syntax.children(at.node)
        at = at.to(inner[0]) if inner else None
    return at


def _subject(at: At | None) -> Told | None:
    """The name or property that an expression is, None where its value may change."""
    path: tuple[str, ...] = ()
    at = _inner(at)
    while at is not None and at.node.type == "member_expression" and len(path) < _DEPTH:
        path = (member_name(at.node), *path)
        at = _inner(at.to(at.node.child_by_field_name("object")))
    if at is None or at.node.type != "identifier":
        return None
    declaration = at.names.resolve(at.node)
    if declaration is None or declaration.kind not in _DECLARED:
        return None
    names = at.names
    key = "is fixed", declaration.node.id
    if not names.once(key, lambda: _is_fixed(names, declaration)):
        return None
    return Told(names, declaration, path) if all(_is_kept(names, name) for name in path) else None


def _is_fixed(names: Names, declaration: Declaration) -> bool:
    """Tell if nothing else is ever put into a name."""
    if names.assignments(declaration):
        return False
    places = [names.syntax.parent(each) for each in names.references(declaration)]
    if any(place is not None and place.type in _CHANGING for place in places):
        return False
    patterns = (
        each
        for each in names.syntax.occurrences(declaration.name)
        if each.type == "shorthand_property_identifier_pattern"
    )
    return all(names.declaration_at(each) is not None for each in patterns)


def _is_kept(names: Names, name: str) -> bool:
    """Tell if a file never puts anything into a property of this name, of whatever it is."""

    def made() -> bool:
        members = (names.syntax.parent(each) for each in names.syntax.occurrences(name))
        around = [
            names.syntax.parent(each)
            for each in members
            if each is not None and each.type == "member_expression"
        ]
        return not any(each is not None and _changes(each) for each in around)

    return bool(name) and names.once(("is kept", name), made)


def _changes(node: Node) -> bool:
    """Tell if what is around a property may change it."""
    if node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        return operator is not None and operator.type == "delete"
    return node.type.endswith("assignment_expression") or node.type in _CHANGING


def _text(node: Node | None) -> str | None:
    """The text of a string that is written as it is."""
    if node is None or node.type != "string":
        return None
    text = text_of(node)[1:-1]
    return text if "\\" not in text else None
