"""The scopes to ask for, as command lines that connect the services, with comments for a shell."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.render import scopes_words as words
from connlint.scopes.model import AppScopes, Asking, ConnectorScopes, ScopeGap, ScopesReport
from connlint.text.escaping import escape_unprintable
from connlint.usage.connecting import connecting_command

__all__ = ["render"]

_CONNECTED = {Asking.SCOPES, Asking.NO_SCOPES}


def render(report: ScopesReport) -> str:
    """Return a line for each connector, and comments about what is not complete."""
    lines: list[str] = []
    for app in report.apps:
        if len(report.apps) > 1:
            lines += ["", _comment(f"{words.app(app)}: run these lines in this folder")]
        lines += _app(app)
    return "".join(f"{line}\n" for line in lines).removeprefix("\n")


def _app(app: AppScopes) -> Iterator[str]:
    if not app.everything and not app.gaps:
        yield _comment(words.NOTHING)
    for connector in app.everything:
        if connector.asking in _CONNECTED:
            yield from map(_comment, _about(connector, app))
            command = connecting_command(connector.type, connector.asked)
            # Without any scope that is known, it would take all scopes away.
            is_known = connector.is_complete or connector.asked
            yield command if is_known else _comment(f"{command} --scopes …")
        else:
            yield from map(_comment, _instead(connector))
    if app.gaps:
        yield _comment(words.ANY)
        yield from map(_comment, map(_gap, app.gaps))


def _about(connector: ConnectorScopes, app: AppScopes) -> Iterator[str]:
    """Yield comments on what is not certain, and what the connector's file should say."""
    if not connector.is_complete:
        yield f"{connector.name}: {words.result(connector)}. {words.UNCHECKED}"
        yield from map(_gap, connector.gaps)
    missing = [scope for scope in connector.listed if scope not in connector.declared]
    needless = words.needless(connector)
    if connector.path is None:
        # An app without any connector files needs none.
        if any(each.path for each in app.connectors):
            yield f"{app.file_of(connector)} is missing: `connlint scopes --write` creates it"
    elif missing:
        yield f"To add to {connector.path}: {', '.join(missing)}"
    if needless:
        yield f"More than your code needs in {connector.path}: {', '.join(needless)}"


def _instead(connector: ConnectorScopes) -> Iterator[str]:
    """Yield comments on a connector that no command line connects."""
    end = f": {', '.join(connector.scopes)}" if connector.scopes else ""
    yield f"{connector.name}: {words.result(connector)}{end}"
    if words.where_to_set(connector):
        yield f"  {words.where_to_set(connector)}"
    yield from map(_gap, connector.gaps)


def _gap(gap: ScopeGap) -> str:
    place = words.place(gap)
    return f"  {place}{': ' if place else ''}{gap.reason}"


def _comment(text: str) -> str:
    return f"# {escape_unprintable(text)}"
