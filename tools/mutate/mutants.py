"""Mutants of a module: copies in which one condition or statement is changed or dropped.

Only code in functions is changed. Conditions at module level, such as `if TYPE_CHECKING`,
decide about imports only.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from types import CodeType
from typing import NamedTuple, TypeGuard

__all__ = ["Mutant", "compiled", "mutants_of"]

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
# The operators whose replacement in _TURNED is their negation.
_OPPOSED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)

_Function = ast.FunctionDef | ast.AsyncFunctionDef
# The steps from a module to a node: names of fields, and indices of lists.
_Path = tuple[str | int, ...]


class Mutant(NamedTuple):
    """One change: its function, its line, and the code before and after.

    `first` and `last` are the lines of the statement, without its block: a test that runs none
    of them cannot notice the change. `path` leads to the node that `node` replaces.
    """

    function: str
    line: int
    first: int
    last: int
    before: str
    after: str
    path: _Path
    node: ast.AST


class _Statement(NamedTuple):
    """A statement with its function, and the outermost function around it.

    `is_block` says that the statement is the whole body of an `if` without `else`.
    """

    function: str
    outermost: _Function
    node: ast.stmt
    is_block: bool


def compiled(tree: ast.Module, mutant: Mutant, file: str) -> CodeType:
    """Compile the module with the mutant in it."""
    changed = copy.deepcopy(tree)
    _put(changed, mutant.path, mutant.node)
    return compile(ast.fix_missing_locations(changed), file, "exec", dont_inherit=True)


def mutants_of(tree: ast.Module) -> list[Mutant]:
    """Return all mutants, in the order of their lines; of two with the same code the first."""
    mutants: list[Mutant] = []
    seen: set[tuple[int, str]] = set()
    for statement, path in _statements(tree, (), "", None):
        for mutant in _of_statement(statement, path):
            text = _mutated(statement.node, mutant.path[len(path) :], mutant.node)
            if (id(statement.node), text) not in seen and text != _head(statement.node):
                seen.add((id(statement.node), text))
                mutants.append(mutant)
    return sorted(mutants, key=lambda mutant: mutant.line)


def _statements(
    node: ast.AST, path: _Path, function: str, outermost: _Function | None
) -> Iterator[tuple[_Statement, _Path]]:
    """Yield the statements of all functions, each with the path that leads to it."""
    for name, index, child in _children(node):
        below = (*path, name, *(() if index is None else (index,)))
        if isinstance(child, _Function | ast.ClassDef):
            inner = f"{function}.{child.name}" if function else child.name
            outer = outermost
            if outer is None and isinstance(child, _Function):
                outer = child
            yield from _statements(child, below, inner, outer)
        elif isinstance(child, ast.stmt):
            if outermost is not None:
                is_block = isinstance(node, ast.If) and [child] == node.body and not node.orelse
                yield _Statement(function, outermost, child, is_block), below
            yield from _statements(child, below, function, outermost)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from _statements(child, below, function, outermost)


def _of_statement(statement: _Statement, path: _Path) -> Iterator[Mutant]:
    """Yield the mutants of one statement, without those of the statements in its block."""
    node = statement.node
    dropped = _dropped(statement)
    if dropped is not None:
        yield _mutant(statement, path, (), node, dropped)
    for below, part, shown in _parts(node):
        for changed in _changes(node, below, part):
            yield _mutant(statement, path, below, shown, changed)


def _parts(node: ast.stmt) -> Iterator[tuple[_Path, ast.expr, _Path]]:
    """Yield a statement's expressions, each with its path and the path of the node to show."""
    pending: list[tuple[_Path, ast.AST, _Path]] = [((), node, ())]
    while pending:
        path, part, shown = pending.pop(0)
        if isinstance(part, ast.expr):
            yield path, part, shown
        for name, index, child in _children(part):
            if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                continue
            below = (*path, name, *(() if index is None else (index,)))
            if _is_condition(part, name):
                # A ternary is shown as a whole, any other statement by its condition.
                pending.append((below, child, path if isinstance(part, ast.IfExp) else below))
            elif isinstance(child, ast.BoolOp | ast.Compare) and not shown:
                pending.append((below, child, below))
            else:
                pending.append((below, child, shown))


