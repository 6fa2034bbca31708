"""Apps for tests of `connlint scopes`, and runs of it in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.console import Outcome, connlint
from tests.rules.apps import Files, function, uses, write

GOOGLE = "https://www.googleapis.com/auth/"
GMAIL = "gmail.googleapis.com/gmail/v1/users/me"
GITHUB = "api.github.com"
MAIL = ("gmail", f"GET {GMAIL}/labels", f"POST {GMAIL}/messages/send")
UNKNOWN = "await fetch(req.url, { headers: { Authorization: `Bearer ${accessToken}` } });"
"""A request that connlint cannot check, in a function that `uses` made."""

COMPLETE = uses(*MAIL)
"""An app without connector files; its code needs two scopes, and connlint can check everything."""

WITH_GAPS = uses(*MAIL, more=(UNKNOWN,))
"""The same app with a request that connlint cannot check."""

NOTHING_KNOWN = function(
    'const { accessToken } = await connectors.getConnection("gmail");', UNKNOWN
)
"""An app with nothing but a request that connlint cannot check."""


def scopes(*arguments: str) -> Outcome:
    """Run `connlint scopes` in the working directory."""
    return connlint("scopes", *arguments)


def printed(*arguments: str) -> str:
    """What a run without a problem prints."""
    found = scopes(*arguments)
    assert (found.status, found.err) == (0, "")
    return found.out


def found_in(files: Files, root: Path) -> list[dict[str, Any]]:
    """Write an app; return its connectors in the JSON report."""
    write(files, root)
    found: list[dict[str, Any]] = report_of(root)["connectors"]
    return found


def report_of(root: Path) -> dict[str, Any]:
    """Return what the JSON report says of the one app in a directory."""
    app: dict[str, Any]
    (app,) = json.loads(printed(str(root), "--format", "json"))["apps"]
    return app
