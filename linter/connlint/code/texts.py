"""Backwards: the texts that an expression can be, as far as they are known."""

from __future__ import annotations

from itertools import product

from connlint.code.assignments import AUGMENTED, in_loop
from connlint.code.callers import called
from connlint.code.expressions import argument, is_assigned, member_name
from connlint.code.program import At, Frame
from connlint.code.syntax import named, text_of
from connlint.code.values import Value, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["UNKNOWN", "Text", "address", "literal", "texts"]

Text = tuple["str | None", ...]
"""A text in pieces; None for a part that only a run can tell. Texts next to each other are one."""
UNKNOWN: Text = (None,)

_DEPTH = 24
_ALTERNATIVES = 60
_CHANGING = frozenset(
    {"hash", "host", "hostname", "href", "pathname", "pop", "push", "splice", "unshift"}
)
_LAST_SLASHES = frozenset({r"/\/$/", r"/\/+$/", r"/\/*$/"})
_AS_IT_IS = frozenset({"toString", "trim", "valueOf", "normalize"})
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def texts(values: Values, at: At, frame: Frame | None, depth: int = _DEPTH) -> list[Text]:
    """The texts that an expression can be, at least one, without doubles.

    Raises Unbound where they depend on the arguments of a call that is not given.
    """
    found: list[Text] = []
    for value in values.of(at, frame):
        if value.at.node.type == AUGMENTED and in_loop(value.at):
            if _is_query(values, value, depth):
                # What stood there before is among the other values of the variable.
                continue
            return [UNKNOWN]
        for text in _of(values, value, depth):
            if text not in found:
                found.append(text)
    return found[:_ALTERNATIVES] or [UNKNOWN]


def literal(at: At) -> str | None:
    """The text of a string, or of a template without parts; None for anything else."""
    node = at.node
    if node.type == "string":
        return _unescaped(node)
    if node.type == "template_string" and not any(
        child.type == "template_substitution" for child in node.named_children
    ):
        return _unescaped(node)
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


def _of(values: Values, value: Value, depth: int) -> list[Text]:
    at, frame = value.at, value.frame
    node = at.node
    if depth <= 0:
        return [UNKNOWN]
    plain = literal(at)
    if plain is not None:
        return [(plain,) if plain else ()]
    if node.type == "template_string":
        return _template(values, value, depth)
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


def _template(values: Values, value: Value, depth: int) -> list[Text]:
    parts: list[list[Text]] = []
    for child in value.at.node.named_children:
        if child.type == "template_substitution":
            inner = named(child)
            place = At(value.at.names, inner[0]) if inner else None
            parts.append(texts(values, place, value.frame, depth - 1) if place else [()])
        elif child.type == "escape_sequence":
            parts.append([(_escape(text_of(child)),)])
        else:
            parts.append([(text_of(child),)])
    return _concatenated(parts)


def _sum(values: Values, value: Value, depth: int) -> list[Text]:
    node = value.at.node
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or operator is None:
        return [UNKNOWN]
    added = texts(values, At(value.at.names, right), value.frame, depth - 1)
    if operator.type not in {"+", "+="}:
        return [UNKNOWN]
    return _concatenated([texts(values, At(value.at.names, left), value.frame, depth - 1), added])


def _is_query(values: Values, value: Value, depth: int) -> bool:
    """Whether `url += "&page=2"` only adds to the query."""
    right = value.at.to(value.at.node.child_by_field_name("right"))
    added = texts(values, right, value.frame, depth - 1) if right is not None else [UNKNOWN]
    return all(text and text[0] is not None and text[0][:1] in "?&" for text in added)


def _made(values: Values, value: Value, depth: int) -> list[Text]:
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
    return [_resolved(path, base) for path, base in product(paths, bases)][:_ALTERNATIVES]


def _is_changed(made: At) -> bool:
    """Whether the path of a URL, or what a list holds, is changed after it was made."""
    home = made.names.syntax.parent(made.node)
    name = home.child_by_field_name("name") if home is not None else None
    declared = made.names.declared(text_of(name)) if name is not None else []
    return any(
        (member := made.names.syntax.parent(use)) is not None
        and member.type == "member_expression"
        and member_name(member) in _CHANGING
        and (is_assigned(At(made.names, member)) or called(At(made.names, member)) is not None)
        for declaration in declared
        if name is not None and declaration.node.id == name.id
        for use in made.names.references(declaration)
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


def _called(values: Values, value: Value, depth: int) -> list[Text]:
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
        given = named(at.node.child_by_field_name("arguments"))
        parts = [texts(values, target, frame, depth - 1)]
        parts += [texts(values, At(at.names, item), frame, depth - 1) for item in given]
        return _concatenated(parts)
    if method == "replace":
        return _without_slash(values, target, value, depth)
    if method == "join":
        return _listed(values, target, value, depth)
    return [UNKNOWN]


def _without_slash(values: Values, target: At, value: Value, depth: int) -> list[Text]:
    r"""`base.replace(/\/$/, "")`, the one replacement that is common in addresses."""
    pattern, by = argument(value.at, 0), argument(value.at, 1)
    if pattern is None or by is None or literal(by) != "" or pattern.text not in _LAST_SLASHES:
        return [UNKNOWN]
    return [
        joined([*text[:-1], text[-1].rstrip("/")]) if text and text[-1] is not None else text
        for text in texts(values, target, value.frame, depth - 1)
    ]


def _listed(values: Values, target: At, value: Value, depth: int) -> list[Text]:
    """`["a", b].join("/")`."""
    separator = argument(value.at, 0)
    between = literal(separator) if separator is not None else ","
    found = values.of(target, value.frame)
    if len(found) != 1 or found[0].at.node.type != "array" or between is None:
        return [UNKNOWN]
    if _is_changed(found[0].at):
        return [UNKNOWN]
    parts: list[list[Text]] = []
    for number, item in enumerate(named(found[0].at.node)):
        if number:
            parts.append([(between,)])
        parts.append(texts(values, At(found[0].at.names, item), found[0].frame, depth - 1))
    return _concatenated(parts)


def _concatenated(parts: list[list[Text]]) -> list[Text]:
    count = 1
    for part in parts:
        count *= len(part)
    if count > _ALTERNATIVES:
        parts = [part if len(part) == 1 else [UNKNOWN] for part in parts]
    return [joined([piece for text in chosen for piece in text]) for chosen in product(*parts)]


def _unescaped(node: Node) -> str:
    if not node.named_children:
        return text_of(node)[1:-1]
    return "".join(
        _escape(text_of(child)) if child.type == "escape_sequence" else text_of(child)
        for child in node.named_children
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
