"""QuickBooks: OAuth scopes from the enum of Intuit's client on PyPI, intuit-oauth."""

from __future__ import annotations

import ast
from pathlib import Path

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = ["CHECKS", "PACKAGE", "class_strings", "extract"]

_FILE = "intuitlib/enums.py"
PACKAGE = Package("pypi", "intuit-oauth", (_FILE,))
CHECKS = ("quickbooks",)

_ENUM = "Scopes"


def extract(package_dir: Path) -> dict[str, object]:
    """Return `scopes.json`: the scopes. The package is parsed, never imported."""
    scopes = class_strings((package_dir / _FILE).read_text("utf-8"), _ENUM)
    if not scopes:
        raise UnexpectedPackageError(f"{_FILE} does not declare the enum {_ENUM}")
    return {"scopes.json": {"scopes": sorted(scopes)}}


def class_strings(text: str, name: str) -> set[str]:
    """Return the strings that the body of a class of a Python module assigns to names."""
    return {
        statement.value.value
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef) and node.name == name
        for statement in node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    }
