"""The program of a unit: its parsed files, with imports and references across files."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from connlint.code.limits import FILES_DEEP, TOO_MANY_FILES, Budget, LimitExceeded
from connlint.code.model import Unread
from connlint.code.modules.imports import ResolvedImports
from connlint.code.syntax import grammar
from connlint.code.syntax.exports import ALL, Exports, exports_of
from connlint.code.syntax.import_statements import (
    import_calls,
    import_source,
    imported_name,
    imports_of,
)
from connlint.code.syntax.literals import string_text
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.parsing import parse_code
from connlint.code.syntax.symbol_table import Declaration, SymbolTable
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Made = TypeVar("_Made")

__all__ = [
    "MODULE",
    "Program",
    "Trees",
    "Unparsed",
]

MODULE = "module"
"""The kind of a declaration that means a file as a whole."""


class Unparsed(NamedTuple):
    """A text that could not be parsed within the limits, and the reason."""

    text: str
    reason: str


Trees = dict[str, "SymbolTable | Unparsed"]
"""The results of parsing files, by location; they are kept from one unit to the next."""


class Program:
    """The code files of a unit, parsed when they are first needed.

    `files` maps locations to sources, in the order in which they are searched, and `imports` maps
    locations to resolved imports. `trees` has the files that were parsed before, and gets those
    that are parsed now. `budget` pays for all work on them.
    """

    def __init__(
        self,
        files: Mapping[str, SourceFile],
        imports: Mapping[str, ResolvedImports],
        trees: Trees,
        budget: Budget,
    ) -> None:
        self._files = files
        self._imports = imports
        self._importers: dict[str, list[str]] = {}
        self._trees = trees
        self.budget = budget
        self.unread: dict[str, Unread] = {}
        """The files that were needed but could not be parsed, by their locations."""
        self._parsed: dict[str, SymbolTable | None] = {}
        self._origins: dict[tuple[str, int], tuple[SymbolTable, Declaration] | None] = {}
        self._exports: dict[tuple[str, str], tuple[SymbolTable, Declaration] | None] = {}
        self._references: dict[tuple[str, int], list[NodeRef]] = {}
        self._kept: dict[Hashable, object] = {}
        self._contexts: dict[tuple[object, ...], CallContext] = {}

    @property
    def parsed(self) -> Iterator[SymbolTable]:
        """Return an iterator over the symbol tables of the files that were parsed for the unit."""
        return (names for names in self._parsed.values() if names is not None)

    def context(
        self,
        function: NodeRef,
        call: NodeRef | None,
        outer: CallContext | None,
        *,
        is_factory: bool = False,
        is_callback: bool = False,
    ) -> CallContext:
        """Return the context of a function that a call enters, with a chain of outer calls."""
        call_key = call.key if call is not None else None
        key = (function.key, call_key, id(outer), is_factory, is_callback)
        context = self._contexts.get(key)
        if context is None:
            self.budget.spend()
            context = self._contexts[key] = CallContext(
                function, call, outer, is_factory=is_factory, is_callback=is_callback
            )
        return context

    def with_outer(self, context: CallContext, outer: CallContext | None) -> CallContext:
        """Return the context of the same call with another chain of outer calls."""
        return self.context(
            context.function,
            context.call,
            outer,
            is_factory=context.is_factory,
            is_callback=context.is_callback,
        )

    def once(self, key: tuple[str, Hashable], make: Callable[[], _Made]) -> _Made:
        """Return the result of `make` for a key, which is called on the first request only."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value] # the key determines the type

    def names(self, location: str) -> SymbolTable | None:
        """Return the symbol table of a file; None if it is missing or cannot be parsed."""
        if location not in self._parsed:
            source = self._files.get(location)
            self._parsed[location] = self._read(source) if source is not None else None
        return self._parsed[location]

    def all_names(self) -> list[SymbolTable]:
        """Return the symbol tables of all files that can be parsed."""
        return [names for location in self._files if (names := self.names(location)) is not None]

    def _read(self, source: SourceFile) -> SymbolTable | None:
        """Return the symbol table of a file, parsed before or now; None if that fails."""
        tree = self._trees.get(source.location)
        if isinstance(tree, Unparsed) and tree.text != source.text:
            tree = None
        if isinstance(tree, SymbolTable) and tree.syntax.source.text != source.text:
            tree = None
        if tree is None:
            try:
                tree = SymbolTable(parse_code(source))
            except LimitExceeded as error:
                tree = Unparsed(source.text, str(error))
            self._trees[source.location] = tree
        if isinstance(tree, Unparsed):
            self.unread[source.location] = Unread(source.path, tree.reason)
            return None
        tree.begin(self.budget)
        return tree

    def origin(
        self, names: SymbolTable, declaration: Declaration
    ) -> tuple[SymbolTable, Declaration] | None:
        """Return the declaration that an import refers to, with the symbol table of its file.

        None for an import from a package. A file as a whole is declared by its root.
        """
        key = names.syntax.source.location, declaration.node.id
        if key not in self._origins:
            # Files that export each other's imports come back here.
            self._origins[key] = None
            target = self._target(names, declaration)
            wanted = imported_name(declaration)
            export = self._export(target, wanted, set()) if target is not None else None
            self._origins[key] = export
        return self._origins[key]

    def member(
        self, names: SymbolTable, declaration: Declaration, name: str
    ) -> tuple[SymbolTable, Declaration] | None:
        """Return what `namespace.name` refers to; None if the namespace is no import of a file."""
        space = self.origin(names, declaration)
        if space is None or space[1].kind != MODULE:
            return None
        return self.exported(space[0], name)

    def exported(self, names: SymbolTable, name: str) -> tuple[SymbolTable, Declaration] | None:
        """Return the declaration that a file exports under a name; None if none is found."""
        return self._export(names, name, set())

    def references(self, names: SymbolTable, declaration: Declaration) -> Sequence[NodeRef]:
        """Return the references to a declaration, in its file and in those that import it."""
        key = names.syntax.source.location, declaration.node.id
        references = self._references.get(key)
        if references is None:
            references = self._references[key] = list(self._references_to(names, declaration))
        self.budget.spend()
        return references

    def _references_to(self, names: SymbolTable, declaration: Declaration) -> Iterator[NodeRef]:
        for node in names.references(declaration):
            yield NodeRef(names, node)
        if declaration.scope.id != names.syntax.root.id or declaration.kind == MODULE:
            return
        for importer in self.importers(names):
            yield from self._references_from(importer, names, declaration)

    def modules(self, names: SymbolTable) -> list[tuple[NodeRef, SymbolTable]]:
        """Return the expressions whose value is a file as a whole, each with that file.

        The files are those through which the names of a file may be exported, itself first. The
        expressions are uses of `import * as space` and of the name of `export * as space`, and
        calls `import("./file.ts")`.
        """
        key = names.syntax.source.location
        return self.once(("modules", key), lambda: list(self._modules(names)))

    def _modules(self, names: SymbolTable) -> Iterator[tuple[NodeRef, SymbolTable]]:
        files = [names, *self.importers(names)]
        wanted = {file.syntax.source.location for file in files}
        for importer in files:
            for imported in imports_of(importer):
                space = self.origin(importer, imported)
                if space is not None and space[1].kind == MODULE and _location(space[0]) in wanted:
                    for node in importer.references(imported):
                        yield NodeRef(importer, node), space[0]
            for call in import_calls(importer):
                target = self.imported_by(call)
                if target is not None and _location(target) in wanted:
                    yield call, target

    def namespaces_exporting(
        self, names: SymbolTable, declaration: Declaration
    ) -> list[tuple[NodeRef, str]]:
        """Return the expressions whose value is a file that exports a declaration, and its name."""
        key = names.syntax.source.location, declaration.node.id
        return self.once(("spaces", key), lambda: list(self._spaces(names, declaration)))

    def _spaces(
        self, names: SymbolTable, declaration: Declaration
    ) -> Iterator[tuple[NodeRef, str]]:
        if declaration.scope.id != names.syntax.root.id:
            return
        wanted = _key((names, declaration))
        for ref, space in self.modules(names):
            for name in exports_of(space).names_for(declaration):
                if _key(self.exported(space, name)) == wanted:
                    yield ref, name

    def imported_by(self, call: NodeRef) -> SymbolTable | None:
        """Return the file that `import("./file.ts")` loads; None if it is not known."""
        arguments = call.names.syntax.children(grammar.arguments_of(call.node))
        if not arguments or arguments[0].type not in {"string", "template_string"}:
            return None
        specifier = string_text(arguments[0])
        return self.file(call.names, specifier) if "${" not in specifier else None

    def importers(self, names: SymbolTable) -> list[SymbolTable]:
        """Return the files that import a file, directly or through others."""
        location = names.syntax.source.location
        locations = self._importers.get(location)
        if locations is None:
            locations = self._importers[location] = self._find_importers(location)
        self.budget.spend(len(locations))
        return [importer for each in locations if (importer := self.names(each)) is not None]

    def _find_importers(self, location: str) -> list[str]:
        result: set[str] = set()
        pending = [location]
        while pending:
            wanted = pending.pop()
            self.budget.spend(len(self._imports))
            for importer, imported in self._imports.items():
                if wanted in imported.values() and importer not in result and importer != location:
                    result.add(importer)
                    pending.append(importer)
        return [file for file in self._files if file in result]

    def _references_from(
        self, importer: SymbolTable, names: SymbolTable, declaration: Declaration
    ) -> Iterator[NodeRef]:
        wanted = (names.syntax.source.location, declaration.node.id)
        for imported in imports_of(importer):
            if _key(self.origin(importer, imported)) == wanted:
                for node in importer.references(imported):
                    yield NodeRef(importer, node)

    def _export(
        self, names: SymbolTable, wanted: str, seen: set[str]
    ) -> tuple[SymbolTable, Declaration] | None:
        """Return the declaration that a file exports under a name, possibly from other files.

        `seen` are the locations of the files that were searched on the way.
        """
        location = names.syntax.source.location
        if location in seen:
            return None
        if wanted == ALL:
            root = names.syntax.root
            return names, Declaration(ALL, root, MODULE, root, root)
        key = location, wanted
        if key in self._exports:
            return self._exports[key]
        if len(seen) > FILES_DEEP:
            raise LimitExceeded(TOO_MANY_FILES)
        is_first = not seen
        seen.add(location)
        self.budget.spend()
        export = self._exported(exports_of(names), wanted, seen)
        if is_first:
            # A search that came from another file leaves out the files in `seen`.
            self._exports[key] = export
        return export

    def _exported(
        self, exports: Exports, wanted: str, seen: set[str]
    ) -> tuple[SymbolTable, Declaration] | None:
        for item in exports.under(wanted):
            export: tuple[SymbolTable, Declaration] | None
            if isinstance(item, Declaration):
                export = exports.names, item
            else:
                target = self.file(exports.names, item.specifier)
                export = self._export(target, item.name, seen) if target is not None else None
            if export is not None:
                return (self.origin(*export) or export) if export[1].kind == "import" else export
        return None

    def _target(self, names: SymbolTable, declaration: Declaration) -> SymbolTable | None:
        return self.file(names, import_source(names, declaration))

    def file(self, names: SymbolTable, specifier: str) -> SymbolTable | None:
        """Return the file of the app that a specifier in a file means; None for a package."""
        location = self._imports[names.syntax.source.location].get(specifier)
        return self.names(location) if location is not None else None

    def is_own(self, names: SymbolTable, specifier: str) -> bool:
        """Tell whether an import of a file leads to another file of the app, found or not."""
        return self._imports[names.syntax.source.location].get(specifier, "") != ""

    def missing(self, names: SymbolTable, declaration: Declaration) -> str:
        """Return the specifier of an import whose file is not found; empty for anything else."""
        specifier = import_source(names, declaration)
        imports = self._imports[names.syntax.source.location]
        return specifier if imports.get(specifier, "") is None else ""


def _location(names: SymbolTable) -> str:
    return names.syntax.source.location


def _key(found: tuple[SymbolTable, Declaration] | None) -> tuple[str, int] | None:
    return (found[0].syntax.source.location, found[1].node.id) if found else None
