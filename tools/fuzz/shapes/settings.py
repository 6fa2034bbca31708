"""Shapes of settings with many entries."""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.building import Shape, settings

__all__ = ["SETTINGS"]

SETTINGS: Mapping[str, Shape] = {
    "rules that are none": settings("[rules]\n", 'exposed-tokn# = "off"\n'),
    "keys that are none": settings("", "exclud# = []\n"),
    "rules for files": settings("", '[per-file-rules."base44/**/a*#"]\nbroad-scope = "off"\n'),
    "types of one's own": settings("extra-types = [\n", '"acme_#",\n', "]\n"),
    "scopes of one's own": settings("[extra-scopes]\ngmail = [\n", '"https://x/#",\n', "]\n"),
}
