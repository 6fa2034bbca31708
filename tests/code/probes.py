"""Ways of a token in Markdown: what is requested with it, and what connlint says of that.

A page begins with a frame: a function that makes one request with the token of Gmail. Each
section puts code into the frame's two places, `// before` and `// here`, and may bring files of
its own; what comes then is an `expect` block with a line for each request that a run makes:

    TYPE METHOD                   the request is made
    TYPE METHOD or ?              the request is made, or a gap is named: that is enough here
    TYPE ?                        where the token goes nobody can know: a gap has to be named
    TYPE exposed: SINK            the token leaves the function

A section without an `expect` block lists the messages and sends one.

`python -m tests.code.probes` prints what connlint makes of each; with a page's name, of that page.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from connlint.audit import Verdict as ScopeVerdict
from connlint.audit import audit_projects
from connlint.catalog import Catalog
from connlint.diagnostics.diagnostic import Diagnostic
from connlint.fix.fixer import fix_targets
from connlint.project import Project, Target, find_targets
from connlint.run import lint_targets
from connlint.usage.connector_usage import usage_of

__all__ = ["PAGES", "Kind", "Probe", "Verdict", "judge", "read_probes", "share", "table"]

PAGES = tuple(sorted(Path(__file__).resolve().with_suffix("").glob("*.md")))

_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"^(?P<blanks> *)// (?P<where>before|here)\n", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)
_ENTRY = "base44/functions/f/entry.ts"
_GOOGLE = "https://www.googleapis.com/auth/"
_CONNECTORS = "base44/connectors"
_FILES = {
    "base44/config.jsonc": '{ "name": "probe" }\n',
    f"{_CONNECTORS}/gmail.jsonc": json.dumps(
        {"type": "gmail", "scopes": [f"{_GOOGLE}gmail.readonly", f"{_GOOGLE}gmail.send"]}
    ),
}
_USUAL = ("gmail gmail.users.messages.list", "gmail gmail.users.messages.send")
# The scope of a connector file without which a request fails.
_SCOPES = {
    "gmail gmail.users.messages.list": f"{_GOOGLE}gmail.readonly",
    "gmail gmail.users.messages.send": f"{_GOOGLE}gmail.send",
    "googlecalendar calendar.calendarList.list": f"{_GOOGLE}calendar.readonly",
}
_PROOFS = frozenset({"unused-scope", "redundant-scope", "unused-connector"})
_UNKNOWN = "?"
_OR_UNKNOWN = " or ?"


class Kind(Enum):
    """What connlint makes of a probe."""

    UNDERSTOOD = "understood"
    """It says exactly what is expected."""
    NAMED = "named"
    """It names a gap, which is all that is expected."""
    ESCAPED = "escaped"
    """It says that it does not know all of it, or names more than a run requests."""
    LOST = "lost"
    """A request or an exposure is missing, and nothing says so."""
    FALSE = "false"
    """It says something that is wrong."""


class Probe(NamedTuple):
    """An app in which a token goes a certain way, and what a run of it does."""

    page: str
    title: str
    files: dict[str, str]
    expect: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return f"{self.page}: {self.title}"

    @property
    def is_unknown(self) -> bool:
        """Whether a gap has to be named."""
        return any(_is_gap(line) for line in self.expect)

    @property
    def required(self) -> frozenset[str]:
        """The requests and exposures that connlint has to find, where it names no gap."""
        known = (line for line in self.expect if not _is_gap(line))
        return frozenset(line.removesuffix(_OR_UNKNOWN) for line in known)

    @property
    def needed(self) -> frozenset[str]:
        """The scopes that have to stay in the connector files."""
        if self.is_unknown:
            return frozenset(_SCOPES.values())
        return frozenset(_SCOPES[line] for line in self.required if line in _SCOPES)

    def write(self, root: Path) -> None:
        """Put the app into a directory."""
        for name, text in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def _is_gap(line: str) -> bool:
    return line.endswith(f" {_UNKNOWN}") and not line.endswith(_OR_UNKNOWN)


class Verdict(NamedTuple):
    """What connlint says of a probe: `notes` say what is wrong, or not known."""

    probe: Probe
    kind: Kind
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n    ".join((f"{self.kind.value:<10} {self.probe.name}", *self.notes))


def read_probes(pages: Sequence[Path] = PAGES) -> list[Probe]:
    """The probes of pages, in their order."""
    return [probe for page in pages for probe in _on_page(page)]


def _on_page(page: Path) -> Iterator[Probe]:
    head, *sections = _SECTION.split(page.read_text("utf-8"))
    frame = _blocks(head)["ts frame"]
    for section in sections:
        title = section.partition("\n")[0]
        blocks = _blocks(section)
        expect = blocks.pop("expect", "\n".join(_USUAL))
        pieces = {where: blocks.pop(f"ts {where}", "") for where in ("before", "here")}
        entry = _filled(frame, pieces)
        files = {info.split(" ")[1]: body for info, body in blocks.items()}
        yield Probe(
            page.stem, title, {**_FILES, _ENTRY: entry, **files}, tuple(expect.splitlines())
        )


def _blocks(text: str) -> dict[str, str]:
    return {match["info"]: match["body"] for match in _BLOCK.finditer(text)}


def _filled(frame: str, pieces: dict[str, str]) -> str:
    """A frame with code in its places."""
    return _PLACE.sub(lambda match: _indented(pieces[match["where"]], match["blanks"]), frame)


def _indented(text: str, by: str) -> str:
    return "".join(by + line if line.strip() else line for line in text.splitlines(keepends=True))


def judge(probe: Probe, root: Path) -> Verdict:
    """Say what connlint makes of a probe, in an empty directory."""
    probe.write(root)
    targets = find_targets([str(root)], str(root))
    run = lint_targets(targets, str(root))
    assert run.projects[0].code.failures == ()
    found = set(_found(run.projects[0], run.catalog))
    gaps = tuple(dict.fromkeys(_gaps(run.projects[0], run.catalog)))
    missing = [f"not found: {line}" for line in sorted(probe.required - found)]
    more = [f"not requested: {line}" for line in sorted(found - probe.required)]
    wrong = [*_contradictions(probe, run.diagnostics)]
    wrong += _audited(probe, run.projects[0], run.catalog)
    wrong += _taken_away(probe, targets, root, run.diagnostics)
    if wrong:
        return Verdict(probe, Kind.FALSE, (*wrong, *more, *missing, *gaps))
    if gaps:
        certain = {line for line in probe.expect if not line.endswith(_UNKNOWN)}
        is_right = certain != set(probe.expect) and certain <= found
        return Verdict(probe, Kind.NAMED if is_right else Kind.ESCAPED, (*missing, *gaps))
    if probe.is_unknown:
        missing.append("no gap is named")
    if missing:
        return Verdict(probe, Kind.LOST, tuple(missing))
    return Verdict(probe, Kind.ESCAPED if more else Kind.UNDERSTOOD, tuple(more))


def _found(project: Project, catalog: Catalog) -> Iterator[str]:
    for use in usage_of(project, catalog).uses:
        for need in use.needs:
            if need.methods:
                yield f"{use.type} {' or '.join(method.id for method in need.methods)}"
    for exposure in project.code.token_leaks:
        yield f"{exposure.type} exposed: {exposure.sink}"


def _gaps(project: Project, catalog: Catalog) -> Iterator[str]:
    for use in usage_of(project, catalog).uses:
        for gap in use.gaps:
            yield f"gap: {use.type}: {gap.reason}"
    for place in project.code.unresolved_flows:
        if not place.type:
            yield f"gap: {place.reason}"


def _contradictions(probe: Probe, found: Sequence[Diagnostic]) -> Iterator[str]:
    """What rules say of scopes, connectors and requests that a run disproves."""
    types = {line.split(" ")[0] for line in probe.expect}
    done = [line.partition(" ")[2] for line in probe.required]
    for each in found:
        names = set(re.findall(r'"([^"]+)"', each.message))
        if each.rule in _PROOFS:
            is_wrong = bool(names & (types if each.rule == "unused-connector" else probe.needed))
        elif each.rule == "insufficient-scope":
            is_wrong = not any(method in each.message for method in done)
        else:
            is_exposed = any(line.startswith("exposed: ") for line in done)
            is_wrong = each.rule == "exposed-token" and not is_exposed
        if is_wrong:
            yield f"{each.rule}: {each.message}"


def _audited(probe: Probe, project: Project, catalog: Catalog) -> Iterator[str]:
    """What the audit says of scopes that are needed."""
    needless = {ScopeVerdict.UNUSED, ScopeVerdict.COVERED}
    for audited in audit_projects([("", project)], catalog).projects:
        for connector in audited.connectors:
            for each in connector.scopes:
                if each.scope in probe.needed and each.verdict in needless:
                    yield f"audit: {each.scope} is {each.verdict.value}"


def _taken_away(
    probe: Probe, targets: Sequence[Target], root: Path, found: Sequence[Diagnostic]
) -> Iterator[str]:
    """The scopes that are needed and that `check --fix --unsafe-fixes` takes away."""
    if not any(each.fixes for each in found):
        return
    texts = {name: text for name, text in probe.files.items() if name.startswith(_CONNECTORS)}
    fixed = fix_targets(targets, str(root), lambda _found, _fix: True)
    after = {**texts, **{each.source.path: each.text for each in fixed.files}}
    for scope in sorted(probe.needed):
        was_there = any(scope in text for text in texts.values())
        if was_there and not any(scope in text for text in after.values()):
            yield f"a fix takes {scope} away"


def share(verdicts: Sequence[Verdict]) -> float:
    """How many of the probes are understood that can be, from 0 to 1."""
    counts = Counter(each.kind for each in verdicts if each.kind is not Kind.NAMED)
    return counts[Kind.UNDERSTOOD] / max(1, counts.total())


def table(verdicts: Sequence[Verdict]) -> str:
    """How many probes of each page are of each kind."""
    pages = dict.fromkeys(each.probe.page for each in verdicts)
    lines = ["".join(f"{word:>12}" for word in ("", *(kind.value for kind in Kind)))]
    for page in (*pages, ""):
        counts = Counter(each.kind for each in verdicts if page in {"", each.probe.page})
        numbers = "".join(f"{counts[kind]:>12}" for kind in Kind)
        lines.append(f"{page or 'together':>12}{numbers}")
    return "\n".join(lines)


def _main(names: Sequence[str]) -> None:
    verdicts = []
    for probe in read_probes([page for page in PAGES if not names or page.stem in names]):
        with tempfile.TemporaryDirectory() as folder:
            verdicts.append(judge(probe, Path(folder)))
    order = list(Kind)
    for verdict in sorted(verdicts, key=lambda each: order.index(each.kind)):
        sys.stdout.write(f"{verdict}\n")
    sys.stdout.write(f"{table(verdicts)}\n{share(verdicts):.0%} of what can be is understood\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
