"""Apps with many connector files, for the benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

__all__ = ["app_with_connectors", "healthy_app"]

_NOTABLE = {"alias", "broad", "deprecated", "implies", "requires", "unverified"}
"""Properties of scopes about which connlint may report a finding."""
_SCOPES = ["items:read", "items:write", "profile"]
_CATALOG = Path(__file__).resolve().parents[2] / "schemas" / "connlint_schemas" / "catalog"


def app_with_connectors(root: Path, count: int) -> Path:
    """Write an app of connectors: the known types, then made-up types of the same form."""
    entries = [json.loads(path.read_text("utf-8")) for path in sorted(_CATALOG.glob("*.json"))]
    connectors = [(entry["type"], list(entry["scopes"])[:3]) for entry in entries[:count]]
    _write(root, [*connectors, *((name, _SCOPES) for name in _others(len(connectors), count))])
    return root


def healthy_app(root: Path, count: int) -> Path:
    """Write an app in strict JSON about which no program reports anything.

    First come the known types, then made-up types, which the app's own catalogue lists.
    """
    connectors = _known()[:count]
    own = _others(len(connectors), count)
    _write(root, [*connectors, *((name, _SCOPES) for name in own)])
    # Base44's command line needs the app's id.
    (root / "base44" / ".app.jsonc").write_text('{"id": "many"}\n', "utf-8")
    if own:
        (root / "connlint.toml").write_text('catalog = "connlint-catalog.json"\n', "utf-8")
        catalog = {"version": 1, "types": {name: {} for name in own}}
        (root / "connlint-catalog.json").write_text(json.dumps(catalog), "utf-8")
    return root


def _others(first: int, end: int) -> list[str]:
    """Return made-up types, which the catalogue does not have."""
    return [f"service_{number:05}" for number in range(first, end)]


def _write(root: Path, connectors: Iterable[tuple[str, list[str]]]) -> None:
    """Write an app with these types and scopes."""
    directory = root / "base44" / "connectors"
    directory.mkdir(parents=True)
    (root / "base44" / "config.jsonc").write_text('{"name": "Many"}\n', "utf-8")
    for name, scopes in connectors:
        text = json.dumps({"type": name, "scopes": scopes}, indent=2) + "\n"
        (directory / f"{name}.json").write_text(text, "utf-8")


def _known() -> list[tuple[str, list[str]]]:
    """Return the types that an app can connect, each with up to three plain scopes."""
    types = []
    for path in sorted(_CATALOG.glob("*.json")):
        entry = json.loads(path.read_text("utf-8"))
        if not entry["token"].startswith("workspace"):
            plain = [s for s, about in entry["scopes"].items() if not _NOTABLE & {*about}]
            if plain or not entry["takes_scopes"]:
                types.append((entry["type"], plain[:3] if entry["takes_scopes"] else []))
    return types
