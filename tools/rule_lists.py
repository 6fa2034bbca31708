"""Write the lists of rules that people and editors read: in README.md and in config.schema.json.

Usage: python -m tools.rule_lists [--check]

Names, order and summaries are those of the registry, severities those of the rules' pages. With
`--check`, nothing is written, and the status is 1 where a list is not up to date.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from connlint.rules import RULES, Rule

__all__ = ["lists", "main"]

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SCHEMA = ROOT / "schemas" / "connlint_schemas" / "config.schema.json"
_TABLE = re.compile(r"(?<=\| rule \| severity \| \|\n\|---\|---\|---\|\n)(?:\|.*\n)+")
_SEVERITY = re.compile(r"^Severity: ([^·\n]+?) ·", re.MULTILINE)


def lists() -> dict[Path, str]:
    """Return the files that have lists of rules, with the content that they should have."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    schema["$defs"]["rules"]["properties"] = {
        rule.name: {
            "description": f"{rule.summary}; {rule.severity} by default.",
            "$ref": "#/$defs/level",
        }
        for rule in sorted(RULES, key=lambda rule: rule.name)
    }
    table = "".join(map(_row, RULES))
    return {
        README: _TABLE.sub(lambda _: table, README.read_text("utf-8")),
        SCHEMA: json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
    }


def _row(rule: Rule) -> str:
    page = (ROOT / "docs" / "rules" / f"{rule.name}.md").read_text("utf-8")
    (severities,) = _SEVERITY.findall(page)
    names = list(dict.fromkeys(re.findall(r"error|warning|info", severities)))
    summary = rule.summary.replace("|", "\\|")
    return f"| [{rule.name}](docs/rules/{rule.name}.md) | {' or '.join(names)} | {summary} |\n"


def main(arguments: list[str]) -> int:
    """Write the lists, or say which are not up to date."""
    is_check = "--check" in arguments
    changed = {path: text for path, text in lists().items() if path.read_text("utf-8") != text}
    for path, text in changed.items():
        if is_check:
            print(f"{path.relative_to(ROOT)} is not up to date: python -m tools.rule_lists")
        else:
            path.write_text(text, "utf-8")
            print(f"{path.relative_to(ROOT)} written")
    return int(is_check and bool(changed))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
