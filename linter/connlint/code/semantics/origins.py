"""Origins of expressions in packages, told by what was imported and not by local names.

An origin leads from a package through members and calls to a value: `create`, the call of it, and
`get` for `client.get`, where `client` is `axios.create(…)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from connlint.code.limits import FILES_DEEP, VALUES_DEEP
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.exports import Source, exports_of
from connlint.code.syntax.import_statements import (
    import_source,
    imported_name,
    package,
    package_of,
)
from connlint.code.syntax.literals import string_text
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, callee_of, member_name
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import USES, Declaration, SymbolTable
from connlint.tuples import NamedTuple

__all__ = ["GLOBAL", "Origin", "origins", "origins_in_contexts"]

GLOBAL = ""
"""The package of what the runtime has without an import."""
_DEPTH = 16
_MOST = 8
_CALLS = frozenset({"call_expression", "new_expression"})
_GLOBAL_OBJECTS = frozenset({"globalThis", "global", "self", "window"})
_ENTRY_FILE = (
    r"/(?:\+esm|(?:[\w.-]+/)*(?:bundle|index|main|mod|(?P<name>[\w-]+))(?:\.\w+)*\.[cm]?[jt]s)"
)
_PARTS = ("/addons", "/middlewares")
"""Folders of packages with functions that are not those of the package itself."""


class Origin(NamedTuple):
    """A value of a package: the names of members, and the calls, that lead to it from there.

    All that a package exports by default counts as the package itself.
    """

    package: str
    steps: tuple[str | AbstractValue, ...] = ()

    def then(self, step: str | AbstractValue) -> Origin:
        """Return the origin of a member, or of the result of a call."""
        is_itself = step == "default" and not self.steps
        is_itself |= self.package == GLOBAL and not self.steps and step in _GLOBAL_OBJECTS
        return self if is_itself else Origin(self.package, (*self.steps, step))

    @property
    def key(self) -> tuple[object, ...]:
        """Return a key that distinguishes this origin from all others."""
        return self.package, *(
            step if isinstance(step, str) else (step.at.key, id(step.context))
            for step in self.steps
        )


def origins_in_contexts(
    evaluator: Evaluator, at: NodeRef, context: CallContext | None
) -> Sequence[Origin]:
    """Return the distinct origins of an expression in all call contexts; none if one is unknown."""
    distinct: dict[object, Origin] = {}
    for _, found in in_contexts(evaluator, context, partial(origins, evaluator, at)):
        if not found:
            return ()
        distinct.update((origin.key, origin) for origin in found)
    return list(distinct.values())


def origins(
    evaluator: Evaluator, at: NodeRef, context: CallContext | None, depth: int = _DEPTH
) -> Sequence[Origin]:
    """Return the origins that an expression can have; none if one of them is not known.

    Raises ContextRequired where they depend on the arguments of a call that is not given.
    """
    if depth <= 0 or evaluator.memo.is_in_loop:
        return ()
    key = "origins", at.node.id, id(context)
    return evaluator.memo.ask(key, VALUES_DEEP, lambda: _origins(evaluator, at, context, depth))


def _origins(
    evaluator: Evaluator, at: NodeRef, context: CallContext | None, depth: int
) -> Sequence[Origin]:
    distinct: dict[object, Origin] = {}
    for value in evaluator.evaluate(at, context):
        if value.is_nothing and not value.part:
            continue
        found = list(_of_value(evaluator, value._replace(part=()), depth))
        if not found:
            return ()
        for origin in found:
            inner = origin
            for name in value.part:
                inner = inner.then(name)
            distinct[inner.key] = inner
    return list(distinct.values()) if len(distinct) <= _MOST else ()


def _of_value(evaluator: Evaluator, value: AbstractValue, depth: int) -> Iterator[Origin]:
    """Yield the origins of an expression that is not just a reference to another one."""
    at, kind = value.at, value.at.node.type
    evaluator.memo.budget.spend()
    if kind in USES:
        yield from _of_name(evaluator, at)
    elif kind in MEMBERS:
        name = member_name(at.node)
        target = at.to(grammar.object_of(at.node))
        if name and target is not None:
            for origin in origins(evaluator, target, value.context, depth - 1):
                yield origin.then(name)
    elif kind in _CALLS:
        loaded = _loaded_by(at)
        callee = callee_of(at)
        if loaded:
            yield Origin(_library(loaded))
        elif callee is not None:
            for origin in origins(evaluator, callee, value.context, depth - 1):
                yield origin.then(value)


def _of_name(evaluator: Evaluator, at: NodeRef) -> Iterator[Origin]:
    """Yield the origin of a name that is imported from a package, or that no code declares."""
    declaration = at.names.resolve(at.node)
    if declaration is None:
        yield Origin(GLOBAL).then(at.text)
        return
    name, imported = package(at.names, declaration), ""
    if name:
        imported = imported_name(declaration)
    elif declaration.kind == "import":
        source = _reexported(evaluator, at.names, declaration)
        name, imported = (package_of(source.specifier), source.name) if source else ("", "")
    if name:
        name = _library(name)
        whole = Origin(name)
        yield whole if imported == "*" else whole.then(imported)


def _reexported(
    evaluator: Evaluator, names: SymbolTable, declaration: Declaration
) -> Source | None:
    """Return what an import gets of a package through files that only export it again.

    None for other imports, and where a file has several exports of the name.
    """
    file = names
    wanted = Source(import_source(names, declaration), imported_name(declaration))
    for _ in range(FILES_DEEP):
        inner = evaluator.program.file(file, wanted.specifier)
        if inner is None:
            return wanted if file is not names else None
        found = exports_of(inner).under(wanted.name)
        if len(found) != 1 or isinstance(found[0], Declaration):
            return None
        file, wanted = inner, found[0]
    return None


def _loaded_by(call: NodeRef) -> str:
    """Return the package that `require("…")` or `import("…")` loads; empty for other calls."""
    callee, first = callee_of(call), argument(call, 0)
    if callee is None or first is None or first.node.type != "string":
        return ""
    is_require = callee.node.type == "identifier" and callee.text == "require"
    if callee.node.type != "import" and not (is_require and _is_loader(callee)):
        return ""
    return package_of(string_text(first.node))


def _is_loader(callee: NodeRef) -> bool:
    """Tell whether a name is the `require` of Node, or one that `createRequire` makes."""
    declaration = callee.names.resolve(callee.node)
    if declaration is None:
        return True
    value = callee.to(grammar.value_of(declaration.home))
    maker = callee_of(value) if value is not None else None
    return (
        maker is not None
        and member_name(maker.node) in {"", "createRequire"}
        and (maker.text.endswith("createRequire"))
    )


def _library(name: str) -> str:
    """Return the name of a package without the path to its entry file: `got/dist/index.js`."""
    scope = name.find("/") + 1 if name.startswith("@") else 0
    end = name.find("/", scope)
    if end < 0:
        return name
    path = name[end:]
    # Compiled where it is used, because few imports name a file; re caches it.
    entry = re.fullmatch(_ENTRY_FILE, path)
    is_entry = entry is not None and entry["name"] in {None, name[scope:end]}
    return name[:end] if is_entry and not any(part in path for part in _PARTS) else name
