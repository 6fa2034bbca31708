"""Contents of the files that `connlint init` writes, and the addresses in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connlint._version import __version__

__all__ = [
    "CONFIG",
    "EXTENSION",
    "HOOKS",
    "SCHEMA",
    "WORKFLOW",
    "hook_entry",
    "runs_connlint",
    "schema_association",
]

_REPOSITORY = "https://github.com/connlint/connlint"
_SCHEMAS = "https://raw.githubusercontent.com/connlint/connlint/main/schemas/connlint_schemas/"
_RELEASE = f"v{__version__}"

SCHEMA = f"{_SCHEMAS}connector.schema.json"
"""The address of the schema of connector files."""
EXTENSION = "connlint.connlint"
"""The identifier of the VS Code extension in the marketplace."""

CONFIG = f"""\
#:schema {_SCHEMAS}config.schema.json
# What else can be said here: {_REPOSITORY}/blob/main/docs/configuration.md

#min-severity = "warning"   # what is shown: error, warning or info
#fail-on = "error"          # what makes the exit status 1; never for nothing

[rules]                     # off, info, warning or error
#unused-connector = "warning"
"""

WORKFLOW = f"""\
name: connlint
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  connlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with:
          persist-credentials: false
      - uses: connlint/connlint@{_RELEASE}
"""


def hook_entry(indent: str) -> str:
    """Return connlint's entry for pre-commit's list of repositories, with a final line end."""
    lines = [f"- repo: {_REPOSITORY}", f"  rev: {_RELEASE}", "  hooks:", "    - id: connlint"]
    return "".join(f"{indent}{line}\n" for line in lines)


HOOKS = "repos:\n" + hook_entry("  ")
"""A configuration of pre-commit that runs only connlint."""

_RUNS = re.compile(
    r"""^[^#\n]*?(?:
        \brepo:[ ]*["']?[^\s#]{0,200}/connlint/connlint\b
      | \bid:\s*["']?connlint(?:-fix)?\b
      | \buses:\s*["']?connlint/connlint\b
      | (?<![\w./-])connlint\s+check\b
    )""",
    re.VERBOSE | re.MULTILINE,
)


def runs_connlint(text: str) -> bool:
    """Tell whether a configuration of hooks or CI runs connlint already; comments do not count."""
    return _RUNS.search(text) is not None


def schema_association(folders: Iterable[str]) -> dict[str, object]:
    """Return the entry for VS Code's `json.schemas`; the folders are relative, with `/`."""
    matches = [f"{folder}/*.{ending}" for folder in folders for ending in ("json", "jsonc")]
    return {"fileMatch": matches, "url": SCHEMA}
