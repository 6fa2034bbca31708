"""One of the two states of an app that are compared: its connectors, and what its code does."""

from __future__ import annotations

import os
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.plan.model import PlannedRequest, Use
from connlint.project import Connector, Project
from connlint.text.escaping import quote
from connlint.tuples import NamedTuple
from connlint.usage.connector_usage import ConnectorUsage, RequiredScopes, usage_of

__all__ = ["Declared", "State", "planned"]


class Declared(NamedTuple):
    """A connector as its file defines it.

    `path` is its file as shown, `place` its path from the app's root. `scopes` maps the listed
    scopes to their 1-based lines; there may be others unless the list `is_whole`.
    """

    type: str
    path: str
    place: str
    scopes: dict[str, int]
    is_whole: bool


class State:
    """A state of an app.

    `declared` has its connectors by type, and `uses` what the code does with each type. `untyped`
    maps the places of connector files whose type cannot be read to their shown paths, and
    `repeated` the types of several files to the first two. `broken` are the shown paths of files
    that Base44 cannot read; `is_hidden` says that there may be connectors in files that are not
    read.
    """

    def __init__(self, root: str, project: Project, catalog: Catalog, cwd: str) -> None:
        """Take an analyzed project, whose root has this absolute path."""
        self.project = project
        self.catalog = catalog.extended(project.settings)
        self._root = root
        self._cwd = cwd
        self.declared: dict[str, Declared] = {}
        self.untyped: dict[str, str] = {}
        self.repeated: dict[str, tuple[str, str]] = {}
        for connector in project.connectors:
            self._add(connector)
        files = [file.source for file in (*project.unreadable, *project.outside)]
        places = {each.place for each in self.declared.values()}
        for source in files:
            place = self.place(source.location)
            # A file with a few wrong bytes is read in spite of them.
            if place not in places:
                self.untyped.setdefault(place, source.path)
        broken = [each.path for each in self.declared.values() if not each.is_whole]
        config = project.config
        is_broken = config is not None and bool(config[1].problems)
        if config is not None and is_broken:
            broken.append(config[0].path)
        self.broken = sorted({*broken, *self.untyped.values()})
        self.is_hidden = (
            project.hides_connectors
            or (config is not None and is_broken and "connectorsDir" in config[0].text)
            or any(os.path.dirname(each.location) != project.connectors_dir for each in files)
        )
        self.uses = {use.written or use.type: use for use in usage_of(project, self.catalog).uses}
        unread = (*project.unread, *(file.path for file in project.code.unread))
        self.unread = {self.place(path): path for path in unread}

    def _add(self, connector: Connector) -> None:
        source, place = connector.source, self.place(connector.source.location)
        if connector.type_string is None:
            self.untyped[place] = source.path
            return
        name = connector.type_string.value
        if name in self.declared:
            self.repeated.setdefault(name, (self.declared[name].path, source.path))
            return
        scopes: dict[str, int] = {}
        for node in connector.scope_strings:
            scopes.setdefault(node.value, source.line_and_column(node.span.start)[0])
        # Base44 takes a file without scopes for one with an empty list.
        has_list = connector.has_only_strings or connector.scopes is None
        is_whole = has_list and not connector.document.problems
        self.declared[name] = Declared(name, source.path, place, scopes, is_whole)

    def place(self, path: str) -> str:
        """Return the path of a file from the app's root, given as shown or as an absolute path."""
        location = os.path.normpath(os.path.join(self._cwd, path))
        return os.path.relpath(location, self._root)

    def name(self, type_name: str) -> str:
        """Return what people call a type; one that the catalog does not have is in quotes."""
        known = type_name in self.catalog
        return self.catalog.name(type_name) if known else quote(type_name)

    def requests(self) -> Iterator[tuple[ConnectorUsage, RequiredScopes]]:
        """Yield the understood requests, each with the use of the type whose token it carries."""
        for use in self.uses.values():
            for need in use.needs:
                if need.methods or need.misplaced:
                    yield use, need

    def calls_at_run_time(self) -> list[ConnectorCall]:
        """Return the calls that may get any connector, as their type is known only at run time."""
        return [
            call
            for call in self.project.code.calls
            if call.method in BY_TYPE and not call.in_front_end and not call.values
        ]

    def users(self, type_name: str) -> tuple[Use, ...]:
        """Return the places that use a type: calls, requests, automations, by path and line."""
        places: set[Use] = set()
        for call in self.project.code.calls:
            if call.method in BY_TYPE and not call.in_front_end and type_name in call.values:
                line, _ = call.source.line_and_column(call.span.start)
                places.add(Use(call.source.path, line))
        for automation in self.project.automations:
            node = automation.type
            if node is not None and node.value == type_name:
                line, _ = automation.source.line_and_column(node.span.start)
                places.add(Use(automation.source.path, line))
        if type_name == "stripe":
            places.update(self._stripe())
        return tuple(sorted(places))

    def _stripe(self) -> Iterator[Use]:
        """Yield the places that read the key of the Stripe connector, which no call asks for."""
        from connlint.code.clients.stripe_keys import usual_read

        for file in self.project.files:
            span = None if file.in_front_end else usual_read(file.source)
            if span is not None:
                yield Use(file.source.path, file.source.line_and_column(span.start)[0])


def planned(need: RequiredScopes) -> PlannedRequest:
    """Return a request as a plan shows it."""
    request = need.request
    methods = need.methods or need.misplaced
    return PlannedRequest(
        request.source.path,
        request.source.line_and_column(request.span.start)[0],
        tuple(dict.fromkeys(method.id for method in methods)),
    )
