"""Sections of options and examples of each command, for its help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["EXAMPLES", "SECTIONS"]

SECTIONS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "connlint check": {
        "What to check": (
            "--changed",
            "--stdin-filename",
            "--show-files",
            "--config",
            "--no-config",
            "--show-config",
        ),
        "Rules": ("--select", "--ignore", "--add-ignore", "--strict-suppressions"),
        "Output": (
            "--format",
            "--output-file",
            "--min-severity",
            "--statistics",
            "--color",
            "--quiet",
        ),
        "Fixes": ("--fix", "--unsafe-fixes", "--diff"),
        "Baseline": ("--baseline", "--write-baseline"),
        "Run": ("--fail-on", "--jobs", "--no-cache", "--help"),
    },
}
"""By command: titles of sections with their options, in this order."""

EXAMPLES: Mapping[str, Sequence[tuple[str, str]]] = {
    "connlint": (
        ("connlint check", "Check the app in this folder"),
        ("connlint PATH/TO/APP", "Check another app; `check` may be left out"),
        ("connlint help check", "Show the options of a command"),
    ),
    "connlint check": (
        ("connlint check", "Check the app in this folder"),
        ("connlint check --fix", "Apply safe fixes and show what is left"),
        ("connlint check --select unused-scope", "Check with one rule"),
        ("connlint check --format sarif --output-file r.sarif", "Write a report for code scanning"),
        ("cat slack.jsonc | connlint check -", "Check one connector file from standard input"),
        ("CONNLINT_FORMAT=concise connlint check", "Set an option by a variable"),
    ),
    "connlint audit": (
        ("connlint audit", "Show the scopes of the app in this folder"),
        ("connlint audit --format html > audit.html", "Write the report as a page"),
    ),
    "connlint scopes": (
        ("connlint scopes", "Show the scopes that the app in this folder has to ask for"),
        ("connlint scopes --format command", "Print the commands that connect its services"),
        ("connlint scopes --write", "Create and update its connector files, after a question"),
    ),
    "connlint plan": (
        ("connlint plan", "Show what changes since the branch began"),
        ("connlint plan --since HEAD~1", "Compare with the commit before"),
        ("connlint plan --from ../live", "Compare with another folder"),
        ("connlint plan --fail-on disconnect --fail-on restricted", "Fail for these changes"),
    ),
    "connlint fleet": (
        ("connlint fleet apps/ --output found.parquet", "Check each app in a directory"),
        (
            "connlint fleet apps.parquet --output found.csv --summary apps.csv",
            "Check the apps in a table",
        ),
        ("connlint fleet s3://b/*.parquet --output f.parquet --resume", "Go on with a killed run"),
    ),
    "connlint rule": (
        ("connlint rule", "List all rules"),
        ("connlint rule unknown-type", "Explain one rule"),
    ),
    "connlint catalog": (
        ("connlint catalog", "List all connector types"),
        ("connlint catalog show gmail", "Show the scopes of a type"),
        ("connlint catalog search send mail", "Find the scopes to send mail"),
    ),
    "connlint catalog show": (("connlint catalog show gmail", "Show the scopes of Gmail"),),
    "connlint catalog search": (
        ("connlint catalog search send mail", "Find the scopes to send mail"),
    ),
    "connlint catalog update": (
        (
            "base44 connectors list-available --json | connlint catalog update -",
            "Add the types that Base44 offers today",
        ),
    ),
    "connlint init": (
        ("connlint init --dry-run", "Show what would be written"),
        ("connlint init --yes", "Write it without a question"),
    ),
    "connlint server": (
        ("connlint server --log-file connlint.log", "Write a log, to find out what goes wrong"),
    ),
    "connlint completion": (
        ("connlint completion --install", "Set up completion for the shell that you use"),
        ("connlint completion zsh", "Print the script for zsh"),
    ),
    "connlint help": (("connlint help catalog show", "Show the help of `catalog show`"),),
    "connlint version": (("connlint version", "Print the version"),),
}
"""By command: command lines, and what each does."""
