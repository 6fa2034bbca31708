"""SARIF 2.1.0, the exchange format of code scanning on GitHub, Azure DevOps and in editors."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import groupby
from urllib.parse import quote as percent

from connlint._version import HOME
from connlint.diagnostics.diagnostic import Diagnostic, Fix, Range, Related
from connlint.diagnostics.severity import Severity
from connlint.render.ascii_json import to_json
from connlint.render.rule_pages import Page, read_parts
from connlint.render.sentences import sentences
from connlint.render.settings import RenderSettings
from connlint.reporting.fingerprints import fingerprints
from connlint.reporting.report import Report
from connlint.rules import RULES, Rule, docs_url
from connlint.text.escaping import escape_unprintable
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.text.source import SourceFile

__all__ = ["FINGERPRINT", "render"]

FINGERPRINT = "connlintFingerprint/v1"
"""The name of our fingerprints; GitHub warns when a tool uses the name of GitHub's own."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_Json = dict[str, object]


class _Result(NamedTuple):
    found: Diagnostic
    fingerprint: str
    kind: str
    """The kind of suppression; empty for none."""


def render(report: Report, settings: RenderSettings) -> str:
    """Return the findings as one run of a SARIF log, in ASCII so that any encoding works.

    Suppressed findings are included, and marked so, if the settings say so; code scanning on
    GitHub ignores the mark, and takes all results for findings.
    """
    results = [result for result in _results(report) if settings.has_suppressed or not result.kind]
    rules = [rule for rule in RULES if any(result.found.rule == rule.name for result in results)]
    # Findings may come from rules outside RULES; these have no metadata.
    indices = {rule.name: index for index, rule in enumerate(rules)}
    run: _Json = {
        "tool": {
            "driver": {
                "name": "connlint",
                "informationUri": HOME,
                "version": settings.version,
                "semanticVersion": settings.version,
                "rules": [_rule(rule, read_parts(settings.read_page(rule.name))) for rule in rules],
                "properties": {"catalogue": settings.catalogue},
            }
        },
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The directory in which connlint ran."}}
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(result, indices) for result in results],
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _results(report: Report) -> list[_Result]:
    """Return the findings in the order of the report, then those that are suppressed."""
    kinds = (
        (report.diagnostics, ""),
        (report.silenced, "inSource"),
        (report.known, "external"),
    )
    listed = [(finding, kind) for diagnostics, kind in kinds for finding in diagnostics]
    all_fingerprints = fingerprints([finding for finding, _ in listed], report.sources)
    return [
        _Result(_placed(finding, report.sources), fingerprint, kind)
        for (finding, kind), fingerprint in zip(listed, all_fingerprints, strict=True)
    ]


def _placed(finding: Diagnostic, sources: Mapping[str, SourceFile]) -> Diagnostic:
    """Return a finding with absolute paths for files above the root, as SARIF allows no `../`."""

    def placed(path: str) -> str:
        source = sources.get(path)
        return source.location if path.startswith("../") and source is not None else path

    return finding._replace(
        path=placed(finding.path),
        related=tuple(each._replace(path=placed(each.path)) for each in finding.related),
        fixes=tuple(
            fix._replace(edits=tuple(edit._replace(path=placed(edit.path)) for edit in fix.edits))
            for fix in finding.fixes
        ),
    )


def _rule(rule: Rule, page: Page) -> _Json:
    return {
        "id": rule.name,
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": page.summary},
        "help": {"text": page.reason, "markdown": page.text},
        "helpUri": docs_url(rule.name),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(result: _Result, indices: Mapping[str, int]) -> _Json:
    finding = result.found
    index = indices.get(finding.rule)
    value: _Json = {
        "ruleId": finding.rule,
        **({} if index is None else {"ruleIndex": index}),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(sentences(finding))},
        "locations": [{"physicalLocation": _place(finding.path, finding.range)}],
        "partialFingerprints": {FINGERPRINT: result.fingerprint},
        # If one result of a run has this key, all results must have it.
        "suppressions": [{"kind": result.kind}] if result.kind else [],
    }
    if finding.related:
        value["relatedLocations"] = [
            _related(number, other) for number, other in enumerate(finding.related, 1)
        ]
    if finding.fixes:
        value["fixes"] = [_fix(fix) for fix in finding.fixes]
    return value


def _related(number: int, other: Related) -> _Json:
    return {
        "id": number,
        "physicalLocation": _place(other.path, other.range),
        "message": {"text": _message(escape_unprintable(other.message))},
    }


def _message(text: str) -> str:
    """Escape a message so that foreign text makes no link, which is `[text](address)`."""
    return text.replace("](", "]\\u{28}")


def _place(path: str, span: Range) -> _Json:
    return {"artifactLocation": _artifact(path), "region": _region(span)}


def _artifact(path: str) -> dict[str, str]:
    """Return the URI of a file: relative to the root where possible, or else absolute."""
    if os.path.isabs(path):
        return {"uri": f"file://{'' if path.startswith('/') else '/'}{_encoded(path)}"}
    return {"uri": _encoded(path), "uriBaseId": _ROOT}


def _encoded(path: str) -> str:
    """Return a path with percent escapes; a name that is not UTF-8 keeps its own bytes."""
    try:
        octets = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = path.encode("utf-8", "surrogatepass")
    return percent(octets, safe="/")


def _region(span: Range) -> dict[str, int]:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }


def _fix(fix: Fix) -> _Json:
    """Return a fix with the changes of each file, in the order of the text."""
    edits = sorted(fix.edits, key=lambda edit: (edit.path, edit.range))
    return {
        "description": {"text": _message(escape_unprintable(fix.title))},
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
