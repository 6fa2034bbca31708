"""Small trees of files for tests, written from a dict."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

CONFIG = '{"name": "Notes"}\n'
SLACK = '{"type": "slack", "scopes": ["chat:write"]}\n'
GMAIL = '{"type": "gmail", "scopes": ["https://www.googleapis.com/auth/gmail.send"]}\n'


def make(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files below `root`; a name that ends in `/` is an empty directory."""
    for name, content in files.items():
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root
