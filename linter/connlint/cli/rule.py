"""`connlint rule`: explain one rule, or list all."""

from __future__ import annotations

import json
from collections.abc import Iterable

from connlint.cli.console import Console, ExitStatus
from connlint.cli.rule_names import no_such_rule
from connlint.render import page_text
from connlint.render.hyperlinks import hyperlink
from connlint.render.pages import read_page
from connlint.render.style import COLOUR, PLAIN
from connlint.rules import RULES, Rule, docs_url

__all__ = ["explain"]

_COLUMNS = 80
_MOST_COLUMNS = 100
"""Longer lines are hard to read."""


def explain(name: str | None, output_format: str, console: Console) -> int:
    """Print the page of a rule, or a line for each rule; `output_format` is text or json.

    Raises UsageError when there is no such rule.
    """
    if name is None:
        console.write(_json(RULES) if output_format == "json" else _table(console))
        return ExitStatus.CLEAN
    if name not in RULES:
        raise no_such_rule(name, list(RULES.names))
    chosen = RULES.chosen([name])
    console.write(_json(chosen, page=True) if output_format == "json" else _page(name, console))
    return ExitStatus.CLEAN


def _page(name: str, console: Console) -> str:
    """Return the page of a rule: for a terminal, or in Markdown for a file and for programs."""
    text = read_page(name)
    has_colour = console.has_colour("auto")
    if not has_colour and not console.stdout.isatty():
        return text
    style = COLOUR if has_colour else PLAIN
    columns = min(console.columns() or _COLUMNS, _MOST_COLUMNS)
    return page_text.render(
        text, columns, style, docs_url(name), has_hyperlinks=console.has_hyperlinks("auto")
    )


def _table(console: Console) -> str:
    style = COLOUR if console.has_colour("auto") else PLAIN
    rows = [(rule.name, str(rule.severity), rule.summary) for rule in RULES]
    cells = page_text.table(rows, console.columns())
    links = console.has_hyperlinks("auto")
    lines = []
    for rule, (name, severity, first, *rest) in zip(RULES, cells, strict=True):
        padding = " " * (len(name) - len(rule.name))
        linked = hyperlink(rule.name, docs_url(rule.name)) + padding if links else name
        painted = style.paint(severity, style.severity[rule.severity])
        lines.append(f"{linked}  {painted}  {first}")
        lines += [f"{' ' * (len(name) + len(severity) + 4)}{line}" for line in rest]
    return "".join(f"{line}\n" for line in lines)


def _json(rules: Iterable[Rule], *, page: bool = False) -> str:
    described = [
        {
            "name": rule.name,
            "severity": str(rule.severity),
            "summary": rule.summary,
            "docs": docs_url(rule.name),
            **({"page": read_page(rule.name)} if page else {}),
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": described}, indent=2) + "\n"
