"""SARIF 2.1.0, the exchange format of code scanning on GitHub, Azure DevOps and in editors."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from itertools import groupby
from urllib.parse import quote as percent

from connlint.diagnostic import Diagnostic, Fix, Range, Related
from connlint.fingerprints import fingerprints
from connlint.render.ascii_json import to_json
from connlint.render.rule_pages import Page, read_parts
from connlint.render.sentences import sentences
from connlint.report import Report
from connlint.rules import RULES, Rule, docs_address
from connlint.severity import Severity
from connlint.tuples import NamedTuple
from connlint.wording import visible

__all__ = ["FINGERPRINT", "render"]

FINGERPRINT = "connlintFingerprint/v1"
"""The name of our fingerprints; GitHub has one of its own, and warns when a tool takes that."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://github.com/connlint/connlint"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_Json = dict[str, object]


class _Result(NamedTuple):
    found: Diagnostic
    fingerprint: str
    kind: str
    """The kind of suppression; empty for none."""


def render(
    report: Report,
    *,
    version: str,
    catalogue: str,
    read_page: Callable[[str], str],
    suppressed: bool = True,
) -> str:
    """The findings as one run of a SARIF log; ASCII, so that any encoding keeps it.

    With `suppressed`, what comments silence and a baseline knows is there as such; code
    scanning on GitHub does not look at that, and takes all results for findings. `catalogue`
    is the day of the catalogue, YYYY-MM-DD, and `read_page` gives the page of a rule.
    """
    results = [each for each in _results(report) if suppressed or not each.kind]
    rules = [rule for rule in RULES if any(each.found.rule == rule.name for each in results)]
    # A list of rules may be another one than that of connlint, and then has no metadata.
    indices = {rule.name: index for index, rule in enumerate(rules)}
    run: _Json = {
        "tool": {
            "driver": {
                "name": "connlint",
                "informationUri": _HOME,
                "version": version,
                "semanticVersion": version,
                "rules": [_rule(rule, read_parts(read_page(rule.name))) for rule in rules],
                "properties": {"catalogue": catalogue},
            }
        },
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The directory in which connlint ran."}}
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(each, indices) for each in results],
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _results(report: Report) -> list[_Result]:
    """The findings as they are reported, then those that are suppressed."""
    kinds = (
        (report.diagnostics, ""),
        (report.silenced, "inSource"),
        (report.known, "external"),
    )
    listed = [(found, kind) for diagnostics, kind in kinds for found in diagnostics]
    known_by = fingerprints([found for found, _ in listed], report.sources)
    return [
        _Result(found, fingerprint, kind)
        for (found, kind), fingerprint in zip(listed, known_by, strict=True)
    ]


def _rule(rule: Rule, page: Page) -> _Json:
    return {
        "id": rule.name,
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": page.summary},
        "help": {"text": page.reason, "markdown": page.text},
        "helpUri": docs_address(rule.name),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(result: _Result, indices: Mapping[str, int]) -> _Json:
    found = result.found
    index = indices.get(found.rule)
    value: _Json = {
        "ruleId": found.rule,
        **({} if index is None else {"ruleIndex": index}),
        "level": _LEVELS[found.severity],
        "message": {"text": _message(sentences(found))},
        "locations": [{"physicalLocation": _place(found.path, found.range)}],
        "partialFingerprints": {FINGERPRINT: result.fingerprint},
        # Where one result of a run has it, all have to.
        "suppressions": [{"kind": result.kind}] if result.kind else [],
    }
    if found.related:
        value["relatedLocations"] = [
            _related(number, other) for number, other in enumerate(found.related, 1)
        ]
    if found.fixes:
        value["fixes"] = [_fix(fix) for fix in found.fixes]
    return value


def _related(number: int, other: Related) -> _Json:
    return {
        "id": number,
        "physicalLocation": _place(other.path, other.range),
        "message": {"text": _message(visible(other.message))},
    }


def _message(text: str) -> str:
    """A message in which foreign text makes no link: those are `[text](address)`."""
    return text.replace("](", "]\\u{28}")


def _place(path: str, place: Range) -> _Json:
    return {"artifactLocation": _artifact(path), "region": _region(place)}


def _artifact(path: str) -> dict[str, str]:
    """The address of a file: below the root where it can be, or else the whole of it."""
    if os.path.isabs(path):
        return {"uri": f"file://{'' if path.startswith('/') else '/'}{_encoded(path)}"}
    return {"uri": _encoded(path), "uriBaseId": _ROOT}


def _encoded(path: str) -> str:
    """A path with percent escapes; a name that is no UTF-8 comes out with its own bytes."""
    try:
        octets = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = path.encode("utf-8", "surrogatepass")
    return percent(octets, safe="/")


def _region(place: Range) -> dict[str, int]:
    return {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    }


def _fix(fix: Fix) -> _Json:
    """A fix with the changes of each file, in the order of the text."""
    edits = sorted(fix.edits, key=lambda edit: (edit.path, edit.range))
    return {
        "description": {"text": _message(visible(fix.title))},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [
                    {
                        "deletedRegion": _region(edit.range),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in group
                ],
            }
            for path, group in groupby(edits, key=lambda edit: edit.path)
        ],
        "properties": {"safety": fix.safety.value},
    }
