"""unknown-connection-property: code takes of a connection what it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connection_properties import is_token_name
from connlint.code.connectors_module import PROPERTIES, TOKEN, TOKENS
from connlint.code.model import Form, Holder, MissingProperty
from connlint.nearest import nearest
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.severity import Safety, Severity
from connlint.source import Span
from connlint.wording import quote

__all__ = ["RULE"]

_CONFIG = "connectionConfig"
_CONFIG_NAMES = frozenset({"config", "configuration", "connectionconfig"})


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for found in project.code.missing_properties:
        if found.holder is Holder.CONNECTION:
            yield _of_connection(found)
        elif found.holder is Holder.TOKEN:
            yield _of_token(found)
        else:
            yield _of_promise(found)


def _of_connection(found: MissingProperty) -> Finding:
    meant = _meant(found.name)
    help_text = f"a connection has {' and '.join(PROPERTIES)}"
    changes: tuple[Change, ...] = ()
    if meant is not None:
        help_text = f"use {meant}"
        changes = (_renamed(found, meant),)
    return Finding(
        found.source,
        found.span,
        f"{found.method} returns no {quote(found.name)}, so it is undefined",
        help_text,
        changes=changes,
        # A later SDK may return more, but not the same once more by another name.
        severity=None if meant is not None else Severity.WARNING,
    )


def _meant(name: str) -> str | None:
    """The property of a connection that somebody meant who wrote another one."""
    if is_token_name(name):
        return TOKEN
    plain = "".join(filter(str.isalnum, name)).casefold()
    return _CONFIG if plain in _CONFIG_NAMES else nearest(plain, PROPERTIES)


def _renamed(found: MissingProperty, name: str) -> Change:
    text = name
    if found.form is Form.SHORT:
        text = f"{name}: {found.name}"
    elif found.source.text[found.span.start] in "\"'`":
        quotes = found.source.text[found.span.start]
        text = f"{quotes}{name}{quotes}"
    return Change(f"Change it to {name}", Safety.UNSAFE, found.span, text)


def _of_token(found: MissingProperty) -> Finding:
    is_result = found.method in TOKENS
    message = f"{TOKEN} is a string, which has no {quote(found.name)}"
    if is_result:
        message = f"{found.method} returns a string, which has no {quote(found.name)}"
    changes: tuple[Change, ...] = ()
    if is_result and not found.is_named:
        new = found.method.replace("AccessToken", "Connection")
        help_text = f"use {new}, and its {TOKEN}"
        renamed = _renamed(found, TOKEN).edits if found.name != TOKEN else ()
        changes = (Change(f"Use {new}", Safety.UNSAFE, found.method_span, new, renamed),)
    else:
        help_text = "use the string itself: it is the token"
        if found.form in {Form.MEMBER, Form.INDEX}:
            changes = (Change("Use the token itself", Safety.UNSAFE, found.rest, ""),)
    return Finding(found.source, found.span, message, help_text, changes=changes)


def _of_promise(found: MissingProperty) -> Finding:
    changes: tuple[Change, ...] = ()
    if found.may_await:
        start = Span(found.call.start, found.call.start)
        end = Span(found.call.end, found.call.end)
        is_alone = found.is_named or found.form in {Form.KEY, Form.SHORT}
        await_, more = ("await ", ()) if is_alone else ("(await ", ((end, ")"),))
        changes = (Change("Await it", Safety.UNSAFE, start, await_, more),)
    return Finding(
        found.source,
        found.span,
        f"{found.method} returns a promise, which has no {quote(found.name)}",
        "await it before you use what it gives",
        changes=changes,
    )


RULE = Rule(
    "unknown-connection-property",
    Severity.ERROR,
    "Code takes of a connection what it does not have",
    check_project=_check,
)
