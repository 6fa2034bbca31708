"""Whether a condition surely holds: told from literals, and from the arguments of a call."""

from __future__ import annotations

from connlint.code.expressions import WRAPPERS, argument, default_of, negated, spreads
from connlint.code.limits import TEXT_LENGTH
from connlint.code.names import FUNCTIONS, USES, Declaration, pattern_key
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.value import is_undefined
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from connlint.code.values import Values

__all__ = ["holds", "truth"]

_DEPTH = 12
_TRUE = FUNCTIONS | {"object", "array", "new_expression", "true", "regex"}
_FALSE = frozenset({"null", "undefined", "false"})
_EQUAL = frozenset({"===", "=="})
_UNEQUAL = frozenset({"!==", "!="})


class _Known(NamedTuple):
    """An expression that a name stands for; `node` is None where it stands for nothing."""

    node: Node | None


def holds(values: Values, at: At | None, frame: Frame | None, depth: int = _DEPTH) -> bool | None:
    """Whether a condition holds; None where that is not known.

    Raises Unbound where it depends on the arguments of a call that is not given.
    """
    if at is None:
        return None
    if depth <= 0:
        # Either side of the choice counts, so that nothing is left out.
        values.answers.run_short("")
        return None
    key = "holds", at.node.id, id(frame)
    return values.answers.ask(key, depth, lambda: _holds(values, at, frame, depth))


def _holds(values: Values, at: At, frame: Frame | None, depth: int) -> bool | None:
    node = at.node
    operand = negated(at)
    if operand is not None:
        inner = holds(values, operand, frame, depth - 1)
        return None if inner is None else not inner
    if node.type == "binary_expression":
        return _compared(values, at, frame, depth)
    known = _known(values, at, frame, depth)
    return None if known is None else truth(known.node)


def truth(node: Node | None) -> bool | None:
    """Whether an expression is surely one that counts as true, or as false."""
    if node is None or node.type in _FALSE:
        return False
    if node.type in _TRUE:
        return True
    if node.type == "string":
        return node.named_child_count > 0
    return text_of(node) != "0" if node.type == "number" else None


def _compared(values: Values, at: At, frame: Frame | None, depth: int) -> bool | None:
    left, right = (at.to(at.node.child_by_field_name(side)) for side in ("left", "right"))
    operator = at.node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    if left is None or right is None or kind not in _EQUAL | _UNEQUAL | {"&&", "||"}:
        return None
    if kind in {"&&", "||"}:
        sides = {holds(values, side, frame, depth - 1) for side in (left, right)}
        decisive = kind == "||"
        return decisive if decisive in sides else None if None in sides else not decisive
    texts = [_text(_known(values, side, frame, depth)) for side in (left, right)]
    if None in texts:
        return None
    return (texts[0] == texts[1]) == (kind in _EQUAL)


def _text(known: _Known | None) -> str | None:
    """The text of a string literal, None for all else, and for one that is no key of anything."""
    node = known.node if known is not None else None
    if node is None or node.type != "string" or node.end_byte - node.start_byte > TEXT_LENGTH:
        return None
    return text_of(node)[1:-1]


def _known(values: Values, at: At, frame: Frame | None, depth: int) -> _Known | None:
    """What an expression surely is, through constants and parameters; None where that is open."""
    node = at.node
    if depth <= 0:
        values.answers.run_short("")
        return None
    inner = at.names.syntax.children(node)[:1] if node.type in WRAPPERS else ()
    if inner:
        return _known(values, At(at.names, inner[0]), frame, depth - 1)
    if node.type not in USES:
        return _Known(node)
    declaration = at.names.resolve(node)
    if declaration is None:
        return None
    if at.names.assignments(declaration):
        return None
    if declaration.kind == "parameter":
        return _parameter(values, at, declaration, frame, depth)
    value = declaration.home.child_by_field_name("value")
    if declaration.kind != "variable" or declaration.path or value is None:
        return None
    return _known(values, At(at.names, value), frame, depth - 1)


def _parameter(
    values: Values, at: At, declaration: Declaration, frame: Frame | None, depth: int
) -> _Known | None:
    function = At(at.names, declaration.home)
    entered = values.frame_of(function, frame)
    if entered.call is None or len(declaration.path) > 1:
        return None
    given = argument(entered.call, declaration.position)
    if given is None and spreads(entered.call):
        return None
    found: _Known | None = _Known(None)
    if given is not None:
        found = _known(values, given, entered.outer, depth - 1)
        if found is not None and declaration.path:
            found = _property(values, given, found.node, declaration.path[0], entered.outer, depth)
    if found is None or (found.node is not None and not is_undefined(found.node)):
        return found
    default = default_of(at.names, declaration)
    return _known(values, At(at.names, default), frame, depth - 1) if default else found


def _property(
    values: Values, given: At, node: Node | None, name: str, frame: Frame | None, depth: int
) -> _Known | None:
    """A property of an object that is written out where it is given."""
    if node is None or given.node.id != node.id or node.type != "object":
        return None
    for child in given.names.syntax.children(node):
        if child.type == "pair" and pattern_key(child) == name:
            value = child.child_by_field_name("value")
            return _known(values, At(given.names, value), frame, depth - 1) if value else None
        if child.type == "shorthand_property_identifier" and text_of(child) == name:
            return _known(values, At(given.names, child), frame, depth - 1)
        if child.type not in {"pair", "shorthand_property_identifier"}:
            return None
    return _Known(None)
