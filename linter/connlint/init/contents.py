"""Contents of the files that `connlint init` writes, and the addresses in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from connlint._version import HOME, __version__

__all__ = [
    "CONFIG",
    "EXTENSION",
    "HOOKS",
    "REF",
    "RELEASED",
    "SCHEMA",
    "SCRIPT",
    "hook_entry",
    "runs_connlint",
    "schema_association",
    "workflow",
]

RELEASED = False
"""True if this version has a tag, and its extension is in the marketplace."""

_SCHEMAS = "https://raw.githubusercontent.com/connlint/connlint/main/schemas/connlint_schemas/"
REF = f"v{__version__}" if RELEASED else "main"
"""The tag or the branch of connlint's repository that hooks and workflows use."""

SCHEMA = f"{_SCHEMAS}connector.schema.json"
"""The address of the schema of connector files."""
EXTENSION = "connlint.connlint"
"""The identifier of the VS Code extension in the marketplace."""

CONFIG = f"""\
#:schema {_SCHEMAS}config.schema.json
# All settings: {HOME}/blob/main/docs/configuration.md

#min-severity = "warning"   # minimum severity to show: error, warning or info
#fail-on = "error"          # minimum severity for exit status 1: error, warning, info or never

[rules]                     # off, info, warning or error
#unused-connector = "warning"
"""

SCRIPT = ("lint:connectors", "connlint check")
"""The name and the command of the npm script."""

_PLAIN = re.compile(r"[A-Za-z][\w./-]*", re.ASCII)
_NO_STRINGS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})


def workflow(branch: str) -> str:
    """Return a workflow of GitHub Actions for a repository with this default branch."""
    name = branch
    if not _PLAIN.fullmatch(branch) or branch.casefold() in _NO_STRINGS:
        # GitHub reads a pattern here, in which these characters have a meaning.
        name = json.dumps(re.sub(r"([+!])", r"\\\1", branch), ensure_ascii=False)
    return f"""\
name: connlint
on:
  push:
    branches: [{name}]
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
      - uses: connlint/connlint@{REF}
"""


def hook_entry(indent: str) -> str:
    """Return connlint's entry for pre-commit's list of repositories, with a final line end."""
    lines = [f"- repo: {HOME}", f"  rev: {REF}", "  hooks:", "    - id: connlint"]
    return "".join(f"{indent}{line}\n" for line in lines)


HOOKS = "repos:\n" + hook_entry("  ")
"""A configuration of pre-commit that runs only connlint."""

_RUNS = re.compile(
    r"""^[^#\n]*?(?:
        \brepo:[ ]*["']?[^\s#]{0,200}/connlint/connlint\b
      | \bid:\s*["']?connlint(?:-fix)?\b
      | \buses:\s*["']?connlint/connlint\b
      | (?<![\w./-])connlint(?:@\S{1,100})?\s+check\b
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
