"""Checks of every output format: the printed findings are parsed again and compared."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser

from tools.fuzz.limit import hold

from connlint.audit import audit_projects
from connlint.catalog import Catalog
from connlint.cli.console import Console
from connlint.cli.options import ReportOptions
from connlint.cli.reporting import write_report
from connlint.diagnostics.diagnostic import Diagnostic
from connlint.render import audit_html, audit_json, audit_markdown, audit_text
from connlint.render.registry import FORMATS
from connlint.run import Run
from connlint.run_report import Selection

__all__ = ["READERS", "check_audit", "check_formats"]

_VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "wbr"})
_CONCISE = re.compile(r"(.+):(\d+):(\d+): (error|warning|info)\[([a-z0-9-]+)\] (.+)")
_COMMAND = re.compile(r"::(error|warning|notice) [^\r\n]*?::.+")


def check_formats(run: Run) -> None:
    """Print a run in every format, and check the output by parsing it."""
    findings = [finding for part in run.found for finding in part]
    silenced = [finding for part in run.silenced for finding in part]
    for name in FORMATS:
        read = READERS[name]
        read(_printed(run, ReportOptions(format=name, color="never")), findings, silenced)
    _printed(run, ReportOptions(format="text", color="always"))
    _check_statistics(_printed(run, ReportOptions(format="text", statistics=True)), findings)


def _printed(run: Run, options: ReportOptions) -> str:
    stdout, stderr = io.StringIO(newline=""), io.StringIO(newline="")
    files = sum(len(project.connectors) for project in run.projects)
    output = Selection(run.found, run.silenced, run.known, files)
    write_report(run, output, options, Console(io.BytesIO(), stdout, stderr, {}))
    if options.color != "always":
        _check_printable(stdout.getvalue(), options.format)
    _check_printable(stderr.getvalue(), "standard error")
    return stdout.getvalue()


def _check_printable(text: str, name: str) -> None:
    raw = sorted({char for char in text if not char.isprintable()} - {"\n"})
    hold(not raw, f"{name} is printed with {raw}")


def _read_json(text: str, found: Sequence[Diagnostic], _: Sequence[Diagnostic]) -> None:
    read = [
        (each["rule"], each["path"], each["message"]) for each in json.loads(text)["diagnostics"]
    ]
    hold(read == [(each.rule, each.path, each.message) for each in found], "JSON loses findings")
    hold(text.isascii(), "JSON is not ASCII")


def _read_sarif(text: str, found: Sequence[Diagnostic], silenced: Sequence[Diagnostic]) -> None:
    (run,) = json.loads(text)["runs"]
    rules = [each["ruleId"] for each in run["results"]]
    wanted = [each.rule for each in (*found, *silenced)]
    hold(sorted(rules) == sorted(wanted), "SARIF loses findings")
    hold(text.isascii(), "SARIF is not ASCII")


def _read_gitlab(text: str, found: Sequence[Diagnostic], silenced: Sequence[Diagnostic]) -> None:
    names = [each["check_name"] for each in json.loads(text)]
    hold(names == [each.rule for each in found], "GitLab's report loses findings")
    prints = [each["fingerprint"] for each in json.loads(text)]
    hold(len(set(prints)) == len(prints), "two findings have one fingerprint")
    hold(text.isascii() or silenced, "GitLab's report is not ASCII")


def _read_junit(text: str, found: Sequence[Diagnostic], _: Sequence[Diagnostic]) -> None:
    root = ET.fromstring(text)  # noqa: S314 - our own text
    failures = list(root.iter("failure"))
    files = {each.path for each in found}
    hold(len(failures) == len(files), f"JUnit has {len(failures)} failures of {len(files)} files")


def _read_github(text: str, found: Sequence[Diagnostic], _: Sequence[Diagnostic]) -> None:
    lines = text.split("\n")[:-1]
    hold(len(lines) == len(found), f"{len(lines)} commands for {len(found)} findings")
    odd = [line for line in lines if not _COMMAND.fullmatch(line)]
    hold(not odd, f"no commands: {odd}")


def _read_concise(text: str, found: Sequence[Diagnostic], _: Sequence[Diagnostic]) -> None:
    lines = [_CONCISE.fullmatch(line) for line in text.split("\n")[:-1]]
    read = [(line[1], line[2], line[3], line[5]) if line else None for line in lines]
    wanted = [
        (each.path, str(each.range.start.line), str(each.range.start.column), each.rule)
        for each in found
    ]
    hold(read == wanted, "the concise format loses findings")


def _read_rdjson(text: str, found: Sequence[Diagnostic], _: Sequence[Diagnostic]) -> None:
    read = [
        (each["code"]["value"], each["location"]["path"])
        for each in json.loads(text)["diagnostics"]
    ]
    paths = [each.path.encode("utf-8", "backslashreplace").decode() for each in found]
    wanted = [(each.rule, path) for each, path in zip(found, paths, strict=True)]
    hold(read == wanted, "rdjson loses findings")
    hold(text.isascii(), "rdjson is not ASCII")


def _read_markdown(text: str, found: Sequence[Diagnostic], _: Sequence[Diagnostic]) -> None:
    count = sum(line.startswith("- **") for line in text.split("\n"))
    hold(count == len(found), f"{count} items in Markdown of {len(found)} findings")


def _read_text(text: str, found: Sequence[Diagnostic], _: Sequence[Diagnostic]) -> None:
    count = sum(line.lstrip().startswith("--> ") for line in text.split("\n"))
    hold(count == len(found), f"{count} pictures of {len(found)} findings")


READERS: Mapping[str, Callable[[str, Sequence[Diagnostic], Sequence[Diagnostic]], None]] = {
    "text": _read_text,
    "concise": _read_concise,
    "json": _read_json,
    "sarif": _read_sarif,
    "github": _read_github,
    "gitlab": _read_gitlab,
    "junit": _read_junit,
    "rdjson": _read_rdjson,
    "markdown": _read_markdown,
}


def _check_statistics(text: str, found: Sequence[Diagnostic]) -> None:
    counts = [int(line.split()[0]) for line in text.split("\n")[:-1]]
    hold(sum(counts) == 2 * len(found), "the statistics lose findings")


def check_audit(run: Run) -> None:
    """Print the least-privilege report in every format, and check the output."""
    audit = audit_projects([(".", project) for project in run.projects], Catalog())
    names = [connector.type for project in audit.projects for connector in project.connectors]
    read = json.loads(audit_json.render(audit))["projects"]
    printed_names = [connector["type"] for project in read for connector in project["connectors"]]
    hold(printed_names == names, "the audit's JSON loses connectors")
    for name, module in (("text", audit_text), ("Markdown", audit_markdown), ("HTML", audit_html)):
        _check_printable(module.render(audit), f"the audit's {name}")
    page = _Page()
    page.feed(audit_html.render(audit))
    page.close()
    hold(not page.open, f"the audit's page leaves {page.open} open")


class _Page(HTMLParser):
    """A parser that checks that a page's elements are nested and closed correctly."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        hold(self.open and self.open.pop() == tag, f"the audit's page closes {tag} too early")
