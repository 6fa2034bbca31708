"""Plan of the connector files to create and to change, so that they list the scopes to ask for.

No scope is taken away where something could not be checked (ConnectorScopes.kept), and no file is
created where no scope is known: it would take away those that the service is connected with.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence

from connlint.init import Change, Existing, Obstacle, look
from connlint.init.surroundings import relative
from connlint.project import Connector, Project
from connlint.scopes.editing import EditingError, with_scopes
from connlint.scopes.model import AppScopes, Asking, ConnectorScopes
from connlint.text.escaping import quote
from connlint.tuples import NamedTuple

__all__ = ["FilesPlan", "Place", "plan_files"]


class Place(NamedTuple):
    """Place of the connector files of an app: in `directory`, below `top`, both absolute.

    `obstacle` says why no file can be created there; it is empty if one can.
    """

    top: str
    directory: str
    obstacle: str = ""


class FilesPlan(NamedTuple):
    """The files to write, and those that cannot be written, with the reason.

    `notes` are sentences about connectors that get no file. Paths are relative to the place's top,
    with `/`.
    """

    changes: tuple[Change, ...]
    obstacles: tuple[Obstacle, ...]
    notes: tuple[str, ...]


def plan_files(app: AppScopes, project: Project, place: Place) -> FilesPlan:
    """Return the changes that make the connector files of an app list the scopes to ask for.

    After them, a new plan has no changes.
    """
    changes: list[Change] = []
    obstacles: list[Obstacle] = []
    notes: list[str] = []
    files: dict[str, Connector] = {each.source.path: each for each in project.connectors}
    for connector in app.everything:
        note = _note(connector)
        if note:
            notes.append(note)
        if connector.asking not in {Asking.SCOPES, Asking.NO_SCOPES}:
            continue
        if connector.path is not None:
            file = files.get(connector.path)
            found = (
                _changed(connector, file, project, place.top)
                if file is not None
                else Obstacle(_unreadable(connector.path, project, place), "it cannot be read")
            )
        else:
            found = _created(connector, place) if connector.has_content else None
        if isinstance(found, Change):
            changes.append(found)
        elif found is not None:
            obstacles.append(found)
    return FilesPlan(tuple(changes), tuple(obstacles), tuple(notes))


def _unreadable(path: str, project: Project, place: Place) -> str:
    """Return the path, relative to the top, of a file that is shown as `path`."""
    locations = {
        file.source.path: file.source.location for file in (*project.unreadable, *project.outside)
    }
    return relative(locations[path], place.top)


def _note(connector: ConnectorScopes) -> str:
    """Return a sentence about a connector that gets no file, or not surely all of its scopes."""
    name = connector.name
    if connector.asking is Asking.UNKNOWN and connector.path is None:
        meant = f". Did you mean {quote(connector.meant)}?" if connector.meant else ""
        return f"No file for {quote(connector.type)}: connlint does not know its scopes{meant}"
    if connector.asking is not Asking.SCOPES or connector.is_complete:
        return ""
    if connector.path is None and not connector.has_content:
        return (
            f"No file for {name}, because the scopes that your code needs are not known. Write it "
            f"by hand, or the next `base44 connectors push` disconnects {name}"
        )
    if connector.scopes:
        return f"{name} may need more scopes: connlint could not check everything"
    return ""


def _created(connector: ConnectorScopes, place: Place) -> Change | Obstacle:
    """Return the change that creates a connector's file, or why that is not possible."""
    path = relative(os.path.join(place.directory, f"{connector.type}.jsonc"), place.top)
    if place.obstacle:
        return Obstacle(path, place.obstacle)
    before = look(place.top, path)
    if before.problem:
        return Obstacle(path, before.problem)
    if before.text is not None:
        return Obstacle(path, f"the file is there, but its type is not {quote(connector.type)}")
    purpose = f"connects {connector.name} with {_counted(connector)}"
    return Change(path, before, _new_file(connector.type, connector.listed), purpose)


def _counted(connector: ConnectorScopes) -> str:
    if connector.asking is Asking.NO_SCOPES or not connector.scopes:
        return "no scopes of its own"
    if connector.is_complete:
        return "the scopes that your code needs"
    return "at least the scopes that your code needs"


def _new_file(type_name: str, scopes: Sequence[str]) -> str:
    # With a line end, which files that Base44 has written do not have: it accepted their scopes.
    return json.dumps({"type": type_name, "scopes": list(scopes)}, indent=2) + "\n"


def _changed(
    connector: ConnectorScopes, file: Connector, project: Project, top: str
) -> Change | Obstacle | None:
    """Return the change of a connector's file, or why that is not possible; None without need."""
    if connector.asking is Asking.NO_SCOPES or set(connector.listed) == set(connector.declared):
        return None
    path = relative(file.source.location, top)
    others = [
        each
        for each in project.connectors
        if each is not file
        and each.type_string is not None
        and each.type_string.value in {connector.type, connector.written}
    ]
    if others:
        return Obstacle(path, f"another file has the type {quote(connector.type)}, too")
    problem = look(top, path).problem
    if problem:
        return Obstacle(path, problem)
    try:
        after = with_scopes(file, connector.listed)
    except EditingError as refusal:
        return Obstacle(path, str(refusal))
    before = Existing(file.source.text, file.source.has_bom)
    return Change(path, before, after, ", ".join(_purposes(connector)))


def _purposes(connector: ConnectorScopes) -> Iterator[str]:
    """Yield what changes, as the end of a sentence that begins with the path."""
    if set(connector.listed) - set(connector.declared):
        yield "gets scopes that your code needs"
    if set(connector.declared) - set(connector.listed):
        yield "loses scopes that give more than it needs"
