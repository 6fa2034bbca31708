"""`connlint catalog`: the connector types, one of them in full, or a search in all."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping

from connlint.catalog import Catalog
from connlint.catalog.partial import KINDS
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.config.sections import is_package
from connlint.config.user_catalog import merge, read_available, read_own_catalog, write_own_catalog
from connlint.files.atomic_write import write_atomically
from connlint.files.conventions import SETTINGS_NAME
from connlint.project import find_targets, load_project, shown_path
from connlint.project.outside import boundary_of
from connlint.render.columns import width, wrap
from connlint.text.escaping import listing, plural, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["list_types", "search", "show_type", "update"]

OWN_CATALOG = "connlint-catalog.json"
_COLUMNS = 80
_MARKS = 44
_TOKENS = {
    "platform": 'getConnection("{type}")',
    "workspace": "getWorkspaceConnection(id)",
    "metered": 'callApi("{type}", request)',
    "managed": "none; the platform manages the account",
}
_COMPLETENESS = {
    "complete": "the provider's closed list",
    "partial": "most of the provider's",
    "open": "not a closed list",
}
_FLAGS = {
    "deprecated": "deprecated",
    "admin_consent": "needs an administrator",
    "review": "reviewed by the provider",
    "team_only": "team accounts",
    "enterprise_only": "enterprise accounts",
}


def list_types(output_format: str, console: Console) -> int:
    """Print a line for each type; `output_format` is text or json."""
    catalog = Catalog()
    entries = [catalog.facts(name.type) for name in catalog.types()]
    if output_format == "json":
        types = [
            {
                "type": entry["type"],
                "name": entry["name"],
                "token": entry["token"],
                "scopes": len(entry["scopes"]),
                "completeness": entry["completeness"],
                "checked": entry["checked"],
            }
            for entry in entries
        ]
        console.write(_json({"version": 1, "catalogue": catalog.date, "types": types}))
        return ExitStatus.CLEAN
    lines = [f"{'type':22}{'name':22}{'token':11}{'scopes':>6}  {'list':10}checked"]
    lines.extend(
        f"{entry['type']:22}{entry['name']:22}{entry['token']:11}"
        f"{len(entry['scopes']) if entry['takes_scopes'] else 'none':>6}  "
        f"{entry['completeness'] if entry['takes_scopes'] else '':10}{entry['checked']}"
        for entry in entries
    )
    lines.extend(["", f"{plural(len(entries), 'type')}, as of {catalog.date}"])
    console.write("".join(f"{line}\n" for line in lines))
    return ExitStatus.CLEAN


def show_type(name: str, output_format: str, console: Console) -> int:
    """Print all that is known of a type.

    Raises UsageError when the catalogue does not have it.
    """
    catalog = Catalog()
    if name not in catalog:
        meant = catalog.meant_type(name)
        advice = f"Did you mean {meant}?" if meant else "To list all types: connlint catalog"
        raise UsageError(f"Unknown connector type {quote(name)}. {advice}")
    entry = catalog.facts(name)
    if output_format == "json":
        console.write(_json(entry))
    else:
        console.write("".join(f"{line}\n" for line in _page(entry)))
    return ExitStatus.CLEAN


def search(words: tuple[str, ...], output_format: str, console: Console) -> int:
    """Print the types and scopes that all the words fit: names, scopes, descriptions."""
    catalog = Catalog()
    wanted = [word for word in _words(*words) if word]
    found = [row for name in catalog.types() for row in _matches(catalog.facts(name.type), wanted)]
    if output_format == "json":
        console.write(_json({"version": 1, "catalogue": catalog.date, "matches": found}))
    elif found:
        console.write("\n".join(_found_lines(found)) + "\n")
    else:
        console.say(f"No type or scope matches {quote(' '.join(words))}")
    return ExitStatus.CLEAN


def update(file: str, console: Console) -> int:
    """Put the types that Base44 offers into the project's own catalogue.

    `file` holds what `base44 connectors list-available --json` prints; `-` is standard
    input. The catalogue is the one that connlint.toml names, else connlint-catalog.json
    beside it. Raises UsageError for any other content, and for a catalogue outside the
    repository; then nothing is written.
    """
    text = _content(file, console)
    try:
        available = read_available(text)
    except ValueError as error:
        name = "Standard input" if file == "-" else f'"{file}"'
        raise UsageError(f"{name} is not Base44's list of connectors: {error}") from None
    cwd = os.getcwd()
    (target, *_) = find_targets(["."], cwd)
    settings = load_project(target, cwd).settings
    location = settings.catalog or os.path.join(settings.directory or target.root, OWN_CATALOG)
    boundary = boundary_of(target)
    if not boundary.has(location):
        name = quote(shown_path(location, cwd))
        raise UsageError(f"The catalog {name} {boundary.reason(location)}; nothing was written")
    own = {}
    if os.path.exists(location):
        with open(location, encoding="utf-8") as stream:
            try:
                own = read_own_catalog(stream.read())
            except ValueError as error:
                raise UsageError(
                    f"Cannot add to {quote(shown_path(location, cwd))}: {error}"
                ) from None
    merged = merge(own, available)
    write_atomically(location, write_own_catalog(merged))
    new = sorted(set(merged) - set(own))
    shown = shown_path(location, cwd)
    console.write(f"{shown}: {plural(len(merged), 'type')}, {len(new)} of them new\n")
    if settings.catalog is None:
        name = os.path.basename(settings.source.location) if settings.source else SETTINGS_NAME
        setting = '"catalog": ' if is_package(name) else "catalog = "
        console.say(f'To use it, add this line to {name}: {setting}"{OWN_CATALOG}"')
    return ExitStatus.CLEAN


def _content(file: str, console: Console) -> str:
    try:
        if file == "-":
            return console.stdin.read().decode("utf-8-sig")
        with open(file, encoding="utf-8-sig") as stream:
            return stream.read()
    except OSError as error:
        raise UsageError(f'Cannot read "{file}": {error.strerror}') from None
    except UnicodeDecodeError:
        raise UsageError(f'"{file}" is not UTF-8') from None


def _matches(entry: Mapping[str, Any], wanted: list[str]) -> Iterator[dict[str, str]]:
    """Return the type and those of its scopes in which each word begins a word."""
    name = entry["type"]
    named = _words(name, entry["name"])
    about = [*named, *_words(*entry["aliases"], entry["description"])]
    if all(_begins(word, about) for word in wanted):
        yield {"type": name, "scope": "", "description": entry["description"]}
    for scope, fact in entry["scopes"].items():
        text = fact.get("description", "")
        own = _words(scope, text)
        # The type's name counts too, so that `slack channels` finds Slack's scopes, but not
        # alone: else each of them would be found by `slack`.
        fits = all(_begins(word, own) or _begins(word, named) for word in wanted)
        if fits and any(_begins(word, own) for word in wanted) and scope not in entry["companions"]:
            yield {"type": name, "scope": scope, "description": text}


def _words(*texts: str) -> list[str]:
    return [word for text in texts for word in re.split(r"[^a-z0-9]+", text.casefold())]


def _begins(start: str, words: list[str]) -> bool:
    return any(word.startswith(start) for word in words)


def _found_lines(found: list[dict[str, str]]) -> Iterator[str]:
    for row in found:
        yield f"{row['type']}  {row['scope']}".rstrip()
        if row["description"]:
            yield f"    {row['description']}"


def _page(entry: Mapping[str, Any]) -> Iterator[str]:
    name = entry["name"]
    owner = f" ({entry['provider']})" if not name.startswith(entry["provider"]) else ""
    yield f"{entry['type']}: {name}{owner}"
    if entry["description"]:
        yield f"  {entry['description']}"
    if entry["status"] == "observed":
        yield "  seen in public connector files; no document of Base44 names it"
    yield ""
    yield from _fact("token", _TOKENS[entry["token"]].format(type=entry["type"]))
    for value in entry["connection"]:
        yield from _fact("needs", f"{value['name']} ({value['label']}), set when connecting")
    yield from _fact("api", listing(entry["hosts"]))
    yield from _fact("docs", entry["docs"])
    yield from _fact("also called", listing(entry["aliases"], "or"))
    yield from _fact("checked", entry["checked"])
    yield from _fact("events", listing(entry["events"]))
    prefix = entry.get("scope_prefix", "") if entry["provider"] == "Google" else ""
    yield from _fact("adds itself", listing(_short(scope, prefix) for scope in entry["companions"]))
    if not entry["takes_scopes"]:
        yield from _fact("scopes", "the service knows none; leave the list empty")
        return
    count = len(entry["scopes"])
    yield from _fact(
        "scopes", f"{count or 'not collected'}; {_COMPLETENESS[entry['completeness']]}"
    )
    if prefix:
        yield f"  {'':13}short names begin with {prefix}"
    for scope, fact in entry["scopes"].items():
        yield ""
        yield from _scope(scope, fact, prefix)


def _fact(label: str, text: str) -> Iterator[str]:
    if not text:
        return
    first, *rest = wrap(text, _COLUMNS - 15)
    yield f"  {label:13}{first}"
    for line in rest:
        yield f"  {'':13}{line}"


def _scope(scope: str, fact: Mapping[str, Any], prefix: str) -> Iterator[str]:
    marks = [fact.get("access", ""), fact.get("sensitivity", "")]
    marks.extend(text for key, text in _FLAGS.items() if fact.get(key))
    marks.append(KINDS.get(fact.get("partial", ""), ""))
    shown = _short(scope, prefix)
    about = ", ".join(mark for mark in marks if mark)
    if max(_MARKS, width(shown) + 2) + width(about) > _COLUMNS:
        yield shown
        yield f"    [{about}]"
    else:
        yield f"{shown}{' ' * max(2, _MARKS - width(shown))}{about}".rstrip()
    if fact.get("description"):
        yield f"    {fact['description']}"
    for label, key in (("covers", "implies"), ("narrower", "broad"), ("needs", "requires")):
        others = listing(_short(other, prefix) for other in fact.get(key, ()))
        for index, line in enumerate(wrap(others, _COLUMNS - 14)) if others else ():
            yield f"    {label if index == 0 else '':9} {line}"
    if fact.get("replacement"):
        yield f"    {'use':9} {_short(fact['replacement'], prefix)}"


def _short(scope: str, prefix: str) -> str:
    return scope[len(prefix) :] if prefix and scope.startswith(prefix) else scope


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
