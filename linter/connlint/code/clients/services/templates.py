"""Path templates of calls, filled with the arguments that are known.

In a template, `{0}` is the argument of that number, `{name}` a property of the first argument, and
`{*}` is not known. `{0|@me}` is an argument with a default.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from math import prod

from connlint.code.clients.services.options import values_of
from connlint.code.limits import ALTERNATIVES
from connlint.code.requests.partial_string import PartialString
from connlint.code.requests.strings import strings
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, spreads

__all__ = ["filled"]

_PARAMETER = re.compile(r"\{([\w*|@]+)\}")
_PLAIN = re.compile(r"[\w.~-]+", re.ASCII)
"""Texts that stay as they are where a client encodes them."""


def filled(
    evaluator: Evaluator, template: str, call: NodeRef, first: int, context: CallContext | None
) -> list[tuple[str | None, ...]]:
    """Return the pieces that a template may have in a call, with None for what is not known.

    The arguments of the template begin with the one at `first`.
    """
    values: list[Sequence[str | None]] = []
    for number, name in enumerate(_PARAMETER.split(template)):
        is_text = number % 2 == 0
        values.append([name] if is_text else _values(evaluator, name, call, first, context))
    if prod(map(len, values)) > ALTERNATIVES:
        values = [each if len(each) == 1 else [None] for each in values]
    return list(product(*values))


def _values(
    evaluator: Evaluator, name: str, call: NodeRef, first: int, context: CallContext | None
) -> Sequence[str | None]:
    """Return the values of a parameter of a template, None for those that are not known."""
    if name == "*":
        return [None]
    name, _, default = name.partition("|")
    given = argument(call, first + (int(name) if name.isdigit() else 0))
    if given is None:
        return [default if default and not spreads(call) else None]
    if name.isdigit():
        texts = strings(evaluator, given, context)
    else:
        texts = [text.text for text in values_of(evaluator, given, context, name)]
    return list(dict.fromkeys(_plain(text) for text in texts))


def _plain(text: PartialString) -> str | None:
    """Return a text that a client puts into a path as it is; None for any other."""
    name = text[0] if len(text) == 1 else None
    # Discord's own user is written as it is.
    return name if name and (_PLAIN.fullmatch(name) or name == "@me") else None
