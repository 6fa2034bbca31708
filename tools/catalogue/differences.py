"""Say in words how the catalogues of two checkouts differ, for the text of a pull request.

Usage: python -m tools.catalogue.differences BEFORE AFTER

Both are folders of a checkout. The text is Markdown; it is one line where only days differ. Names
come from packages of others: nothing in them is markup.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tools.catalogue.files import load
from tools.catalogue.pins import Pin, read_pins

__all__ = ["State", "differences", "main", "read_state"]

Facts = dict[str, Any]

_MOST = 8
"""How many names are listed; more are counted."""
_COVERS = frozenset({"broad", "implies", "partial"})
_MARKS = frozenset({"access", "admin_consent", "privilege", "review", "sensitivity"})
_UNUSUAL = re.compile(r"[^\w .,:;/()&+*{}~'-]")


class State(NamedTuple):
    """The catalogue of a checkout."""

    date: str
    entries: Mapping[str, Facts]
    providers: Mapping[str, Collection[str]]
    """For each provider with such a list, all its scopes."""
    requests: Mapping[str, Mapping[str, object]]
    """For each API, the requests with what each accepts."""
    packages: Mapping[str, Pin]


def main(arguments: list[str]) -> int:
    """Print the differences; 2 for other arguments."""
    if len(arguments) != 2:  # noqa: PLR2004 - before and after
        print(__doc__, file=sys.stderr)
        return 2
    before, after = (read_state(Path(argument)) for argument in arguments)
    print(differences(before, after), end="")
    return 0


def read_state(root: Path) -> State:
    """Read the catalogue of the checkout in a folder."""
    data = root / "schemas" / "connlint_schemas"
    lists = (load(path) for path in sorted((data / "providers").glob("*.json")))
    return State(
        date=load(data / "catalog.json")["date"],
        entries={path.stem: load(path) for path in sorted((data / "catalog").glob("*.json"))},
        providers={each["provider"]: each["scopes"].keys() for each in lists},
        requests={
            path.stem: _requests(load(path)) for path in sorted((data / "methods").glob("*.json"))
        },
        packages=read_pins(root / "tools" / "catalogue" / "pins.json"),
    )


def differences(before: State, after: State) -> str:
    """Return what changed from one state to another, in Markdown."""
    parts = {
        "Packages": _packages(before.packages, after.packages),
        "Types": _types(before.entries, after.entries),
        "Scopes": _scopes(before, after),
        "How complete the lists are": _completeness(before.entries, after.entries),
        "Requests": _all_requests(before.requests, after.requests),
    }
    sections = [
        f"## {title}\n\n" + "".join(f"- {line}\n" for line in found)
        for title, lines in parts.items()
        if (found := list(lines))
    ]
    days = f"The catalogue as of {after.date}, compared with that of {before.date}."
    if not sections:
        return f"{days} No fact changed.\n"
    return "\n".join([f"{days}\n", *sections])


def _packages(before: Mapping[str, Pin], after: Mapping[str, Pin]) -> Iterator[str]:
    for name, pin in after.items():
        if name not in before:
            yield f"`{name}` is a new source, at {_plain(pin.version)}"
        elif before[name].version != pin.version:
            yield f"`{name}`: {_plain(before[name].version)} → {_plain(pin.version)}"
    for name in sorted(before.keys() - after.keys()):
        yield f"`{name}` is no longer a source"


def _types(before: Mapping[str, Facts], after: Mapping[str, Facts]) -> Iterator[str]:
    for name, entry in after.items():
        if name not in before:
            count = len(entry["scopes"])
            yield f"{_title(entry)} is new, with {count} {'scope' if count == 1 else 'scopes'}"
        elif (before[name]["status"], entry["status"]) == ("observed", "documented"):
            yield f"{_title(entry)} is documented by Base44 now"
    for name in sorted(before.keys() - after.keys()):
        yield f"{_title(before[name])} is gone"


def _scopes(before: State, after: State) -> Iterator[str]:
    for name, entry in after.entries.items():
        if name not in before.entries:
            continue
        scopes, old = entry["scopes"], before.entries[name]["scopes"]
        changes = [
            _counted("added", scopes.keys() - old.keys()),
            _counted("retired", {each for each in scopes if _is_newly_retired(each, old, scopes)}),
            _counted(
                "in use again", {each for each in old if _is_newly_retired(each, scopes, old)}
            ),
            _counted("gone", old.keys() - scopes.keys()),
            _counted("covering others than before", _with_other(old, scopes, _COVERS)),
            _counted("with other access or other marks", _with_other(old, scopes, _MARKS)),
        ]
        if any(changes):
            yield f"{_title(entry)}: {'; '.join(filter(None, changes))}"
    for provider, listed in after.providers.items():
        known = before.providers.get(provider, ())
        changes = [
            _counted("added", set(listed) - set(known)),
            _counted("gone", set(known) - set(listed)),
        ]
        if any(changes):
            yield f"all services of {provider}: {'; '.join(filter(None, changes))}"


def _is_newly_retired(scope: str, before: Facts, after: Facts) -> bool:
    return scope in before and bool(
        after.get(scope, {}).get("deprecated") and not before[scope].get("deprecated")
    )


def _with_other(before: Facts, after: Facts, keys: Collection[str]) -> set[str]:
    """Return the scopes of both states about which some of these facts differ."""
    return {
        scope
        for scope in before.keys() & after.keys()
        if any(before[scope].get(key) != after[scope].get(key) for key in keys)
    }


def _completeness(before: Mapping[str, Facts], after: Mapping[str, Facts]) -> Iterator[str]:
    for name, entry in after.items():
        old = before.get(name, entry)["completeness"]
        if old != entry["completeness"]:
            yield f"{_title(entry)}: {old} → {entry['completeness']}"


def _all_requests(
    before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> Iterator[str]:
    for api in sorted(before.keys() | after.keys()):
        old, new = before.get(api, {}), after.get(api, {})
        changes = [
            _counted("added", new.keys() - old.keys()),
            _counted("gone", old.keys() - new.keys()),
            _counted(
                "with other scopes",
                {each for each in new.keys() & old.keys() if new[each] != old[each]},
            ),
        ]
        if any(changes):
            yield f"`{api}`: {'; '.join(filter(None, changes))}"


def _requests(content: Facts) -> dict[str, object]:
    """Return the requests of an API's file, each with the scopes that it accepts, by name."""
    found: dict[str, object] = {}
    for verb, url, _, accepted, *_parts in content["methods"]:
        found[f"{verb} {content['base']}{url}".strip()] = sorted(
            repr(_names(each, content["scopes"])) for each in content["accepted"][accepted][0]
        )
    return found


def _names(alternative: int | list[int], scopes: list[str]) -> list[str]:
    indices = alternative if isinstance(alternative, list) else [alternative]
    return [scopes[index] for index in indices]


def _title(entry: Facts) -> str:
    return f"{_plain(entry['name'])} (`{_plain(entry['type'])}`)"


def _plain(name: str) -> str:
    """Return a name without characters that mean something in Markdown or on GitHub."""
    return _UNUSUAL.sub("", name)


def _counted(what: str, names: Iterable[str]) -> str:
    """Return how many names there are and which, such as "2 added (`a`, `b`)"; empty for none."""
    found = sorted(names)
    if not found:
        return ""
    listed = ", ".join(f"`{_plain(name)}`" for name in found[:_MOST])
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return f"{len(found)} {what} ({listed}{more})"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
