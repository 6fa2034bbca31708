"""`connlint check --show-config`: what counts, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from connlint.cli.console import Console, ExitStatus
from connlint.config.settings import Level, Settings
from connlint.project import Target, load_project, shown_path
from connlint.text.escaping import escape_unprintable

__all__ = ["show_config"]


def show_config(targets: Sequence[Target], cwd: str, console: Console) -> int:
    """Print the settings of each project as a connlint.toml that says all of them."""
    blocks = []
    for target in targets:
        settings = load_project(target, cwd).settings
        root = escape_unprintable(shown_path(target.root, cwd))
        blocks.append("\n".join([f"# {root}", *_lines(settings)]) + "\n")
    console.write("\n".join(blocks))
    return ExitStatus.CLEAN


def _lines(settings: Settings) -> Iterator[str]:
    origin = escape_unprintable(settings.source.path) if settings.source else ""
    fail_on = "never" if settings.fail_on is None else str(settings.fail_on)
    values: list[tuple[str, object]] = [
        ("min-severity", str(settings.min_severity)),
        ("fail-on", fail_on),
        ("extra-types", list(settings.own_types)),
        ("catalog", settings.catalog or ""),
        ("exclude", list(settings.exclude)),
    ]
    for key, value in values:
        where = origin if key in settings.said else "default"
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}  # {where}"
    if settings.extra_scopes:
        yield f"[extra-scopes]  # {origin}"
        for name, scopes in settings.extra_scopes.items():
            yield f"{json.dumps(name)} = {json.dumps(list(scopes))}"
    if settings.rules:
        yield f"[rules]  # {origin}"
        yield from _levels(settings.rules)
    for pattern, rules in settings.file_rules:
        yield f"[per-file-rules.{json.dumps(pattern)}]  # {origin}"
        yield from _levels(rules)


def _levels(rules: Mapping[str, Level]) -> Iterator[str]:
    for name, level in rules.items():
        yield f'{name} = "{"off" if level is None else level}"'
