"""The files of a program together: who imports what from whom, and who calls a function."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from connlint.code.exports import ALL, Exports, exports_of
from connlint.code.imports import Resolved
from connlint.code.limits import FILES_DEEP, TOO_MANY_FILES, Budget, TooMuch
from connlint.code.model import Unread
from connlint.code.names import Declaration, Names
from connlint.code.places import At, Frame
from connlint.code.syntax import parse_code, text_of
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from tree_sitter import Node

    _Made = TypeVar("_Made")

__all__ = [
    "MODULE",
    "Program",
    "Trees",
    "Unparsed",
    "import_calls",
    "import_source",
    "imported_name",
]

MODULE = "module"
"""The kind of the declaration that stands for a file as a whole."""


class Unparsed(NamedTuple):
    """A text that was given up on, and why."""

    text: str
    reason: str


Trees = dict[str, "Names | Unparsed"]
"""What became of files by their locations, kept from one unit to the next."""


class Program:
    """The code files of a unit, parsed when they are first looked into.

    `files` maps locations to sources, in the order in which they are looked at, `imports`
    locations to what their imports lead to. `trees` are files that were parsed before, and gets
    those that are parsed now. `budget` pays for all that is looked at in them.
    """

    def __init__(
        self,
        files: Mapping[str, SourceFile],
        imports: Mapping[str, Resolved],
        trees: Trees,
        budget: Budget,
    ) -> None:
        self._files = files
        self._imports = imports
        self._importers: dict[str, list[str]] = {}
        self._trees = trees
        self.budget = budget
        self.unread: dict[str, Unread] = {}
        """The files that were looked for and given up on, by their locations."""
        self._parsed: dict[str, Names | None] = {}
        self._origins: dict[tuple[str, int], tuple[Names, Declaration] | None] = {}
        self._exports: dict[tuple[str, str], tuple[Names, Declaration] | None] = {}
        self._references: dict[tuple[str, int], list[At]] = {}
        self._kept: dict[Hashable, object] = {}
        self._frames: dict[tuple[object, ...], Frame] = {}

    @property
    def parsed(self) -> Iterator[Names]:
        """The names of the files that were looked into."""
        return (names for names in self._parsed.values() if names is not None)

    def frame(
        self,
        function: At,
        call: At | None,
        outer: Frame | None,
        *,
        is_maker: bool = False,
        is_handed: bool = False,
    ) -> Frame:
        """The frame of a function that a call enters, on top of a chain of calls."""
        place = call.key if call is not None else None
        key = (function.key, place, id(outer), is_maker, is_handed)
        frame = self._frames.get(key)
        if frame is None:
            self.budget.spend()
            frame = self._frames[key] = Frame(
                function, call, outer, is_maker=is_maker, is_handed=is_handed
            )
        return frame

    def on_top(self, frame: Frame, outer: Frame | None) -> Frame:
        """Return the frame of the same call on top of another chain of calls."""
        return self.frame(
            frame.function,
            frame.call,
            outer,
            is_maker=frame.is_maker,
            is_handed=frame.is_handed,
        )

    def once(self, key: tuple[str, Hashable], make: Callable[[], _Made]) -> _Made:
        """What is made of the files under a key; it is made when that is first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value] # it is what was made under this key

    def names(self, location: str) -> Names | None:
        """The names of a file, None where the file is not there or was given up on."""
        if location not in self._parsed:
            source = self._files.get(location)
            self._parsed[location] = self._read(source) if source is not None else None
        return self._parsed[location]

    def _read(self, source: SourceFile) -> Names | None:
        """A file that was parsed before, or is now."""
        known = self._trees.get(source.location)
        if isinstance(known, Unparsed) and known.text != source.text:
            known = None
        if isinstance(known, Names) and known.syntax.source.text != source.text:
            known = None
        if known is None:
            try:
                known = Names(parse_code(source))
            except TooMuch as error:
                known = Unparsed(source.text, str(error))
            self._trees[source.location] = known
        if isinstance(known, Unparsed):
            self.unread[source.location] = Unread(source.path, known.reason)
            return None
        known.begin(self.budget)
        return known

    def origin(self, names: Names, declaration: Declaration) -> tuple[Names, Declaration] | None:
        """What an import stands for, in the file where it is declared.

        None for what comes from a package. A file as a whole is declared by its root.
        """
        key = names.syntax.source.location, declaration.node.id
        if key not in self._origins:
            # Files that export each other's imports lead back here.
            self._origins[key] = None
            target = self._target(names, declaration)
            wanted = imported_name(declaration)
            found = self._export(target, wanted, set()) if target is not None else None
            self._origins[key] = found
        return self._origins[key]

    def member(
        self, names: Names, declaration: Declaration, name: str
    ) -> tuple[Names, Declaration] | None:
        """What `namespace.name` stands for, where the namespace is an import of a file."""
        space = self.origin(names, declaration)
        if space is None or space[1].kind != MODULE:
            return None
        return self.exported(space[0], name)

    def exported(self, names: Names, name: str) -> tuple[Names, Declaration] | None:
        """Return what a file exports under a name; None where it surely exports nothing so."""
        return self._export(names, name, set())

    def references(self, names: Names, declaration: Declaration) -> Sequence[At]:
        """The places that use a declaration, in its file and in those that import it."""
        key = names.syntax.source.location, declaration.node.id
        found = self._references.get(key)
        if found is None:
            found = self._references[key] = list(self._references_to(names, declaration))
        self.budget.spend()
        return found

    def _references_to(self, names: Names, declaration: Declaration) -> Iterator[At]:
        for node in names.references(declaration):
            yield At(names, node)
        if declaration.scope.id != names.syntax.root.id or declaration.kind == MODULE:
            return
        for importer in self.importers(names):
            yield from self._references_from(importer, names, declaration)

    def modules(self, names: Names) -> list[tuple[At, Names]]:
        """Return the places whose value is a file as a whole, each with that file.

        The files are those through which the names of a file may be exported, itself first. The
        places are uses of `import * as space` and of the name of `export * as space`, and calls
        `import("./file.ts")`.
        """
        key = names.syntax.source.location
        return self.once(("modules", key), lambda: list(self._modules(names)))

    def _modules(self, names: Names) -> Iterator[tuple[At, Names]]:
        files = [names, *self.importers(names)]
        known = {each.syntax.source.location for each in files}
        for importer in files:
            for imported in _imports(importer):
                space = self.origin(importer, imported)
                if space is not None and space[1].kind == MODULE and _place(space[0]) in known:
                    for node in importer.references(imported):
                        yield At(importer, node), space[0]
            for call in import_calls(importer):
                target = self.imported_by(call)
                if target is not None and _place(target) in known:
                    yield call, target

    def spaces(self, names: Names, declaration: Declaration) -> list[tuple[At, str]]:
        """Return the places whose value is a file that exports a declaration, with its name."""
        key = names.syntax.source.location, declaration.node.id
        return self.once(("spaces", key), lambda: list(self._spaces(names, declaration)))

    def _spaces(self, names: Names, declaration: Declaration) -> Iterator[tuple[At, str]]:
        if declaration.scope.id != names.syntax.root.id:
            return
        wanted = _key((names, declaration))
        for place, space in self.modules(names):
            for name in exports_of(space).names_for(declaration):
                if _key(self.exported(space, name)) == wanted:
                    yield place, name

    def imported_by(self, call: At) -> Names | None:
        """Return the file that `import("./file.ts")` gives, None where that is not known."""
        given = call.names.syntax.children(call.node.child_by_field_name("arguments"))
        if not given or given[0].type not in {"string", "template_string"}:
            return None
        specifier = text_of(given[0])[1:-1]
        return self._file(call.names, specifier) if "${" not in specifier else None

    def importers(self, names: Names) -> list[Names]:
        """The files that import a file, directly or by way of others."""
        location = names.syntax.source.location
        found = self._importers.get(location)
        if found is None:
            found = self._importers[location] = self._find_importers(location)
        self.budget.spend(len(found))
        return [importer for each in found if (importer := self.names(each)) is not None]

    def _find_importers(self, location: str) -> list[str]:
        found: set[str] = set()
        pending = [location]
        while pending:
            wanted = pending.pop()
            self.budget.spend(len(self._imports))
            for importer, imported in self._imports.items():
                if wanted in imported.values() and importer not in found and importer != location:
                    found.add(importer)
                    pending.append(importer)
        return [each for each in self._files if each in found]

    def _references_from(
        self, importer: Names, names: Names, declaration: Declaration
    ) -> Iterator[At]:
        wanted = (names.syntax.source.location, declaration.node.id)
        for imported in _imports(importer):
            if _key(self.origin(importer, imported)) == wanted:
                for node in importer.references(imported):
                    yield At(importer, node)

    def _export(
        self, names: Names, wanted: str, seen: set[str]
    ) -> tuple[Names, Declaration] | None:
        """The declaration that a file exports under a name, through other files where need be.

        `seen` are the files that were asked on the way.
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
            raise TooMuch(TOO_MANY_FILES)
        is_first = not seen
        seen.add(location)
        self.budget.spend()
        found = self._exported(exports_of(names), wanted, seen)
        if is_first:
            # On the way from another file, not all files are asked.
            self._exports[key] = found
        return found

    def _exported(
        self, exports: Exports, wanted: str, seen: set[str]
    ) -> tuple[Names, Declaration] | None:
        for each in exports.under(wanted):
            found: tuple[Names, Declaration] | None
            if isinstance(each, Declaration):
                found = exports.names, each
            else:
                target = self._file(exports.names, each.specifier)
                found = self._export(target, each.name, seen) if target is not None else None
            if found is not None:
                return (self.origin(*found) or found) if found[1].kind == "import" else found
        return None

    def _target(self, names: Names, declaration: Declaration) -> Names | None:
        return self._file(names, import_source(names, declaration))

    def _file(self, names: Names, specifier: str) -> Names | None:
        location = self._imports[names.syntax.source.location].get(specifier)
        return self.names(location) if location is not None else None

    def missing(self, names: Names, declaration: Declaration) -> str:
        """The specifier of an import whose file is not found; empty for anything else."""
        specifier = import_source(names, declaration)
        found = self._imports[names.syntax.source.location]
        return specifier if found.get(specifier, "") is None else ""


def imported_name(declaration: Declaration) -> str:
    """What an import takes from its file: a name, `default`, or `*` for all of it."""
    if declaration.home.type == "namespace_import":
        return "*"
    if declaration.home.type == "import_clause":
        return "default"
    name = declaration.home.child_by_field_name("name")
    return text_of(name) if name is not None else ""


def import_source(names: Names, declaration: Declaration) -> str:
    """Where an import comes from, as the code writes it; empty for what is no import."""
    if declaration.kind != "import":
        return ""
    for node in (declaration.home, *names.syntax.ancestors(declaration.home)):
        if node.type == "import_statement":
            source = node.child_by_field_name("source")
            return text_of(source).strip("\"'`") if source is not None else ""
    return ""


def import_calls(names: Names) -> Sequence[At]:
    """Return the calls `import(…)` of a file."""
    return names.once(("import calls", 0), lambda: list(_import_calls(names)))


def _import_calls(names: Names) -> Iterator[At]:
    for node in names.syntax.occurrences("import"):
        call = names.syntax.parent(node) if node.type == "import" else None
        if call is not None and call.type == "call_expression":
            yield At(names, call)


def _place(names: Names) -> str:
    return names.syntax.source.location


def _key(found: tuple[Names, Declaration] | None) -> tuple[str, int] | None:
    return (found[0].syntax.source.location, found[1].node.id) if found else None


def _imports(names: Names) -> Sequence[Declaration]:
    """All that a file imports."""
    return names.once(("imports", 0), lambda: list(_find_imports(names)))


def _find_imports(names: Names) -> Iterator[Declaration]:
    children = names.syntax.children
    for statement in children(names.syntax.root):
        for clause in children(statement) if statement.type == "import_statement" else ():
            for node in _imported(names, clause) if clause.type == "import_clause" else ():
                declaration = names.declaration_at(node)
                if declaration is not None and declaration.kind == "import":
                    yield declaration


def _imported(names: Names, clause: Node) -> Iterator[Node | None]:
    """The names that an import clause declares."""
    children = names.syntax.children
    for child in children(clause):
        if child.type == "named_imports":
            for specifier in children(child):
                if specifier.type == "import_specifier":
                    alias = specifier.child_by_field_name("alias")
                    yield alias or specifier.child_by_field_name("name")
        elif child.type == "namespace_import":
            yield from children(child)[:1]
        else:
            yield child
