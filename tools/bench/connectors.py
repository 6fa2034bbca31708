"""An app with many connector files, all healthy, for the benchmark."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["app_with_connectors"]

_CATALOG = Path(__file__).resolve().parents[2] / "schemas" / "connlint_schemas" / "catalog"


def app_with_connectors(root: Path, count: int, suffix: str = ".jsonc") -> Path:
    """Write an app of connectors: each known type, then types that only share the shape."""
    entries = [json.loads(path.read_text("utf-8")) for path in sorted(_CATALOG.glob("*.json"))]
    directory = root / "base44" / "connectors"
    directory.mkdir(parents=True)
    (root / "base44" / "config.jsonc").write_text('{"name": "Many"}\n', "utf-8")
    for number in range(count):
        if number < len(entries):
            name, scopes = entries[number]["type"], list(entries[number]["scopes"])[:3]
        else:
            name, scopes = f"service_{number:04}", ["items:read", "items:write", "profile"]
        text = json.dumps({"type": name, "scopes": scopes}, indent=2)
        (directory / f"{name}{suffix}").write_text(text, "utf-8")
    return root
