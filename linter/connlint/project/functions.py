"""Reading of an app's code from disk: its functions, as Base44 finds them, and their imports.

Only config files are parsed here. An excluded file is treated as if it did not exist.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from connlint.code.modules.files import CodeFile
from connlint.code.modules.imports import ResolvedImports
from connlint.files.conventions import ENTRY_CONFIGS, FLAT_ENDINGS, is_app_code
from connlint.jsonc import Document, parse
from connlint.project.app_files import AppFiles, ImportGraph
from connlint.project.automations import automations_of, text_of, workflow_automations
from connlint.project.cache import FileAccess
from connlint.project.model import Automation, BackendFunction
from connlint.project.pages import Pages
from connlint.project.places import CodeDirectories
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["CodeOnDisk", "read_code_files"]

_ENTRIES = ("entry.js", "entry.ts")
"""Entry files that Base44 finds without a config."""
_USUAL_ENTRIES = ("entry.ts", "entry.js", "index.ts", "index.js")
"""Entry files to look for if a config names none, which Base44 refuses."""


class CodeOnDisk(NamedTuple):
    """The code of an app; each field is the one of the same name in Project.

    `imports` maps the location of each file of the back end to its resolved imports.
    """

    functions: tuple[BackendFunction, ...]
    automations: tuple[Automation, ...]
    workflows: tuple[tuple[SourceFile, Document], ...]
    files: tuple[CodeFile, ...]
    unread: tuple[str, ...]
    imports: Mapping[str, ResolvedImports]


def read_code_files(places: CodeDirectories, access: FileAccess) -> CodeOnDisk:
    """Read functions with their imports, shared files, workflows, and pages with calls."""
    app = AppFiles(places, access)
    graph = ImportGraph(app)
    reader = _Reader(app, graph)
    located = sorted(reader.functions(), key=_directory)
    functions = tuple([function for _, function in located])
    configs = [function.config for function in functions if function.config is not None]
    automations = [item for config in configs for item in automations_of(*config)]
    reader.read_shared()
    workflows = tuple(reader.workflows())
    automations += [item for workflow in workflows for item in workflow_automations(*workflow)]
    own = set(graph.imports)
    pages = Pages(app, graph).calling()
    # By now, imports has the pages of an app with server code in its pages as well.
    files = [
        CodeFile(app.sources[location], is_full_stack=location not in own)
        for location in graph.imports
    ]
    files += [CodeFile(source, in_front_end=True) for source in pages]
    return CodeOnDisk(
        functions=functions,
        automations=tuple(automations),
        workflows=workflows,
        files=tuple(sorted(files, key=_location)),
        unread=tuple(sorted({*app.unread, *access.outside.paths()})),
        imports=graph.imports,
    )


def _directory(located: tuple[str, BackendFunction]) -> str:
    return located[0]


def _location(file: CodeFile) -> str:
    return file.source.location


class _Reader:
    def __init__(self, files: AppFiles, graph: ImportGraph) -> None:
        self.files = files
        self.graph = graph
        self.places = files.places

    def functions(self) -> Iterator[tuple[str, BackendFunction]]:
        """Yield the functions of the app and its plugins in walk order, each with its directory."""
        yield from self._functions_in(self.places.functions, has_flat=self.places.has_flat)
        for plugin in self.places.plugins:
            for directory, function in self._functions_in(plugin.functions):
                yield directory, function._replace(name=plugin.prefix + function.name)
        # A plugin that is not found may do anything.
        for location in self.places.lacking:
            self.files.leave_unread(location)

    def _functions_in(
        self, top: str, *, has_flat: bool = False
    ) -> Iterator[tuple[str, BackendFunction]]:
        for directory, names in self.files.folders(top):
            # Without a config, an entry must be in a subdirectory whose path has no dot.
            name = directory[len(top) + 1 :].replace(os.sep, "/")
            paths = [os.path.join(directory, file) for file in ENTRY_CONFIGS if file in names]
            configs = [path for path in paths if self.files.is_listed(path)]
            for location in configs:
                yield directory, self._configured(location, name, names)
            if not name and has_flat:
                yield from self._flat(top, names)
            if configs or not name or "." in name:
                continue
            for entry in _ENTRIES:
                if entry not in names:
                    continue
                location = os.path.join(directory, entry)
                if self.files.is_listed(location):
                    function = BackendFunction(name, location, None, self.graph.reached(location))
                    yield directory, function

    def _flat(self, top: str, names: set[str]) -> Iterator[tuple[str, BackendFunction]]:
        """Yield the functions that are one file each, without files that another one imports."""
        paths = [os.path.join(top, name) for name in sorted(names) if _is_flat(name)]
        reached = {path: self.graph.reached(path) for path in paths if self.files.is_listed(path)}
        imported = {other for path in reached for other in self.graph.imported(path)}
        for path, files in reached.items():
            if path not in imported:
                name = os.path.splitext(os.path.basename(path))[0]
                yield path, BackendFunction(name, path, None, files)

    def _configured(self, location: str, folder: str, names: set[str]) -> BackendFunction:
        source = self.files.text(location)
        config = (source, parse(source.text)) if source is not None else None
        root = config[1].root if config else None
        directory = os.path.dirname(location)
        name, entry = text_of(root, "name"), text_of(root, "entry")
        usual = next((usual for usual in _USUAL_ENTRIES if usual in names), _USUAL_ENTRIES[0])
        # Base44 resolves an absolute path below the directory, too.
        path = entry.value.lstrip("/") if entry else usual
        entry_path = os.path.normpath(os.path.join(directory, path))
        return BackendFunction(
            name=(name.value.strip() if name else "") or folder or os.path.basename(directory),
            entry=entry_path,
            config=config,
            files=self.graph.reached(entry_path),
        )

    def read_shared(self) -> None:
        """Read the shared code that is uploaded with each function, and its imports."""
        for shared in (self.places.shared, *[plugin.shared for plugin in self.places.plugins]):
            for directory, names in self.files.folders(shared):
                for name in names:
                    location = os.path.join(directory, name)
                    if is_app_code(name) and self.files.is_listed(location):
                        self.graph.reached(location)

    def workflows(self) -> Iterator[tuple[SourceFile, Document]]:
        """Yield the workflow files with their parsed content, in the order of their names."""
        top = self.places.workflows
        for name in sorted(dict(self.files.folders(top)).get(top, ())):
            location = os.path.join(top, name)
            is_workflow = name.endswith((".json", ".jsonc")) and name[0] != "."
            source = (
                self.files.text(location)
                if is_workflow and self.files.is_listed(location)
                else None
            )
            if source is not None:
                yield source, parse(source.text)


def _is_flat(name: str) -> bool:
    return name.endswith(FLAT_ENDINGS) and is_app_code(name)
