"""Backwards: the texts that an expression can be, as far as they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import product

from connlint.code.assignments import AUGMENTED, in_loop
from connlint.code.callers import called
from connlint.code.expressions import argument, arguments, is_assigned, member_name
from connlint.code.limits import (
    ALTERNATIVES,
    TEXT_LENGTH,
    TEXTS_DEEP,
    TOO_LONG_A_TEXT,
    TOO_MANY_ALTERNATIVES,
    TOO_MANY_EXPRESSIONS,
)
from connlint.code.places import At, Frame
from connlint.code.queries import UNCLEAR, Encoded, Later, Query
from connlint.code.syntax import Syntax, text_of
from connlint.code.values import Value, Values
from connlint.code.writing import (
    NOTHING,
    UNKNOWN,
    UNKNOWN_TEXT,
    Gathered,
    Text,
    Written,
    plus,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["UNKNOWN_TEXT", "Text", "Written", "literal", "texts", "written"]

_Part = Sequence[Written] | Callable[[], Sequence[Written]]
"""A part of a text: what it can be, or the question what it can be."""

_LITERALS = frozenset({"string", "template_string", "number"})
_LONGEST = 4 * TEXT_LENGTH
"""The bytes of a literal that is read."""
_MOST_PIECES = 100
_CHANGING = frozenset(
    {"hash", "host", "hostname", "href", "pathname", "pop", "push", "splice", "unshift"}
)
_LAST_SLASHES = frozenset({r"/\/$/", r"/\/+$/", r"/\/*$/"})
_QUERIES = frozenset({"URLSearchParams", "FormData"})
_AS_IT_IS = frozenset({"toString", "trim", "valueOf", "normalize"})
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def texts(values: Values, at: At, frame: Frame | None, depth: int = TEXTS_DEEP) -> Sequence[Text]:
    """The texts that an expression can be, at least one, without doubles.

    Raises Unbound where they depend on the arguments of a call that is not given. Of more than
    ALTERNATIVES, that many come back. Of a text with a `?` in it, what stands behind is left out
    where it is put together.
    """
    found = written(values, at, frame, depth)
    return [found[0].text] if len(found) == 1 else list(dict.fromkeys([one.text for one in found]))


def written(
    values: Values, at: At, frame: Frame | None, depth: int = TEXTS_DEEP
) -> Sequence[Written]:
    """The texts that an expression can be, with what is known of their queries; see texts."""
    if at.node.type == "string":
        return list(_of(values, Value(at, frame), depth))
    if depth <= 0:
        values.answers.run_short(TOO_MANY_EXPRESSIONS)
        return [UNKNOWN]
    key = "texts", at.node.id, id(frame)
    return values.answers.ask(key, depth, lambda: _written(values, at, frame, depth))


def _written(values: Values, at: At, frame: Frame | None, depth: int) -> Sequence[Written]:
    found = Gathered()
    repeated: list[Written] = []
    for value in values.of(at, frame):
        if value.at.node.type == AUGMENTED and in_loop(value.at):
            added = _added_query(values, value, depth)
            if added is None:
                return [UNKNOWN]
            # What stood there before is among the other values of the variable.
            repeated += added
            continue
        for text in _of(values, value, depth):
            if not found.add(text, ALTERNATIVES):
                values.answers.cut(TOO_MANY_ALTERNATIVES)
                return found.repeated(repeated)
    return found.repeated(repeated) or [UNKNOWN]


def literal(at: At) -> str | None:
    """The text of a string, or of a template without parts; None for anything else."""
    node, syntax = at.node, at.names.syntax
    if node.type == "string":
        return _unescaped(syntax, node)
    if node.type == "template_string" and not any(
        child.type == "template_substitution" for child in syntax.children(node)
    ):
        return _unescaped(syntax, node)
    return None


def _of(values: Values, value: Value, depth: int) -> Iterable[Written]:
    at, frame = value.at, value.frame
    node = at.node
    if node.type in _LITERALS and node.end_byte - node.start_byte > _LONGEST:
        values.answers.cut(TOO_LONG_A_TEXT)
        return [UNKNOWN]
    plain = literal(at)
    if plain is not None:
        return [Written((plain,)) if plain else NOTHING]
    if node.type == "template_string":
        return _concatenated(values, _template(values, value, depth))
    if node.type == "number":
        number = Written((text_of(node),))
        return [number if text_of(node).isdecimal() else number.with_parameters(UNCLEAR)]
    if node.type in {"binary_expression", "augmented_assignment_expression"}:
        return _sum(values, value, depth)
    if node.type == "new_expression":
        return _made(values, value, depth)
    if node.type == "call_expression":
        return _called(values, value, depth)
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        target = at.to(node.child_by_field_name("object"))
        if name is not None and target is not None and text_of(name) == "href":
            return written(values, target, frame, depth - 1)
    return [UNKNOWN]


def _template(values: Values, value: Value, depth: int) -> Iterable[_Part]:
    """The parts of a template."""
    names, frame = value.at.names, value.frame
    for child in names.syntax.children(value.at.node):
        if child.type == "template_substitution":
            inner = names.syntax.children(child)
            yield (
                partial(written, values, At(names, inner[0]), frame, depth - 1)
                if inner
                else [NOTHING]
            )
        elif child.type == "escape_sequence":
            yield [Written((_escape(text_of(child)),))]
        else:
            yield [Written((text_of(child),))]


def _sum(values: Values, value: Value, depth: int) -> Sequence[Written]:
    node = value.at.node
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or operator is None or operator.type not in {"+", "+="}:
        return [UNKNOWN]
    sides = [At(value.at.names, left), At(value.at.names, right)]
    return _concatenated(
        values, [partial(written, values, side, value.frame, depth - 1) for side in sides]
    )


def _added_query(values: Values, value: Value, depth: int) -> Sequence[Written] | None:
    """What `url += "&page=2"` adds to the query; None where it may add to something else."""
    right = value.at.to(value.at.node.child_by_field_name("right"))
    added = written(values, right, value.frame, depth - 1) if right is not None else [UNKNOWN]
    starts = [text.pieces[0] if text.pieces else None for text in added]
    return added if all(isinstance(each, str) and each[:1] in "?&" for each in starts) else None


def _made(values: Values, value: Value, depth: int) -> Iterable[Written]:
    """`new URL(path, base)` and what else is made of texts."""
    at, frame = value.at, value.frame
    maker = at.node.child_by_field_name("constructor")
    first, second = argument(at, 0), argument(at, 1)
    name = text_of(maker) if maker is not None else ""
    if name in _QUERIES and maker is not None and at.names.resolve(maker) is None:
        return [Written((Query.of(Later("search", at, frame)),))]
    if name not in {"URL", "Request", "String"} or first is None:
        return [UNKNOWN]
    if _is_changed(at):
        return [UNKNOWN]
    paths: Iterable[Written] = written(values, first, frame, depth - 1)
    if second is not None and name == "URL":
        bases = texts(values, second, frame, depth - 1)
        # As many as there are too many of are counted where they come together.
        paths = (_resolved(path, base) for path, base in product(paths, bases))
    if name != "URL":
        return paths
    more = Query.of(Later("url", at, frame))
    return (path.with_parameters(more) for path in paths)


def _is_changed(made: At) -> bool:
    """Whether the path of a URL, or what a list holds, is changed after it was made."""
    names = made.names
    home = names.syntax.parent(made.node)
    declaration = names.declaration_at(home and home.child_by_field_name("name"))
    if declaration is None:
        return False
    return names.once(
        ("changed", declaration.node.id),
        lambda: any(
            (member := names.syntax.parent(use)) is not None
            and member.type == "member_expression"
            and member_name(member) in _CHANGING
            and (is_assigned(At(names, member)) or called(At(names, member)) is not None)
            for use in names.references(declaration)
        ),
    )


def _resolved(path: Written, base: Text) -> Written:
    """A path on a base, as URL does it."""
    first = path.pieces[0] if path.pieces else ""
    if isinstance(first, str) and "://" in first:
        return path
    if isinstance(first, str) and first[:1] in {"", "#"}:
        # The query of the base stays.
        path = path.with_parameters(UNCLEAR)
    start = Written(base).address
    if not start or start[0] is None or "://" not in start[0]:
        return UNKNOWN
    if isinstance(first, str) and first.startswith("/"):
        head = start[0]
        slash = head.find("/", head.index("://") + 3)
        if slash < 0 and len(start) > 1:
            return UNKNOWN
        return path.after([head[:slash] if slash >= 0 else head])
    last = start[-1]
    if last is None:
        return UNKNOWN
    host_end = last.find("://") + 3 if "://" in last else 0
    slash = last.rfind("/", host_end)
    kept = last[: slash + 1] if slash >= 0 else last + "/"
    return path.after([*start[:-1], kept])


def _called(values: Values, value: Value, depth: int) -> Sequence[Written]:
    callee = value.at.to(value.at.node.child_by_field_name("function"))
    if callee is not None and callee.node.type == "identifier":
        return _of_function(values, value, callee, depth)
    if callee is None or callee.node.type != "member_expression":
        return [UNKNOWN]
    name = callee.node.child_by_field_name("property")
    target = callee.to(callee.node.child_by_field_name("object"))
    if name is None or target is None:
        return [UNKNOWN]
    return _of_method(values, value, target, text_of(name), depth)


def _of_function(values: Values, value: Value, callee: At, depth: int) -> Sequence[Written]:
    """What a function of the platform makes of a text."""
    name, given = text_of(callee.node), argument(value.at, 0)
    if given is None or callee.names.resolve(callee.node) is not None:
        return [UNKNOWN]
    if name == "encodeURIComponent":
        return [Written((Encoded(((given, value.frame),)),))]
    if name not in {"String", "encodeURI"}:
        return [UNKNOWN]
    found = written(values, given, value.frame, depth - 1)
    # What is encoded already would be encoded once more.
    return found if name == "String" else [text.with_parameters(UNCLEAR) for text in found]


def _of_method(
    values: Values, value: Value, target: At, method: str, depth: int
) -> Sequence[Written]:
    """What a method of a text or of a list makes of it."""
    at, frame = value.at, value.frame
    if method in _AS_IT_IS:
        found = written(values, target, frame, depth - 1)
        is_same = method != "normalize" and not arguments(at)
        return found if is_same else [text.with_parameters(UNCLEAR) for text in found]
    if method == "toUpperCase":
        return [
            Written(tuple(piece.upper() if piece else piece for piece in text))
            for text in texts(values, target, frame, depth - 1)
        ]
    if method == "concat":
        given = [target, *(At(at.names, item) for item in arguments(at))]
        return _concatenated(
            values, (partial(written, values, each, frame, depth - 1) for each in given)
        )
    if method == "replace":
        return _without_slash(values, target, value, depth)
    if method == "join":
        return _listed(values, target, value, depth)
    return [UNKNOWN]


def _without_slash(values: Values, target: At, value: Value, depth: int) -> Sequence[Written]:
    r"""`base.replace(/\/$/, "")`, the one replacement that is common in addresses."""
    pattern, by = argument(value.at, 0), argument(value.at, 1)
    if pattern is None or by is None or literal(by) != "" or not _is_slash(pattern):
        return [UNKNOWN]
    return [text.without_slash() for text in written(values, target, value.frame, depth - 1)]


def _is_slash(pattern: At) -> bool:
    """Whether a pattern matches the slashes at the end."""
    node = pattern.node
    length = node.end_byte - node.start_byte
    return length <= len(max(_LAST_SLASHES, key=len)) and pattern.text in _LAST_SLASHES


def _listed(values: Values, target: At, value: Value, depth: int) -> Sequence[Written]:
    """`["a", b].join("/")`."""
    separator = argument(value.at, 0)
    between = literal(separator) if separator is not None else ","
    found = values.of(target, value.frame)
    if len(found) != 1 or found[0].at.node.type != "array" or between is None:
        return [UNKNOWN]
    array, frame = found[0].at, found[0].frame
    if _is_changed(array):
        return [UNKNOWN]

    def parts() -> Iterable[_Part]:
        for number, item in enumerate(array.names.syntax.children(array.node)):
            if number:
                yield [Written((between,))]
            yield partial(written, values, At(array.names, item), frame, depth - 1)

    return _concatenated(values, parts())


def _concatenated(values: Values, parts: Iterable[_Part]) -> Sequence[Written]:
    """The texts that parts can be one after the other.

    Where they are too many, each part that has alternatives is unknown. Behind the beginning of a
    query nothing has alternatives: it is gathered, and who calls counts.
    """
    found: Sequence[Written] = [NOTHING]
    unknown = NOTHING
    for part in parts:
        if all(text.is_begun for text in found):
            choices, is_cut = values.answers.apart(part) if callable(part) else (part, False)
            values.answers.budget.spend(1 + len(choices))
            found = [text.then_any([*choices, UNKNOWN] if is_cut else choices) for text in found]
            continue
        choices = [text.opened() for text in (part() if callable(part) else part)]
        values.answers.budget.spend(2 + len(found) * len(choices))
        unknown = plus(unknown, choices[0] if len(choices) == 1 else UNKNOWN)
        if len(found) * len(choices) > ALTERNATIVES:
            values.answers.cut(TOO_MANY_ALTERNATIVES)
            found = [unknown]
        elif len(found) == len(choices) == 1:
            found = [plus(found[0], choices[0])]
        else:
            longer = Gathered()
            for text in found:
                for more in choices:
                    longer.add(plus(text, more))
            found = longer.all()
        if any(map(_is_long, found)):
            values.answers.cut(TOO_LONG_A_TEXT)
            return [UNKNOWN]
    return found


def _is_long(text: Written) -> bool:
    pieces = text.pieces
    length = sum([len(piece) for piece in pieces if isinstance(piece, str)])
    return len(pieces) > _MOST_PIECES or length > TEXT_LENGTH


def _unescaped(syntax: Syntax, node: Node) -> str:
    children = syntax.children(node)
    if not children:
        return text_of(node)[1:-1]
    return "".join(
        _escape(text_of(child)) if child.type == "escape_sequence" else text_of(child)
        for child in children
    )


def _escape(text: str) -> str:
    code = text[1:]
    if code[:1] in {"x", "u"}:
        digits = code[1:].strip("{}")
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            return text
    return _ESCAPES.get(code, code)
