"""The rule `unconfigured-connector`: functions that use a connector without a connector file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connlint.catalog import Catalog
from connlint.code.model import ConnectorCall
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.calls import calls_by_type, configured_types
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import listing, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import ConnectorUsage, Usage

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog, usage: Callable[[], Usage]) -> Iterator[Finding]:
    if project.hides_connectors:
        return
    calls = list(calls_by_type(project))
    configured = configured_types(project, catalog) if calls else frozenset()
    if not project.connectors and not project.outside:
        yield from _without_files(calls, catalog, usage)
        return
    seen: set[tuple[str, str]] = set()
    for call, value in calls:
        key = call.source.path, value
        # Unknown types are reported by unknown-type.
        if value in configured or key in seen or value not in catalog:
            continue
        seen.add(key)
        entry = catalog.entry(value)
        if entry is not None and entry.token in {"managed", "workspace"}:
            continue
        yield Finding(
            call.source,
            call.place,
            f"No connector file for {quote(value)}: "
            f"the next `base44 connectors push` will disconnect {catalog.name(value)}",
            f"Add connectors/{value}.jsonc; `base44 connectors pull` creates it "
            f"if {catalog.name(value)} is connected",
        )


def _without_files(
    calls: list[tuple[ConnectorCall, str]], catalog: Catalog, usage: Callable[[], Usage]
) -> Iterator[Finding]:
    """Report which scopes the code needs, in an app without connector files."""
    if not calls:
        return
    from connlint.usage.sufficiency import judge

    uses = {use.type: use for use in usage().uses}
    first = {value: call for call, value in reversed(calls)}
    for value, call in reversed(first.items()):
        use = uses.get(value)
        if use is None or use.entry is None or not use.entry.takes_scopes:
            continue
        resolved = [need for need in use.needs if need.methods]
        judgement = judge((), resolved, use.entry, proven=not use.gaps)
        is_all = use.is_understood and judgement.is_enough
        message, help_text = _needed(use, catalog.name(value), judgement.smallest, is_all=is_all)
        yield Finding(call.source, call.place, message, help_text, severity=Severity.INFO)


def _needed(
    use: ConnectorUsage, name: str, scopes: tuple[str, ...], *, is_all: bool
) -> tuple[str, str]:
    """Return the message about the scopes that the code needs, and the advice.

    `is_all` says that the code surely needs no others.
    """
    listed = listing(map(quote, scopes))
    is_one = len(scopes) == 1
    words = f"the {name} scope {listed}" if is_one else f"these {name} scopes: {listed}"
    which = "this scope" if is_one else "these scopes"
    if is_all:
        if not scopes:
            message = f"Your code needs no {name} scopes beyond those that Base44 adds"
            return message, f"Connect {name} without further scopes"
        from connlint.usage.connecting import connecting_command

        command = connecting_command(use.type, scopes)
        return f"Your code needs {words}", f"Connect {name} with exactly {which}: `{command}`"
    if not scopes:
        message = f"This app uses {name}, but which scopes it needs is not known"
        return message, "Run `connlint audit` to see which requests connlint could not check"
    more = "run `connlint audit` to see why there may be more"
    help_text = f"Connect {name} with {which} and any others that your code needs; {more}"
    return f"Your code needs at least {words}", help_text


RULE = Rule(
    "unconfigured-connector",
    Severity.ERROR,
    "A function uses a connector that has no connector file",
    check_project_use=_check,
)
