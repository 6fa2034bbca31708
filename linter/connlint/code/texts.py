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
from connlint.code.syntax import Syntax, text_of
from connlint.code.values import Value, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["UNKNOWN", "Text", "address", "literal", "texts"]

Text = tuple["str | None", ...]
"""A text in pieces; None for a part that only a run can tell. Texts next to each other are one."""
UNKNOWN: Text = (None,)

_Part = Sequence[Text] | Callable[[], Sequence[Text]]
"""A part of a text: what it can be, or the question what it can be."""

_LITERALS = frozenset({"string", "template_string", "number"})
_LONGEST = 4 * TEXT_LENGTH
"""The bytes of a literal that is read."""
_MOST_PIECES = 100
_QUERIES = ("?", "#")
"""What begins the part of an address that counts for nothing."""
_CHANGING = frozenset(
    {"hash", "host", "hostname", "href", "pathname", "pop", "push", "splice", "unshift"}
)
_LAST_SLASHES = frozenset({r"/\/$/", r"/\/+$/", r"/\/*$/"})
_AS_IT_IS = frozenset({"toString", "trim", "valueOf", "normalize"})
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def texts(values: Values, at: At, frame: Frame | None, depth: int = TEXTS_DEEP) -> Sequence[Text]:
    """The texts that an expression can be, at least one, without doubles.

    Raises Unbound where they depend on the arguments of a call that is not given. Of more than
    ALTERNATIVES, that many come back.
    """
    if at.node.type == "string":
        return list(_of(values, Value(at, frame), depth))
    if depth <= 0:
        values.answers.run_short(TOO_MANY_EXPRESSIONS)
        return [UNKNOWN]
    key = "texts", at.node.id, id(frame)
    return values.answers.ask(key, depth, lambda: _texts(values, at, frame, depth))


def _texts(values: Values, at: At, frame: Frame | None, depth: int) -> Sequence[Text]:
    found: dict[Text, None] = {}
    for value in values.of(at, frame):
        if value.at.node.type == AUGMENTED and in_loop(value.at):
            if _is_query(values, value, depth):
                # What stood there before is among the other values of the variable.
                continue
            return [UNKNOWN]
        for text in _of(values, value, depth):
            if len(found) >= ALTERNATIVES and text not in found:
                values.answers.cut(TOO_MANY_ALTERNATIVES)
                return list(found)
            found[text] = None
    return list(found) or [UNKNOWN]


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


def address(text: Text) -> Text:
    """A URL without its query and fragment."""
    kept: list[str | None] = []
    for piece in text:
        if piece is None:
            kept.append(None)
            continue
        end = min((at for at in (piece.find("?"), piece.find("#")) if at >= 0), default=None)
        kept.append(piece[:end])
        if end is not None:
            break
    return joined(kept)


def joined(pieces: list[str | None]) -> Text:
    """Pieces with neighbouring texts made one, and empty ones left out."""
    found: list[str | None] = []
    for piece in pieces:
        if piece is not None and found and found[-1] is not None:
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def _of(values: Values, value: Value, depth: int) -> Iterable[Text]:
    at, frame = value.at, value.frame
    node = at.node
    if node.type in _LITERALS and node.end_byte - node.start_byte > _LONGEST:
        values.answers.cut(TOO_LONG_A_TEXT)
        return [UNKNOWN]
    plain = literal(at)
    if plain is not None:
        return [(plain,) if plain else ()]
    if node.type == "template_string":
        return _concatenated(values, _template(values, value, depth))
    if node.type == "number":
        return [(text_of(node),)]
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
            return texts(values, target, frame, depth - 1)
    return [UNKNOWN]


def _template(values: Values, value: Value, depth: int) -> Iterable[_Part]:
    """The parts of a template."""
    names, frame = value.at.names, value.frame
    for child in names.syntax.children(value.at.node):
        if child.type == "template_substitution":
            inner = names.syntax.children(child)
            yield partial(texts, values, At(names, inner[0]), frame, depth - 1) if inner else [()]
        elif child.type == "escape_sequence":
            yield [(_escape(text_of(child)),)]
        else:
            yield [(text_of(child),)]


def _sum(values: Values, value: Value, depth: int) -> Sequence[Text]:
    node = value.at.node
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or operator is None or operator.type not in {"+", "+="}:
        return [UNKNOWN]
    sides = [At(value.at.names, left), At(value.at.names, right)]
    return _concatenated(
        values, [partial(texts, values, side, value.frame, depth - 1) for side in sides]
    )


def _is_query(values: Values, value: Value, depth: int) -> bool:
    """Whether `url += "&page=2"` only adds to the query."""
    right = value.at.to(value.at.node.child_by_field_name("right"))
    added = texts(values, right, value.frame, depth - 1) if right is not None else [UNKNOWN]
    return all(text and text[0] is not None and text[0][:1] in "?&" for text in added)


def _made(values: Values, value: Value, depth: int) -> Iterable[Text]:
    """`new URL(path, base)` and what else is made of texts."""
    at, frame = value.at, value.frame
    maker = at.node.child_by_field_name("constructor")
    first, second = argument(at, 0), argument(at, 1)
    if maker is None or text_of(maker) not in {"URL", "Request", "String"} or first is None:
        return [UNKNOWN]
    if _is_changed(at):
        return [UNKNOWN]
    paths = texts(values, first, frame, depth - 1)
    if second is None or text_of(maker) != "URL":
        return paths
    bases = texts(values, second, frame, depth - 1)
    # As many as there are too many of are counted where they come together.
    return (_resolved(path, base) for path, base in product(paths, bases))


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