def _is_condition(parent: ast.AST, name: str) -> bool:
    return (isinstance(parent, ast.If | ast.While | ast.IfExp) and name == "test") or (
        isinstance(parent, ast.comprehension) and name == "ifs"
    )


def _changes(statement: ast.stmt, path: _Path, part: ast.expr) -> Iterator[ast.expr]:
    """Yield the replacements of one expression."""
    parent = _at(statement, path[:-2] if isinstance(path[-1], int) else path[:-1])
    name = path[-2] if isinstance(path[-1], int) else path[-1]
    if _is_condition(parent, str(name)):
        yield _negated(part)
        yield from (ast.Constant(value) for value in (True, False))
    if isinstance(part, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(part.op, ast.And) else ast.And(), part.values)
        for index in range(len(part.values)):
            rest = [*part.values[:index], *part.values[index + 1 :]]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(part.op, rest)
    elif isinstance(part, ast.Compare):
        for index, operator in enumerate(part.ops):
            turned = _TURNED[type(operator)]()
            ops = [*part.ops[:index], turned, *part.ops[index + 1 :]]
            yield ast.Compare(part.left, ops, part.comparators)
    elif _is_not(part):
        yield part.operand


def _negated(node: ast.expr) -> ast.expr:
    if _is_not(node):
        return node.operand
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], _OPPOSED):
        return ast.Compare(node.left, [_TURNED[type(node.ops[0])]()], node.comparators)
    return ast.UnaryOp(ast.Not(), node)


def _is_not(node: ast.expr) -> TypeGuard[ast.UnaryOp]:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _dropped(statement: _Statement) -> ast.stmt | None:
    """Return what replaces a yield, continue or return that is dropped; None otherwise.

    A function that yields stays a generator, because it would fail at once otherwise. The whole
    body of an `if` is not dropped here: replacing the condition by False does the same.
    """
    node = statement.node
    if statement.is_block:
        return None
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom):
        return ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))
    if isinstance(node, ast.Continue):
        return ast.Pass()
    if not isinstance(node, ast.Return):
        return None
    is_none = node.value is None or (
        isinstance(node.value, ast.Constant) and node.value.value is None
    )
    is_end = node is statement.outermost.body[-1]
    return None if is_none and is_end else ast.Pass()


def _mutant(
    statement: _Statement, path: _Path, below: _Path, shown: ast.AST | _Path, changed: ast.AST
) -> Mutant:
    node = statement.node
    target = _at(node, below)
    if isinstance(shown, tuple):
        seen = _at(node, shown)
        before = _text(seen)
        after = _mutated(seen, below[len(shown) :], changed)
    else:
        before, after = _text(node), _text(changed)
    return Mutant(
        statement.function,
        getattr(target, "lineno", node.lineno),
        node.lineno,
        _last_line(node),
        before,
        after,
        (*path, *below),
        changed,
    )


def _last_line(node: ast.stmt) -> int:
    """Return the last line of a statement, without its block."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and body:
        return max(node.lineno, int(body[0].lineno) - 1)
    return node.end_lineno or node.lineno


def _mutated(node: ast.AST, path: _Path, changed: ast.AST) -> str:
    """Return the text of a node with the change in it."""
    if not path:
        return _text(changed)
    copied = copy.deepcopy(node)
    _put(copied, path, changed)
    return _text(copied)


def _text(node: ast.AST) -> str:
    return _head(node) if isinstance(node, ast.stmt) else ast.unparse(node)


def _head(node: ast.stmt) -> str:
    """Return a statement's first line, without its block."""
    return ast.unparse(node).split("\n", 1)[0]


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield name, None, value
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield name, index, item


def _at(node: ast.AST, path: _Path) -> ast.AST:
    current: object = node
    for step in path:
        current = (
            current[step]
            if isinstance(current, list) and isinstance(step, int)
            else getattr(current, str(step))
        )
    assert isinstance(current, ast.AST)  # noqa: S101 - paths lead to nodes; for the type checker
    return current


def _put(node: ast.AST, path: _Path, changed: ast.AST) -> None:
    """Replace the node at a path by a copy of `changed`, at the same lines."""
    new = ast.copy_location(copy.deepcopy(changed), _at(node, path))
    last = path[-1]
    if isinstance(last, int):
        getattr(_at(node, path[:-2]), str(path[-2]))[last] = new
    else:
        setattr(_at(node, path[:-1]), last, new)
