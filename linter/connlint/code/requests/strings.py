"""Evaluation of the strings that an expression can be, as far as they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import product

from connlint.code.limits import (
    ALTERNATIVES,
    STRING_LENGTH,
    STRINGS_DEEP,
    TOO_LONG_A_TEXT,
    TOO_MANY_ALTERNATIVES,
    TOO_MANY_EXPRESSIONS,
)
from connlint.code.requests.partial_string import (
    NOTHING,
    UNKNOWN,
    UNKNOWN_STRING,
    AbstractString,
    PartialString,
    StringSet,
    on_base,
    plus,
)
from connlint.code.requests.query_string import UNCLEAR, DeferredParameters, Encoded, Query
from connlint.code.semantics.evaluate import AbstractValue, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.additions import is_changed
from connlint.code.syntax.assignments import AUGMENTED, in_loop
from connlint.code.syntax.literals import unescape
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments
from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False

__all__ = [
    "UNKNOWN_STRING",
    "AbstractString",
    "PartialString",
    "abstract_strings",
    "strings",
]

_Part = Sequence[AbstractString] | Callable[[], Sequence[AbstractString]]
"""A part of a string: its alternatives, or a function that returns them."""

_LITERALS = frozenset({"string", "template_string", "number"})
_LONGEST = 4 * STRING_LENGTH
"""The most bytes of a literal that is read."""
_MOST_PIECES = 100
_LAST_SLASHES = frozenset({r"/\/$/", r"/\/+$/", r"/\/*$/"})
_QUERIES = frozenset({"URLSearchParams", "FormData"})
_UNCHANGING = frozenset({"toString", "trim", "valueOf", "normalize"})


def strings(
    evaluator: Evaluator, at: NodeRef, context: CallContext | None, depth: int = STRINGS_DEEP
) -> Sequence[PartialString]:
    """Return the distinct strings that an expression can be, at least one.

    Raises ContextRequired where they depend on the arguments of a call that is not given. At most
    ALTERNATIVES are returned. A concatenated string with a `?` in it is returned without what
    follows.
    """
    found = abstract_strings(evaluator, at, context, depth)
    return [found[0].text] if len(found) == 1 else list(dict.fromkeys([one.text for one in found]))


def abstract_strings(
    evaluator: Evaluator, at: NodeRef, context: CallContext | None, depth: int = STRINGS_DEEP
) -> Sequence[AbstractString]:
    """Return the strings that an expression can be, with their queries; see strings."""
    if at.node.type == "string":
        return list(_strings_of(evaluator, AbstractValue(at, context), depth))
    if depth <= 0:
        evaluator.memo.run_short(TOO_MANY_EXPRESSIONS)
        return [UNKNOWN]
    key = "texts", at.node.id, id(context)
    return evaluator.memo.ask(key, depth, lambda: _abstract_strings(evaluator, at, context, depth))


def _abstract_strings(
    evaluator: Evaluator, at: NodeRef, context: CallContext | None, depth: int
) -> Sequence[AbstractString]:
    gathered = StringSet()
    repeated: list[AbstractString] = []
    for value in evaluator.evaluate(at, context):
        if value.at.node.type == AUGMENTED and in_loop(value.at):
            added = _query_addition(evaluator, value, depth)
            if added is None:
                return [UNKNOWN]
            # The string before the addition is among the other values of the variable.
            repeated += added
            continue
        # With a part, the expression only has the string, somewhere inside.
        is_whole = value.part in {(), ("href",)}
        for text in _strings_of(evaluator, value, depth) if is_whole else (UNKNOWN,):
            if not gathered.add(text, ALTERNATIVES):
                evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
                return gathered.repeated(repeated)
    return gathered.repeated(repeated) or [UNKNOWN]


def _strings_of(evaluator: Evaluator, value: AbstractValue, depth: int) -> Iterable[AbstractString]:
    at, context = value.at, value.context
    node = at.node
    if node.type in _LITERALS and node.end_byte - node.start_byte > _LONGEST:
        evaluator.memo.cut(TOO_LONG_A_TEXT)
        return [UNKNOWN]
    plain = at.literal
    if plain is not None:
        return [AbstractString((plain,)) if plain else NOTHING]
    if node.type == "template_string":
        return _concatenated(evaluator, _template(evaluator, value, depth))
    if node.type == "number":
        number = AbstractString((text_of(node),))
        return [number if text_of(node).isdecimal() else number.with_parameters(UNCLEAR)]
    if node.type in {"binary_expression", "augmented_assignment_expression"}:
        return _sum(evaluator, value, depth)
    if node.type == "new_expression":
        return _created(evaluator, value, depth)
    if node.type == "call_expression":
        return _called(evaluator, value, depth)
    if node.type == "member_expression":
        name = grammar.property_of(node)
        target = at.to(grammar.object_of(node))
        if name is not None and target is not None and text_of(name) == "href":
            return abstract_strings(evaluator, target, context, depth - 1)
    return [UNKNOWN]


def _template(evaluator: Evaluator, value: AbstractValue, depth: int) -> Iterable[_Part]:
    """Yield the parts of a template."""
    names, context = value.at.names, value.context
    for child in names.syntax.children(value.at.node):
        if child.type == "template_substitution":
            inner = names.syntax.children(child)
            yield (
                partial(abstract_strings, evaluator, NodeRef(names, inner[0]), context, depth - 1)
                if inner
                else [NOTHING]
            )
        elif child.type == "escape_sequence":
            yield [AbstractString((unescape(text_of(child)),))]
        else:
            yield [AbstractString((text_of(child),))]


def _sum(evaluator: Evaluator, value: AbstractValue, depth: int) -> Sequence[AbstractString]:
    node = value.at.node
    operator = grammar.operator_of(node)
    left, right = grammar.left_of(node), grammar.right_of(node)
    if left is None or right is None or operator is None or operator.type not in {"+", "+="}:
        return [UNKNOWN]
    sides = [NodeRef(value.at.names, left), NodeRef(value.at.names, right)]
    return _concatenated(
        evaluator,
        [partial(abstract_strings, evaluator, side, value.context, depth - 1) for side in sides],
    )


def _query_addition(
    evaluator: Evaluator, value: AbstractValue, depth: int
) -> Sequence[AbstractString] | None:
    """Return what `url += "&page=2"` adds to the query; None if it may add to another part."""
    right = value.at.to(grammar.right_of(value.at.node))
    added = (
        abstract_strings(evaluator, right, value.context, depth - 1)
        if right is not None
        else [UNKNOWN]
    )
    starts = [text.pieces[0] if text.pieces else None for text in added]
    return added if all(isinstance(start, str) and start[:1] in "?&" for start in starts) else None


def _created(evaluator: Evaluator, value: AbstractValue, depth: int) -> Iterable[AbstractString]:
    """Return the strings of `new URL(path, base)` and of other objects made of strings."""
    at, context = value.at, value.context
    constructor = grammar.constructor_of(at.node)
    first, second = argument(at, 0), argument(at, 1)
    name = text_of(constructor) if constructor is not None else ""
    if name in _QUERIES and constructor is not None and at.names.resolve(constructor) is None:
        return [AbstractString((Query.of(DeferredParameters("search", at, context)),))]
    if name not in {"URL", "Request", "String"} or first is None:
        return [UNKNOWN]
    if is_changed(at):
        return [UNKNOWN]
    paths: Iterable[AbstractString] = abstract_strings(evaluator, first, context, depth - 1)
    if second is not None and name == "URL":
        bases = strings(evaluator, second, context, depth - 1)
        # Too many combinations are limited where the strings are collected.
        paths = (on_base(path, base) for path, base in product(paths, bases))
    if name != "URL":
        return paths
    more = Query.of(DeferredParameters("url", at, context))
    return (path.with_parameters(more) for path in paths)


def _called(evaluator: Evaluator, value: AbstractValue, depth: int) -> Sequence[AbstractString]:
    callee = value.at.to(grammar.function_of(value.at.node))
    if callee is not None and callee.node.type == "identifier":
        return _of_function(evaluator, value, callee, depth)
    if callee is None or callee.node.type != "member_expression":
        return [UNKNOWN]
    name = grammar.property_of(callee.node)
    target = callee.to(grammar.object_of(callee.node))
    if name is None or target is None:
        return [UNKNOWN]
    return _of_method(evaluator, value, target, text_of(name), depth)


def _of_function(
    evaluator: Evaluator, value: AbstractValue, callee: NodeRef, depth: int
) -> Sequence[AbstractString]:
    """Return the results of a function of the platform for a string."""
    name, source = text_of(callee.node), argument(value.at, 0)
    if source is None or callee.names.resolve(callee.node) is not None:
        return [UNKNOWN]
    if name == "encodeURIComponent":
        return [AbstractString((Encoded(((source, value.context),)),))]
    if name not in {"String", "encodeURI"}:
        return [UNKNOWN]
    plain = abstract_strings(evaluator, source, value.context, depth - 1)
    # What is encoded already is encoded once more.
    return plain if name == "String" else [text.with_parameters(UNCLEAR) for text in plain]


def _of_method(
    evaluator: Evaluator, value: AbstractValue, target: NodeRef, method: str, depth: int
) -> Sequence[AbstractString]:
    """Return the results of a method of a string or of a list."""
    at, context = value.at, value.context
    if method in _UNCHANGING:
        plain = abstract_strings(evaluator, target, context, depth - 1)
        is_same = method != "normalize" and not arguments(at)
        return plain if is_same else [text.with_parameters(UNCLEAR) for text in plain]
    if method == "toUpperCase":
        return [
            AbstractString(tuple(piece.upper() if piece else piece for piece in text))
            for text in strings(evaluator, target, context, depth - 1)
        ]
    if method == "concat":
        parts = [target, *(NodeRef(at.names, item) for item in arguments(at))]
        return _concatenated(
            evaluator,
            (partial(abstract_strings, evaluator, part, context, depth - 1) for part in parts),
        )
    if method == "replace":
        return _without_slash(evaluator, target, value, depth)
    if method == "join":
        return _listed(evaluator, target, value, depth)
    return [UNKNOWN]


def _without_slash(
    evaluator: Evaluator, target: NodeRef, value: AbstractValue, depth: int
) -> Sequence[AbstractString]:
    r"""Return the strings of `base.replace(/\/$/, "")`, which is common in addresses."""
    pattern, by = argument(value.at, 0), argument(value.at, 1)
    if pattern is None or by is None or by.literal != "" or not _is_slash(pattern):
        return [UNKNOWN]
    return [
        text.without_slash()
        for text in abstract_strings(evaluator, target, value.context, depth - 1)
    ]


def _is_slash(pattern: NodeRef) -> bool:
    """Tell whether a regular expression matches the slashes at the end."""
    node = pattern.node
    length = node.end_byte - node.start_byte
    return length <= len(max(_LAST_SLASHES, key=len)) and pattern.text in _LAST_SLASHES


def _listed(
    evaluator: Evaluator, target: NodeRef, value: AbstractValue, depth: int
) -> Sequence[AbstractString]:
    """Return the strings of `["a", b].join("/")`."""
    separator = argument(value.at, 0)
    between = separator.literal if separator is not None else ","
    arrays = evaluator.evaluate(target, value.context)
    if len(arrays) != 1 or arrays[0].at.node.type != "array" or between is None:
        return [UNKNOWN]
    array, context = arrays[0].at, arrays[0].context
    if is_changed(array):
        return [UNKNOWN]

    def parts() -> Iterable[_Part]:
        for number, item in enumerate(array.names.syntax.children(array.node)):
            if number:
                yield [AbstractString((between,))]
            yield partial(
                abstract_strings, evaluator, NodeRef(array.names, item), context, depth - 1
            )

    return _concatenated(evaluator, parts())


def _concatenated(evaluator: Evaluator, parts: Iterable[_Part]) -> Sequence[AbstractString]:
    """Return the strings that concatenated parts can be.

    If there are too many, each part that has alternatives is unknown. Behind the beginning of a
    query, alternatives are collected in the query, but its parts still depend on the caller.
    """
    heads: Sequence[AbstractString] = [NOTHING]
    unknown = NOTHING
    for part in parts:
        if all(text.is_begun for text in heads):
            choices, is_cut = evaluator.memo.without_cuts(part) if callable(part) else (part, False)
            evaluator.memo.budget.spend(1 + len(choices))
            heads = [text.then_any([*choices, UNKNOWN] if is_cut else choices) for text in heads]
            continue
        choices = [text.opened() for text in (part() if callable(part) else part)]
        evaluator.memo.budget.spend(2 + len(heads) * len(choices))
        unknown = plus(unknown, choices[0] if len(choices) == 1 else UNKNOWN)
        if len(heads) * len(choices) > ALTERNATIVES:
            evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
            heads = [unknown]
        elif len(heads) == len(choices) == 1:
            heads = [plus(heads[0], choices[0])]
        else:
            longer = StringSet()
            for text in heads:
                for more in choices:
                    longer.add(plus(text, more))
            heads = longer.all()
        if any(map(_is_long, heads)):
            evaluator.memo.cut(TOO_LONG_A_TEXT)
            return [UNKNOWN]
    return heads


def _is_long(text: AbstractString) -> bool:
    pieces = text.pieces
    length = sum([len(piece) for piece in pieces if isinstance(piece, str)])
    return len(pieces) > _MOST_PIECES or length > STRING_LENGTH