def _resolved(path: Text, base: Text) -> Text:
    """A path on a base, as URL does it."""
    if path and path[0] is not None and "://" in path[0]:
        return path
    start = address(base)
    if not start or start[0] is None or "://" not in start[0]:
        return UNKNOWN
    if path and path[0] is not None and path[0].startswith("/"):
        head = start[0]
        slash = head.find("/", head.index("://") + 3)
        if slash < 0 and len(start) > 1:
            return UNKNOWN
        return joined([head[:slash] if slash >= 0 else head, *path])
    last = start[-1]
    if last is None:
        return UNKNOWN
    host_end = last.find("://") + 3 if "://" in last else 0
    slash = last.rfind("/", host_end)
    kept = last[: slash + 1] if slash >= 0 else last + "/"
    return joined([*start[:-1], kept, *path])


def _called(values: Values, value: Value, depth: int) -> Sequence[Text]:
    at, frame = value.at, value.frame
    callee = at.node.child_by_field_name("function")
    if callee is None:
        return [UNKNOWN]
    if callee.type == "identifier" and text_of(callee) in {"String", "encodeURI"}:
        first = argument(at, 0)
        return texts(values, first, frame, depth - 1) if first else [UNKNOWN]
    if callee.type != "member_expression":
        return [UNKNOWN]
    name = callee.child_by_field_name("property")
    target = at.to(callee.child_by_field_name("object"))
    if name is None or target is None:
        return [UNKNOWN]
    method = text_of(name)
    if method in _AS_IT_IS:
        return texts(values, target, frame, depth - 1)
    if method == "toUpperCase":
        return [
            tuple(piece.upper() if piece else piece for piece in text)
            for text in texts(values, target, frame, depth - 1)
        ]
    if method == "concat":
        given = [target, *(At(at.names, item) for item in arguments(at))]
        return _concatenated(
            values, (partial(texts, values, each, frame, depth - 1) for each in given)
        )
    if method == "replace":
        return _without_slash(values, target, value, depth)
    if method == "join":
        return _listed(values, target, value, depth)
    return [UNKNOWN]


def _without_slash(values: Values, target: At, value: Value, depth: int) -> Sequence[Text]:
    r"""`base.replace(/\/$/, "")`, the one replacement that is common in addresses."""
    pattern, by = argument(value.at, 0), argument(value.at, 1)
    if pattern is None or by is None or literal(by) != "" or not _is_slash(pattern):
        return [UNKNOWN]
    return [
        joined([*text[:-1], text[-1].rstrip("/")]) if text and text[-1] is not None else text
        for text in texts(values, target, value.frame, depth - 1)
    ]


def _is_slash(pattern: At) -> bool:
    """Whether a pattern matches the slashes at the end."""
    node = pattern.node
    length = node.end_byte - node.start_byte
    return length <= len(max(_LAST_SLASHES, key=len)) and pattern.text in _LAST_SLASHES


def _listed(values: Values, target: At, value: Value, depth: int) -> Sequence[Text]:
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
                yield [(between,)]
            yield partial(texts, values, At(array.names, item), frame, depth - 1)

    return _concatenated(values, parts())


def _concatenated(values: Values, parts: Iterable[_Part]) -> Sequence[Text]:
    """The texts that parts can be one after the other.

    Where they are too many, each part that has alternatives is unknown. Behind the beginning of a
    query nothing counts but who calls.
    """
    found: Sequence[Text] = [()]
    unknown: Text = ()
    for part in parts:
        if callable(part) and all(map(_is_query_begun, found)):
            values.answers.discard(part)
            continue
        choices = [_shut(text) for text in (part() if callable(part) else part)]
        values.answers.budget.spend(2 + len(found) * len(choices))
        unknown = _plus(unknown, choices[0] if len(choices) == 1 else UNKNOWN)
        if len(found) * len(choices) > ALTERNATIVES:
            values.answers.cut(TOO_MANY_ALTERNATIVES)
            found = [unknown]
        else:
            longer = (_plus(text, more) for text in found for more in choices)
            found = list(dict.fromkeys(longer))
        if any(map(_is_long, found)):
            values.answers.cut(TOO_LONG_A_TEXT)
            return [UNKNOWN]
    return found


def _plus(text: Text, more: Text) -> Text:
    """A text with another one behind it, which counts for nothing behind a query's beginning."""
    if not text or not more:
        return text or more
    last, first = text[-1], more[0]
    if last is not None and last[-1:] in _QUERIES:
        return text
    if last is None or first is None:
        return text + more
    return (*text[:-1], last + first, *more[1:])


def _shut(text: Text) -> Text:
    """A text without what stands behind the beginning of its query or fragment."""
    for number, piece in enumerate(text):
        ends = [piece.find(sign) for sign in _QUERIES if sign in piece] if piece else ()
        if piece and ends:
            return (*text[:number], piece[: min(ends) + 1])
    return text


def _is_query_begun(text: Text) -> bool:
    return bool(text) and text[-1] is not None and text[-1][-1:] in _QUERIES


def _is_long(text: Text) -> bool:
    return len(text) > _MOST_PIECES or sum([len(piece) for piece in text if piece]) > TEXT_LENGTH


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
