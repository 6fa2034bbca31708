"""unknown-rule: connlint.toml names a rule that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.nearest import nearest
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.wording import quote

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    settings = project.settings
    if settings.source is None:
        return
    # The registry imports this module, so it can be asked only when it is there.
    from connlint.rules.registry import RULES

    known = [rule.name for rule in RULES]
    for name, span in settings.rule_names:
        if name not in known:
            near = nearest(name, known)
            advice = f'did you mean "{near}"?' if near else "`connlint rule` lists them"
            yield Finding(settings.source, span, f"there is no rule {quote(name)}", advice)


RULE = Rule(
    "unknown-rule",
    Severity.WARNING,
    "connlint.toml names a rule that does not exist",
    check_project=_check,
    reads_broken_text=True,
)
