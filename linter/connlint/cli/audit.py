"""`connlint audit`: print the least-privilege report about projects."""

from __future__ import annotations

import os
from collections.abc import Sequence

from connlint.audit import Audit, audit_projects
from connlint.catalog import Catalog
from connlint.cli.apps import apps_of
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.text.escaping import escape_unprintable

__all__ = ["audit"]


def audit(
    paths: Sequence[str], output_format: str, color: str, console: Console, *, gaps: bool = False
) -> int:
    """Print which scopes the projects have, and which their code needs.

    With `gaps`, print the outlines of requests that fit no known method instead. Raises
    NothingToLint for a path that leads to no project, and UsageError for `gaps` with a format.
    """
    if gaps and output_format != "text":
        raise UsageError("--gaps prints lines of text, so it cannot be used with --format")
    projects = [(app.shown_root, app.project) for app in apps_of(paths, os.getcwd(), console)]
    report = audit_projects(projects, Catalog())
    if gaps:
        return _print_gaps(report, console)
    console.write(_rendered(report, output_format, color, console))
    return ExitStatus.CLEAN


def _print_gaps(report: Audit, console: Console) -> int:
    """Print a line for each request that fits no known method: its type, and its outline."""
    lines = {
        escape_unprintable(f"{connector.type} {gap.request}")
        for project in report.projects
        for connector in project.connectors
        for gap in connector.gaps
        if gap.request
    }
    console.write("".join(f"{line}\n" for line in sorted(lines)))
    if not lines:
        console.say("Every request to a connector's own service is known.")
    return ExitStatus.CLEAN


def _rendered(report: Audit, output_format: str, color: str, console: Console) -> str:
    if output_format == "text":
        from connlint.render import audit_text
        from connlint.render.style import COLOUR, PLAIN

        return audit_text.render(
            report, COLOUR if console.has_colour(color) else PLAIN, console.columns()
        )
    if output_format == "json":
        from connlint.render import audit_json

        return audit_json.render(report)
    if output_format == "markdown":
        from connlint.render import audit_markdown

        return audit_markdown.render(report)
    from connlint.render import audit_html

    return audit_html.render(report)
