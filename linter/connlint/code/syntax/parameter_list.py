"""Parameters of functions, without the `this` of TypeScript."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.syntax import grammar
from connlint.code.syntax.treesitter import Syntax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["has_this", "parameter_at", "parameters"]


def parameters(syntax: Syntax, function: Node) -> Sequence[Node]:
    """Return the parameters that a call has arguments for, without a declared type of `this`."""
    single = grammar.parameter_of(function)
    if single:
        return [single]
    children = syntax.children(grammar.parameters_of(function))
    return children[1:] if children and _is_this(children[0]) else children


def parameter_at(syntax: Syntax, function: Node, index: int) -> Node | None:
    """Return the parameter for the argument at an index, possibly a rest one; None without one."""
    accepted = parameters(syntax, function)
    last = accepted[-1] if accepted else None
    if last is not None and index >= len(accepted) - 1:
        gathers = {last.type, *(child.type for child in syntax.children(last))}
        return last if "rest_pattern" in gathers or index == len(accepted) - 1 else None
    return accepted[index] if accepted else None


def has_this(syntax: Syntax, function: Node) -> bool:
    """Tell whether the first parameter of a function only declares the type of `this`."""
    children = syntax.children(grammar.parameters_of(function))
    return bool(children) and _is_this(children[0])


def _is_this(parameter: Node) -> bool:
    pattern = grammar.pattern_of(parameter)
    return pattern is not None and pattern.type == "this"
