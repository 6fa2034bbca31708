"""`connlint rule`: explain one rule, or list all."""

from __future__ import annotations

import json
from collections.abc import Iterable

from connlint.cli.console import Console, ExitStatus
from connlint.cli.pages import read_page
from connlint.cli.rule_names import no_such_rule
from connlint.rules import RULES, Rule, docs_url

__all__ = ["explain"]


def explain(name: str | None, output_format: str, console: Console) -> int:
    """Print the page of a rule, or a line for each rule; `output_format` is text or json.

    Raises UsageError when there is no such rule.
    """
    if name is None:
        console.write(_json(RULES) if output_format == "json" else _table())
        return ExitStatus.CLEAN
    if name not in RULES:
        raise no_such_rule(name, list(RULES.names))
    chosen = RULES.chosen([name])
    console.write(_json(chosen, page=True) if output_format == "json" else read_page(name))
    return ExitStatus.CLEAN


def _table() -> str:
    name_width = max(map(len, RULES.names))
    return "".join(
        f"{rule.name:{name_width}}  {rule.severity!s:7}  {rule.summary}\n" for rule in RULES
    )


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
