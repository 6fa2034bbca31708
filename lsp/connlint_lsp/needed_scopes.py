"""The scopes that the code needs, compared with those that a connector file lists."""

from __future__ import annotations

from connlint.project import Connector
from connlint.scopes import Asking, ConnectorScopes, scopes_of
from connlint.scopes.editing import EditingError, with_scopes
from connlint.text.escaping import plural
from connlint.text.source import Span
from connlint_lsp.checked import Checked

__all__ = ["LIST_NEEDED", "NeededScopes", "needed_scopes"]

LIST_NEEDED = "connlint.listNeededScopes"
"""The command that lists the needed scopes in a connector file, whose URI is its argument."""


class NeededScopes:
    """The scopes of a connector file that its code needs; see needed_scopes."""

    def __init__(self, connector: Connector, found: ConnectorScopes) -> None:
        self._connector = connector
        self._found = found

    @property
    def span(self) -> Span:
        """Return the place of the property with the scopes, or else of the type."""
        member = self._connector.scopes or self._connector.type
        return member.span if member is not None else Span(0, 0)

    @property
    def summary(self) -> str:
        """Return how many of the listed scopes the code needs, in words."""
        declared, needed = set(self._found.declared), set(self._found.scopes)
        own, more = len(needed & declared), len(needed - declared)
        at_least = "" if self._found.is_complete else "at least "
        if not needed:
            if at_least:
                return "connlint cannot tell which scopes the code needs"
            return "The code needs none of the scopes" if declared else "The code needs no scopes"
        if not own:
            return f"The code needs {at_least}{plural(more, 'scope')} that the file does not list"
        of = f"{at_least}{own} of {plural(len(declared), 'scope')}"
        if own == len(declared) and not at_least:
            of = "all scopes of the file" if own > 1 else "the scope of the file"
        return f"The code needs {of}{f', and {more} more' * bool(more)}"

    @property
    def title(self) -> str:
        """Return what an action does that replaces the text of the file."""
        declared, listed = set(self._found.declared), set(self._found.listed)
        if listed >= declared:
            return "Add the scopes that the code needs"
        if listed <= declared:
            return "Remove the scopes that the code does not need"
        return "List the scopes that the code needs"

    def text(self) -> str | None:
        """Return the text of the file with the smallest list of scopes; None if that is the same.

        No scope is taken away where something could not be checked.
        """
        if set(self._found.listed) == set(self._found.declared):
            return None
        try:
            return with_scopes(self._connector, self._found.listed)
        except EditingError:
            return None


def needed_scopes(checked: Checked, connector: Connector) -> NeededScopes | None:
    """Return the scopes that a connector's code needs; None for one that has none to list."""
    (app,) = scopes_of([("", "", checked.project)], checked.catalog).apps
    path = connector.source.path
    found = next((each for each in app.connectors if each.path == path), None)
    if found is None or found.asking is not Asking.SCOPES:
        return None
    return NeededScopes(connector, found)
