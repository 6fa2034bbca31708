"""Examples of code in Markdown: small apps, and the API methods that their requests are.

A section of a page is an example. Fenced blocks with a path after the language are files of
an app; the block `expect` that follows has a line for each request that carries a connector's
token, in the order of path and place:

    TYPE METHOD: SCOPES | SCOPES        any one alternative is enough; the first is the least
    TYPE METHOD: SCOPES | …7 more       where there are more than four alternatives
    TYPE METHOD: no scope               where the service asks for none
    TYPE METHOD at times: SCOPES        where it is not sure that a scope is needed
    TYPE METHOD of OTHER                where the request belongs to another type
    TYPE ?                              where connlint does not know what becomes of the token

What stands behind ` # ` says why. `?` as TYPE is a connector whose type is not known, `A + B`
are scopes that are needed together, `A or B` are methods that cannot be told apart, and scopes
of Google have lost what all of them begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.code.model import Request, UnresolvedFlow
from connlint.project import Project, find_targets
from connlint.run import read_project
from connlint.usage.by_id import connection_usages
from connlint.usage.connector_usage import usage_of
from connlint.usage.recommendation import least_of

__all__ = ["DOCS", "PAGES", "UNKNOWN", "Example", "expected", "read_examples", "shown"]

_HERE = Path(__file__).resolve()
DOCS = _HERE.parents[2] / "docs" / "functions.md"
PAGES = (*sorted(_HERE.with_name("examples").glob("*.md")), DOCS)
UNKNOWN = "?"

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
_GOOGLE = "https://www.googleapis.com/auth/"
_MOST = 4


class Example(NamedTuple):
    """An app of a page: its section's title, its files by their paths, and what is expected."""

    page: str
    title: str
    files: dict[str, str]
    expect: str

    def write(self, root: Path) -> None:
        """Put the app into a directory."""
        for name, text in {"base44/config.jsonc": "{}\n", **self.files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def read_examples(pages: Iterable[Path] = PAGES) -> list[Example]:
    """The examples of pages, in their order."""
    return [example for page in pages for example in _on_page(page)]


def _on_page(page: Path) -> Iterator[Example]:
    text = page.read_text("utf-8")
    titles = [(match.start(), match["title"]) for match in _HEADING.finditer(text)]
    files: dict[str, str] = {}
    title = ""
    for match in _FENCE.finditer(text):
        words = match["info"].split()
        latest = [each for start, each in titles if start < match.start()][-1:]
        if latest != [title]:
            assert not files, f"{page.name}: {title}: files without an expect block"
            title = "".join(latest)
        if words == ["expect"]:
            assert files, f"{page.name}: {title}: an expect block without files"
            yield Example(page.stem, title, files, match["body"])
            files = {}
        elif len(words) == 2:
            assert words[1] not in files, f"{page.name}: {title}: {words[1]} is there twice"
            files[words[1]] = match["body"]
    assert not files, f"{page.name}: {title}: files without an expect block"


def expected(example: Example) -> list[str]:
    """The expected lines, without what explains them."""
    return [line.partition(" # ")[0].rstrip() for line in example.expect.splitlines()]


def shown(root: Path, catalog: Catalog) -> list[str]:
    """What connlint finds in an app, in the form of an expect block."""
    project = read_project(find_targets([str(root)], str(root))[0], str(root))
    assert project.code.failures == ()
    return [line for _, line in sorted(set(_found(project, catalog)))]


def _found(project: Project, catalog: Catalog) -> Iterator[tuple[tuple[str, int, int], str]]:
    for use in usage_of(project, catalog).uses:
        for need in use.needs:
            line = _line(use.type, need.methods, use.entry)
            if need.misplaced and need.owners:
                line = f"{use.type} {need.misplaced[0].id} of {' or '.join(need.owners)}"
            yield _place(need.request), line
    told = [each.use for each in connection_usages(project, catalog)]
    for use in told:
        for need in use.needs:
            yield _place(need.request), _line(use.type, need.methods, use.entry)
    listed = {(call.source.path, call.span.start) for use in told for call in use.calls}
    places: tuple[Request | UnresolvedFlow, ...] = (
        *project.code.requests,
        *project.code.unresolved_flows,
    )
    for found in places:
        if isinstance(found, UnresolvedFlow) or (not found.type and found.call not in listed):
            yield _place(found), _line(found.type, (), None)


def _place(found: Request | UnresolvedFlow) -> tuple[str, int, int]:
    return found.source.path, found.span.start, found.span.end


def _line(type_name: str, methods: tuple[ApiMethod, ...], entry: ConnectorType | None) -> str:
    if not methods:
        return f"{type_name or UNKNOWN} {UNKNOWN}"
    names = " or ".join(method.id for method in methods)
    if not all(method.is_demanded for method in methods):
        names += " at times"
    scopes = " or ".join(dict.fromkeys([_scopes(method, entry) for method in methods]))
    return f"{type_name} {names}: {scopes}"


def _scopes(method: ApiMethod, entry: ConnectorType | None) -> str:
    """The alternatives of scopes that a method accepts, the least of them first."""
    first = least_of(method, method.accepted, entry)
    others = [scopes for scopes in method.accepted if scopes != first]
    ordered = [first, *others] if method.accepted else []
    texts = [" + ".join(scope.removeprefix(_GOOGLE) for scope in scopes) for scopes in ordered]
    if len(texts) > _MOST:
        texts = [texts[0], f"…{len(texts) - 1} more"]
    return " | ".join(texts) or "no scope"
