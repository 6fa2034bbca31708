"""The files of a program together: who imports what from whom, and who calls a function."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from connlint.code.imports import candidates
from connlint.code.names import Declaration, Names
from connlint.code.syntax import TooMuch, parse_code, text_of
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["At", "Frame", "Program", "import_source", "imported_name"]

_EXPORTED_KINDS = frozenset({"variable", "function", "class", "import"})


class At(NamedTuple):
    """A node, with the names of its file."""

    names: Names
    node: Node

    def to(self, node: Node | None) -> At | None:
        """Another node of the same file."""
        return At(self.names, node) if node is not None else None

    @property
    def key(self) -> tuple[str, int]:
        """What tells this place from all others."""
        return self.names.syntax.source.location, self.node.id

    @property
    def text(self) -> str:
        """The text of the node."""
        return text_of(self.node)


class Frame(NamedTuple):
    """One step of a chain of calls: a function, the call that enters it, and the frame of that.

    Without a call nothing is known of the function's arguments. `is_maker` says that the
    function only gives back the one in which the chain goes on.
    """

    function: At
    call: At | None
    outer: Frame | None
    is_maker: bool = False

    def of(self, function: At) -> Frame | None:
        """The innermost frame of a function."""
        names, place = function.names, function.node.id
        frame: Frame | None = self
        while frame is not None:
            here = frame.function
            if here.node.id == place and here.names is names:
                break
            frame = frame.outer
        return frame

    @property
    def keys(self) -> tuple[tuple[str, int], ...]:
        """What tells this chain from others."""
        found = []
        frame: Frame | None = self
        while frame is not None:
            found.append(frame.call.key if frame.call else frame.function.key)
            frame = frame.outer
        return tuple(found)


class Program:
    """The code files of a project, parsed when they are first looked into.

    `files` maps locations to sources, in the order in which they are looked at, `imports`
    locations to those that they import. `trees` are files that were parsed before, and gets
    those that are parsed now.
    """

    def __init__(
        self,
        files: Mapping[str, SourceFile],
        imports: Mapping[str, Collection[str]],
        trees: dict[str, Names | None],
    ) -> None:
        self._files = files
        self._imports = imports
        self._trees = trees
        self._parsed: dict[str, Names | None] = {}
        self._origins: dict[tuple[str, int], tuple[Names, Declaration] | None] = {}

    def names(self, location: str) -> Names | None:
        """The names of a file, None where the file is not there or is too large."""
        if location not in self._parsed:
            source = self._files.get(location)
            self._parsed[location] = self._read(source) if source is not None else None
        return self._parsed[location]

    def _read(self, source: SourceFile) -> Names | None:
        """A file that was parsed before, or is now."""
        known = self._trees.get(source.location)
        if known is not None and known.syntax.source.text == source.text:
            known.syntax.begin()
            return known
        try:
            self._trees[source.location] = Names(parse_code(source))
        except TooMuch:
            self._trees[source.location] = None
        return self._trees[source.location]

    @property
    def unread(self) -> list[str]:
        """The paths of the files that were looked for and are too large."""
        return [
            self._files[location].path
            for location, names in self._parsed.items()
            if names is None and location in self._files
        ]

    def origin(self, names: Names, declaration: Declaration) -> tuple[Names, Declaration] | None:
        """What an import stands for, in the file where it is declared.

        None for what comes from a package, and for a namespace.
        """
        key = names.syntax.source.location, declaration.node.id
        if key not in self._origins:
            target = self._target(names, declaration)
            wanted = imported_name(declaration)
            found = self._export(target, wanted, set()) if target and wanted != "*" else None
            self._origins[key] = found
        return self._origins[key]

    def default(self, names: Names, declaration: Declaration) -> At | None:
        """The expression that a file exports as its default, where an import stands for that."""
        target = self._target(names, declaration)
        if target is None or imported_name(declaration) != "default":
            return None
        for statement in target.syntax.root.named_children:
            value = statement.child_by_field_name("value")
            if statement.type == "export_statement" and value is not None:
                return At(target, value)
        return None

    def member(
        self, names: Names, declaration: Declaration, name: str
    ) -> tuple[Names, Declaration] | None:
        """What `namespace.name` stands for, where the namespace is an import of a file."""
        target = self._target(names, declaration)
        if target is None or imported_name(declaration) != "*":
            return None
        return self._export(target, name, set())

    def references(self, names: Names, declaration: Declaration) -> Iterator[At]:
        """The places that use a declaration, in its file and in those that import it."""
        for node in names.references(declaration):
            yield At(names, node)
        if declaration.scope.id != names.syntax.root.id:
            return
        home = names.syntax.source.location
        for location in self.importers(home):
            importer = self.names(location)
            if importer is not None:
                yield from self._references_from(importer, names, declaration)

    def importers(self, location: str) -> list[str]:
        """The files that import a file, directly or by way of others."""
        found: set[str] = set()
        pending = [location]
        while pending:
            wanted = pending.pop()
            for importer, imported in self._imports.items():
                if wanted in imported and importer not in found and importer != location:
                    found.add(importer)
                    pending.append(importer)
        return [each for each in self._files if each in found]

    def _references_from(
        self, importer: Names, names: Names, declaration: Declaration
    ) -> Iterator[At]:
        wanted = (names.syntax.source.location, declaration.node.id)
        for imported in _imports(importer):
            whole = imported_name(imported) == "*"
            if not whole and _key(self.origin(importer, imported)) != wanted:
                continue
            for node in importer.references(imported):
                if not whole:
                    yield At(importer, node)
                    continue
                parent = importer.syntax.parent(node)
                name = parent.child_by_field_name("property") if parent is not None else None
                if parent is None or name is None or parent.type != "member_expression":
                    continue
                if _key(self.member(importer, imported, text_of(name))) == wanted:
                    yield At(importer, parent)

    def _export(
        self, names: Names, wanted: str, seen: set[str]
    ) -> tuple[Names, Declaration] | None:
        """The declaration that a file exports under a name, through other files where need be."""
        location = names.syntax.source.location
        if location in seen:
            return None
        seen.add(location)
        for statement in names.syntax.root.named_children:
            if statement.type != "export_statement":
                continue
            source = statement.child_by_field_name("source")
            if source is not None:
                found = self._re_export(names, statement, source, wanted, seen)
            else:
                found = _own_export(names, statement, wanted)
            if found is None:
                continue
            if found[1].kind == "import":
                return self.origin(*found) or found
            return found
        return None

    def _re_export(
        self, names: Names, statement: Node, source: Node, wanted: str, seen: set[str]
    ) -> tuple[Names, Declaration] | None:
        target = self._file(names, text_of(source).strip("\"'`"))
        if target is None:
            return None
        for child in statement.named_children:
            if child.type == "export_clause":
                for specifier in child.named_children:
                    name = specifier.child_by_field_name("name")
                    alias = specifier.child_by_field_name("alias") or name
                    if alias is not None and name is not None and text_of(alias) == wanted:
                        return self._export(target, text_of(name), seen)
                return None
        return self._export(target, wanted, seen)

    def _target(self, names: Names, declaration: Declaration) -> Names | None:
        return self._file(names, import_source(names, declaration))

    def _file(self, names: Names, specifier: str) -> Names | None:
        if not specifier.startswith("."):
            return None
        home = names.syntax.source.location
        location = next((each for each in candidates(home, specifier) if each in self._files), None)
        return self.names(location) if location is not None else None


def _own_export(names: Names, statement: Node, wanted: str) -> tuple[Names, Declaration] | None:
    """What an export statement without a source gives under a name."""
    is_default = any(child.type == "default" for child in statement.children)
    local = ""
    for child in statement.named_children:
        if child.type == "export_clause":
            for specifier in child.named_children:
                name = specifier.child_by_field_name("name")
                alias = specifier.child_by_field_name("alias") or name
                if alias is not None and name is not None and text_of(alias) == wanted:
                    local = text_of(name)
        elif is_default and wanted == "default":
            name = child if child.type == "identifier" else child.child_by_field_name("name")
            local = text_of(name) if name is not None else ""
        elif not is_default:
            local = wanted
    for declaration in names.declared(local) if local else ():
        if declaration.scope.id == names.syntax.root.id and declaration.kind in _EXPORTED_KINDS:
            inside = statement.start_byte <= declaration.node.start_byte < statement.end_byte
            if inside or local != wanted or is_default or _is_clause(statement):
                return names, declaration
    return None


def _is_clause(statement: Node) -> bool:
    return any(child.type == "export_clause" for child in statement.named_children)


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


def _key(found: tuple[Names, Declaration] | None) -> tuple[str, int] | None:
    return (found[0].syntax.source.location, found[1].node.id) if found else None


def _imports(names: Names) -> Iterator[Declaration]:
    """All that a file imports."""
    for statement in names.syntax.root.named_children:
        if statement.type == "import_statement":
            for clause in statement.named_children:
                if clause.type == "import_clause":
                    yield from _imported(names, clause)


def _imported(importer: Names, clause: Node) -> Iterator[Declaration]:
    """What an import clause declares."""
    for child in clause.named_children:
        if child.type == "named_imports":
            nodes = [
                specifier.child_by_field_name("alias") or specifier.child_by_field_name("name")
                for specifier in child.named_children
                if specifier.type == "import_specifier"
            ]
        elif child.type == "namespace_import":
            nodes = list(child.named_children[:1])
        else:
            nodes = [child]
        for node in nodes:
            if node is None:
                continue
            for declaration in importer.declared(text_of(node)):
                if declaration.kind == "import" and declaration.node.start_byte == node.start_byte:
                    yield declaration
