"""The page of `connlint audit --format html` in a real browser.

The screenshots of the last run are in .cache/pictures.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.audit.apps import connector, function

from connlint.audit import audit_projects
from connlint.catalog import Catalog
from connlint.project import find_targets
from connlint.render import audit_html
from connlint.run import read_project

EXAMPLES = Path(__file__).parents[2] / "examples"
PICTURES = Path(__file__).parents[2] / ".cache" / "pictures"
SCRIPT = Path(__file__).with_name("audit_page.js")
EVIL = "<script>alert(1)</script>"
SEND = "POST https://gmail.googleapis.com/gmail/v1/users/me/messages/send"
Seen = dict[str, Any]
# WCAG 2.1, level AA.
CONTRAST = 4.5


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, node: str, playwright_npm: Path, chromium: str
) -> Seen:
    root = tmp_path_factory.mktemp("app") / "shop"
    connector(root, "gmail", ["https://www.googleapis.com/auth/gmail.readonly", EVIL])
    connector(root, "slackbot", ["chat:write", "channels:read", '"><img src=x onerror=alert(1)>'])
    function(root, "mail <b>now</b>", "gmail", [SEND])
    function(root, "list", "slackbot", ["GET https://slack.com/api/conversations.list"])
    (target,) = find_targets([str(root)], str(root.parent))
    project = read_project(target, str(root.parent))
    page = root.parent / "page.html"
    page.write_text(audit_html.render(audit_projects([("shop", project)], Catalog())), "utf-8")
    apps = root.parent / "apps.html"
    apps.write_text(_several_apps(), "utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    run = subprocess.run(
        [node, SCRIPT, playwright_npm, chromium, page, apps, PICTURES],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {**json.loads(run.stdout), "address": page.as_uri()}


def _several_apps() -> str:
    """The page about both examples, of which one has more scopes than a window is wide."""
    projects = []
    for name in ("healthy-app", "broken-app"):
        (target,) = find_targets([str(EXAMPLES / name)], str(EXAMPLES))
        projects.append((name, read_project(target, str(EXAMPLES))))
    return audit_html.render(audit_projects(projects, Catalog()))


def test_it_loads_nothing_and_runs_nothing(seen: Seen) -> None:
    assert seen["requests"] == [seen["address"]] * 2
    assert seen["problems"] == []
    assert not {"script", "img", "link", "iframe"} & set(seen["elements"])


def test_foreign_text_is_text(seen: Seen) -> None:
    assert "b" in seen["elements"]
    assert seen["title"] == "Scope report: shop"
    assert seen["headings"] == ["Scope report", "shop", "Gmail", "Slack Bot"]


def test_light_and_dark_are_readable(seen: Seen) -> None:
    light, dark = seen["schemes"]["light"], seen["schemes"]["dark"]
    assert light["ground"] != dark["ground"]
    assert light["lowest"] >= CONTRAST
    assert dark["lowest"] >= CONTRAST


def test_the_keyboard_reaches_everything(seen: Seen) -> None:
    stops = seen["stops"]
    assert stops[:3] == ["div.matrix", "a", "a"]
    assert stops.count("summary") == seen["details"]
    assert seen["opened"] == seen["details"] > 0


def test_a_narrow_window_does_not_scroll_sideways(seen: Seen) -> None:
    assert not seen["sideways"]


def test_many_apps_have_a_table_of_contents(seen: Seen) -> None:
    names = [name for name, _ in seen["contents"]]
    assert names[:3] == ["healthy-app", "GitHub", "Gmail"]
    assert names.index("broken-app") == 11
    assert all(name == heading for name, heading in seen["contents"])


def test_on_paper_all_evidence_is_shown(seen: Seen) -> None:
    assert seen["onScreen"] == 0
    assert seen["onPaper"] == seen["evidence"] > 20
    assert seen["cuesOnPaper"] == 0


def test_a_table_that_scrolls_says_so(seen: Seen) -> None:
    assert seen["wide"] == {"cues": 1, "tables": 1, "sideways": False}
    assert seen["phone"] == {"cues": 2, "tables": 2, "sideways": False}


def test_there_is_a_picture_of_each(seen: Seen) -> None:
    assert seen["schemes"].keys() == {"light", "dark"}
    for name in (*seen["schemes"], "apps", "print", "phone"):
        assert (PICTURES / f"{name}.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
