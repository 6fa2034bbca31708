"""The results that the functions for files return, which render themselves in each format."""

from __future__ import annotations

import json

from connlint._version import __version__
from connlint.render.registry import FORMATS
from connlint.render.settings import RenderSettings
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from connlint.audit import Audit
    from connlint.diagnostics.diagnostic import Diagnostic
    from connlint.fix.fixer import SkippedFix
    from connlint.plan import AppPlan
    from connlint.reporting.report import Report as Content
    from connlint.reporting.report import Summary

__all__ = ["AuditReport", "FixReport", "PlanReport", "Report"]


class Report(NamedTuple):
    """The findings of a run, in the order of apps, paths and places.

    It renders itself as `connlint check --format` does, with paths from the top of the files.
    `content` is what the formats take; its parts may change from one version to the next.
    """

    content: Content
    catalog_date: str

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return the findings."""
        return self.content.diagnostics

    @property
    def summary(self) -> Summary:
        """Return the counts, which include findings of lower severities that are not shown."""
        return self.content.summary

    def render(self, output_format: str) -> str:
        """Return the report in a format of `connlint check`; raises ValueError for another name."""
        if output_format not in FORMATS:
            raise ValueError(f"no such format: {output_format!r}; use one of {', '.join(FORMATS)}")
        from connlint.render.pages import read_page

        settings = RenderSettings(__version__, self.catalog_date, read_page)
        return FORMATS[output_format].render(self.content, settings)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON report as dictionaries and lists."""
        report: dict[str, Any] = json.loads(self.to_json())
        return report

    def to_json(self) -> str:
        """Return the JSON report, of which docs/formats.md has the schema."""
        return self.render("json")

    def to_sarif(self) -> str:
        """Return the report as SARIF 2.1.0, for code scanning."""
        return self.render("sarif")

    def to_gitlab(self) -> str:
        """Return the report for GitLab's Code Quality."""
        return self.render("gitlab")

    def to_junit(self) -> str:
        """Return the report as JUnit XML."""
        return self.render("junit")

    def to_markdown(self) -> str:
        """Return the report as Markdown."""
        return self.render("markdown")

    def to_text(self) -> str:
        """Return the report for people, with the lines that it is about, without colors."""
        return self.render("text")


class FixReport(NamedTuple):
    """The result of fixing files.

    `files` has the new contents of the files that change, each of the kind, text or bytes, in which
    it was given. `fixed` is the number of findings fixed, and `report` has the findings that are
    left.
    """

    files: Mapping[str, str | bytes]
    fixed: int
    skipped: tuple[SkippedFix, ...]
    report: Report


class AuditReport(NamedTuple):
    """The least-privilege report, which renders itself as `connlint audit --format` does."""

    audit: Audit

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON report as dictionaries and lists."""
        report: dict[str, Any] = json.loads(self.to_json())
        return report

    def to_json(self) -> str:
        """Return the JSON report, of which docs/audit.md has the schema."""
        from connlint.render import audit_json

        return audit_json.render(self.audit)

    def to_markdown(self) -> str:
        """Return the report as Markdown."""
        from connlint.render import audit_markdown

        return audit_markdown.render(self.audit)

    def to_html(self) -> str:
        """Return the report as a page that needs no other file."""
        from connlint.render import audit_html

        return audit_html.render(self.audit)

    def to_text(self) -> str:
        """Return the report for people, without colors."""
        from connlint.render import audit_text
        from connlint.render.style import PLAIN

        return audit_text.render(self.audit, PLAIN, None)


class PlanReport(NamedTuple):
    """Changes that a push makes for the people who use the apps, a plan for each app."""

    plans: tuple[AppPlan, ...]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the JSON report of each app, as `connlint plan --format json` prints it."""
        from connlint.render import plan_json

        return [json.loads(plan_json.render(each)) for each in self.plans]

    def to_markdown(self) -> str:
        """Return the plans as Markdown."""
        from connlint.render import plan_markdown

        return plan_markdown.render(self.plans)

    def to_text(self) -> str:
        """Return the plans for people, without colors."""
        from connlint.render import plan_text
        from connlint.render.style import PLAIN

        return plan_text.render(self.plans, PLAIN, None)
