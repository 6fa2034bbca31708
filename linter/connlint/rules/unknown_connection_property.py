"""The rule `unknown-connection-property`: properties that the result of a call does not have."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.clients.connection_properties import is_token_name
from connlint.code.connectors_module import PROPERTIES, TOKEN, TOKENS
from connlint.code.model import Form, Holder, MissingProperty
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.text.escaping import quote
from connlint.text.source import Span
from connlint.text.spelling import closest

__all__ = ["RULE"]

_CONFIG = "connectionConfig"
_CONFIG_NAMES = frozenset({"config", "configuration", "connectionconfig"})


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for missing in project.code.missing_properties:
        if missing.holder is Holder.CONNECTION:
            yield _of_connection(missing)
        elif missing.holder is Holder.TOKEN:
            yield _of_token(missing)
        else:
            yield _of_promise(missing)


def _of_connection(missing: MissingProperty) -> Finding:
    meant = _meant(missing.name)
    help_text = f"Use {' or '.join(PROPERTIES)}; a connection has no others"
    changes: tuple[Change, ...] = ()
    if meant is not None:
        help_text = f"Use {meant}"
        changes = (_renamed(missing, meant),)
    return Finding(
        missing.source,
        missing.span,
        f"{missing.method} returns no {quote(missing.name)}, so this value is undefined",
        help_text,
        changes=changes,
        # A later SDK may return more properties, but not the same one under another name.
        severity=None if meant is not None else Severity.WARNING,
    )


def _meant(name: str) -> str | None:
    """Return the property of a connection that was probably meant by an unknown one, or None."""
    if is_token_name(name):
        return TOKEN
    plain = "".join(filter(str.isalnum, name)).casefold()
    return _CONFIG if plain in _CONFIG_NAMES else closest(plain, PROPERTIES)


def _renamed(missing: MissingProperty, name: str) -> Change:
    text = name
    if missing.form is Form.SHORT:
        text = f"{name}: {missing.name}"
    elif missing.source.text[missing.span.start] in "\"'`":
        quotes = missing.source.text[missing.span.start]
        text = f"{quotes}{name}{quotes}"
    return Change(f"Change it to {name}", Safety.UNSAFE, missing.span, text)


def _of_token(missing: MissingProperty) -> Finding:
    is_result = missing.method in TOKENS
    message = f"{TOKEN} is a string and has no {quote(missing.name)}"
    if is_result:
        message = f"{missing.method} returns a string, not an object with {quote(missing.name)}"
    changes: tuple[Change, ...] = ()
    if is_result and not missing.is_named:
        new = missing.method.replace("AccessToken", "Connection")
        help_text = f"Use {new} and its {TOKEN}"
        renamed = _renamed(missing, TOKEN).edits if missing.name != TOKEN else ()
        changes = (Change(f"Use {new}", Safety.UNSAFE, missing.method_span, new, renamed),)
    else:
        help_text = "Use the string itself; it is the token"
        if missing.form in {Form.MEMBER, Form.INDEX}:
            changes = (Change("Use the token itself", Safety.UNSAFE, missing.rest, ""),)
    return Finding(missing.source, missing.span, message, help_text, changes=changes)


def _of_promise(missing: MissingProperty) -> Finding:
    changes: tuple[Change, ...] = ()
    if missing.may_await:
        start = Span(missing.call.start, missing.call.start)
        end = Span(missing.call.end, missing.call.end)
        is_alone = missing.is_named or missing.form in {Form.KEY, Form.SHORT}
        await_, more = ("await ", ()) if is_alone else ("(await ", ((end, ")"),))
        changes = (Change("Add await", Safety.UNSAFE, start, await_, more),)
    return Finding(
        missing.source,
        missing.span,
        f"{missing.method} returns a promise, which has no {quote(missing.name)}",
        "Add await before the call",
        changes=changes,
    )


RULE = Rule(
    "unknown-connection-property",
    Severity.ERROR,
    "A connection has no such property",
    check_project=_check,
)
