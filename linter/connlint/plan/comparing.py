"""Comparison of two states of an app: what the next push changes, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connlint.catalog import ConnectorType
from connlint.plan.model import (
    AppPlan,
    Change,
    ConnectorAdded,
    ConnectorRemoved,
    RequestAdded,
    ScopeAdded,
    ScopeRemoved,
)
from connlint.plan.requests import broken_requests, new_requests, unchecked_requests
from connlint.plan.state import Declared, State
from connlint.plan.verdict import verdict_on
from connlint.text.escaping import listing, plural, quote

__all__ = ["compare"]

_MOST_PLACES = 3
_PACKAGES = "node_modules"


def compare(before: State | None, now: State, root: str, since: str) -> AppPlan:
    """Return the plan for an app, of which the first state may not exist.

    `root` and `since` are its folder and the first state as they are to be shown.
    """
    comparison = _Comparison(before, now)
    changes = tuple(comparison.changes())
    renames = tuple(_renames(changes, before, now))
    notes = tuple(dict.fromkeys(comparison.notes))
    return AppPlan(root, since, verdict_on(changes, renames, notes), changes, renames, notes)


class _Comparison:
    """The changes between two states; `notes` are complete once all changes are taken."""

    def __init__(self, before: State | None, now: State) -> None:
        self._before = before
        self._now = now
        self._old: Mapping[str, Declared] = before.declared if before is not None else {}
        self.notes: list[str] = []

    def changes(self) -> Iterator[Change]:
        """Yield the changes: of connectors, then of scopes, then of requests."""
        before, now = self._before, self._now
        if before is None:
            self.notes.append("This app exists only now, so everything in it is new")
        self._note_files()
        yield from self._added()
        removed = list(self._removed())
        yield from removed
        both = [name for name in sorted(now.declared) if name in self._old]
        pairs = [(self._old[name], now.declared[name]) for name in both]
        for old, new in pairs:
            yield from self._scopes_added(old, new)
        for old, new in pairs:
            yield from self._scopes_removed(old, new)
        yield from self._requests(before)
        self._note_code(removed)

    def _note_files(self) -> None:
        for state, then in ((self._before, " then"), (self._now, "")):
            if state is None:
                continue
            for path in state.broken:
                rest = "" if then else "; Base44 rejects the push until it is fixed"
                verb = "could not" if then else "cannot"
                self.notes.append(f"{quote(path)} {verb} be read completely{then}{rest}")
            for name, (first, second) in sorted(state.repeated.items()):
                rest = "" if then else "; Base44 rejects the push until one is deleted"
                verb = "defined" if then else "define"
                self.notes.append(
                    f"{quote(first)} and {quote(second)} both {verb} {quote(name)}{then}{rest}"
                )

    def _added(self) -> Iterator[ConnectorAdded]:
        for name, new in sorted(self._now.declared.items()):
            if name in self._old:
                continue
            if self._before is not None and _may_have(self._before, new, self._now):
                self.notes.append(
                    f"connlint cannot tell whether {self._now.name(name)} is new, "
                    "because not all connector files could be read then"
                )
                continue
            entry = self._now.catalog.entry(name)
            yield ConnectorAdded(
                name,
                self._now.name(name),
                tuple(new.scopes),
                entry is None or entry.token in {"platform", "metered"},
                entry is not None and any(map(entry.is_reviewed, new.scopes)),
                new.path,
            )

    def _removed(self) -> Iterator[ConnectorRemoved]:
        before = self._before
        for name, old in sorted(self._old.items()):
            if name in self._now.declared or before is None:
                continue
            if _may_have(self._now, old, before):
                self.notes.append(
                    f"connlint cannot tell whether the push disconnects {before.name(name)}, "
                    "because not all connector files can be read"
                )
                continue
            users, is_known = self._now.users(name), name in before.catalog
            yield ConnectorRemoved(name, before.name(name), users, is_known)

    def _scopes_added(self, old: Declared, new: Declared) -> Iterator[ScopeAdded]:
        entry = self._now.catalog.entry(new.type)
        listed = {_plain(scope, entry) for scope in old.scopes}
        if not old.is_whole:
            self.notes.append(
                f"connlint cannot tell which scopes of {self._now.name(new.type)} are new"
            )
            return
        for scope, line in new.scopes.items():
            if _plain(scope, entry) in listed:
                continue
            listed.add(_plain(scope, entry))
            is_asked = entry is None or (entry.takes_scopes and scope not in entry.companions)
            fact = entry.facts.get(entry.bare(scope), {}) if entry is not None else {}
            yield ScopeAdded(
                new.type,
                self._now.name(new.type),
                scope,
                is_asked,
                entry is not None and entry.is_reviewed(scope),
                str(fact.get("description", "")),
                entry.provider if entry is not None else "",
                new.path,
                line,
            )

    def _scopes_removed(self, old: Declared, new: Declared) -> Iterator[ScopeRemoved]:
        entry = self._now.catalog.entry(new.type)
        kept = {_plain(scope, entry) for scope in new.scopes}
        removed = {
            _plain(each, entry): each for each in old.scopes if _plain(each, entry) not in kept
        }
        if not new.is_whole:
            self.notes.append(
                f"connlint cannot tell which scopes of {self._now.name(new.type)} are removed"
            )
            return
        use = self._now.uses.get(new.type)
        scopes = list(removed.values())
        broken = broken_requests(use, scopes) if use is not None and scopes else {}
        for scope in scopes:
            yield ScopeRemoved(
                new.type, self._now.name(new.type), scope, broken.get(scope, ()), new.path
            )

    def _requests(self, before: State | None) -> Iterator[RequestAdded]:
        now = self._now
        unread = before.unread if before is not None else {}
        unsure: list[str] = []
        for added in new_requests(before, now):
            place = now.place(added.request.path)
            # Packages are in no commit.
            is_packaged = before is not None and f"/{_PACKAGES}/" in f"/{added.request.path}"
            if is_packaged or place in unread:
                unsure.append(f"{added.request.path}:{added.request.line}")
            else:
                yield added
        if unsure:
            which = "this request is" if len(unsure) == 1 else "these requests are"
            self.notes.append(f"connlint cannot tell whether {which} new: {_few(unsure)}")
        unchecked = [f"{each.path}:{each.line}" for each in unchecked_requests(before, now)]
        if unchecked:
            self.notes.append(
                f"{plural(len(unchecked), 'new request')} may need scopes that connlint does not "
                f"know: {_few(unchecked)}"
            )

    def _note_code(self, removed: list[ConnectorRemoved]) -> None:
        """Note code that may use a removed connector, and code that uses one without a file."""
        now = self._now
        places = [
            f"{call.source.path}:{call.source.line_and_column(call.span.start)[0]}"
            for call in now.calls_at_run_time()
        ]
        unknown = [*places, *now.unread.values()]
        if removed and unknown:
            place = quote(unknown[0])
            self.notes.append(
                f"More code may use a removed connector: connlint could not check {place}"
            )
        gone = {each.type for each in removed}
        if not now.declared or now.is_hidden or now.untyped:
            return
        for name, use in sorted(now.uses.items()):
            entry = use.entry
            is_ours = entry is not None and entry.token in {"platform", "metered"}
            if use.connector is None and use.calls and is_ours and name not in gone:
                self.notes.append(
                    f"The code uses {now.name(name)}, which has no connector file: if it is "
                    "connected, the push disconnects it"
                )


def _few(places: list[str]) -> str:
    """Return the first places as a list in words."""
    more = len(places) - _MOST_PLACES
    names = [quote(place) for place in places[:_MOST_PLACES]]
    return listing([*names, *([f"{more} more"] if more > 0 else [])])


def _may_have(state: State, other: Declared, elsewhere: State) -> bool:
    """Tell whether a file that cannot be read may define a connector that the other state has.

    That is its own file, or one that is not there in the other state.
    """
    if state.is_hidden:
        return True
    known = {each.place for each in elsewhere.declared.values()} | set(elsewhere.untyped)
    return any(place == other.place or place not in known for place in state.untyped)


def _plain(scope: str, entry: ConnectorType | None) -> str:
    """Return a scope in the spelling that is compared: some providers accept several."""
    if entry is None:
        return scope
    bare = entry.bare(scope)
    return bare.casefold() if entry.ignores_case else bare


def _renames(
    changes: tuple[Change, ...], before: State | None, now: State
) -> Iterator[tuple[str, str]]:
    """Yield the types of removed connectors with those that replace them, each once."""
    if before is None:
        return
    added = [change.type for change in changes if isinstance(change, ConnectorAdded)]
    for change in changes:
        if not isinstance(change, ConnectorRemoved):
            continue
        old = before.declared[change.type]
        for name in added:
            if now.declared[name].place == old.place or _is_sibling(name, change.type, now):
                added.remove(name)
                yield change.type, name
                break


def _is_sibling(name: str, other: str, state: State) -> bool:
    """Tell whether two types give tokens of two kinds for one service, or mean the same one."""
    entry = state.catalog.entry(name)
    if entry is not None and entry.other_token is not None and entry.other_token[0] == other:
        return True
    meant = {state.catalog.certain_type(each) for each in (name, other) if each}
    return len(meant) == 1 and None not in meant
