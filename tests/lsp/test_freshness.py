"""Answers while somebody types are those of a fresh look, though most is not read again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.console import CONFIG, CONNECTORS, MISTYPED, SLACK, app
from tests.lsp.editor import BOTH, Editor, with_editor
from tests.lsp.sessions import search, session_in

import connlint_lsp.checked
from connlint.catalog import Catalog
from connlint.diagnostics.diagnostic import Diagnostic
from connlint.files.overlay import OverlayDisk
from connlint.project import find_targets
from connlint_lsp.checked import Checked, check_target
from connlint_lsp.documents import OpenDocument
from connlint_lsp.session import Session

CALLS = """\
import { createClientFromRequest } from "npm:@base44/sdk";
import { send } from "../../shared/send.ts";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("slackbot");
  await send(accessToken, "https://slack.com/api/chat.postMessage");
  return Response.json({});
});
"""
SEND = """\
export async function send(token: string, url: string) {
  return fetch(url, { method: "POST", headers: { Authorization: `Bearer ${token}` } });
}
"""
LIST = '{"type": "slackbot", "scopes": ["chat:write", "channels:read"]}\n'
EVENT = '{"automations": [{"type": "connector", "integration_type": "%s"}]}\n'
PATHS = '{"compilerOptions": {"paths": {"@/*": ["./%s/*"]}}}'
PAGE = "export const App = () => <p>Hello</p>;\n"
TEXTS = {
    "base44/connectors/slackbot.jsonc": (
        LIST,
        LIST.replace("chat:write", "chat:wite"),
        LIST.replace("slackbot", "slack"),
        LIST.replace(",", " // connlint-ignore unused-scope\n,"),
        LIST.replace("}", ""),
        LIST.replace("chat", "\ud800"),
        "",
    ),
    "base44/connectors/slack.json": (SLACK, MISTYPED, '{"scopes": "chat:write"}'),
    "base44/functions/post/entry.ts": (
        CALLS,
        CALLS.replace("chat.postMessage", "conversations.list"),
        CALLS.replace("Response.json({})", "Response.json({ accessToken })"),
        CALLS.replace("shared/send.ts", "shared/other.ts"),
        CALLS.replace("../../shared", "@"),
        CALLS.replace('("slackbot")', '("slakbot") // connlint-ignore unconfigured-connector'),
        CALLS.replace("getConnection", "getAccessToken"),
        "Deno.serve(() => Response.json({}));\n",
        "",
    ),
    "base44/shared/send.ts": (
        SEND,
        SEND.replace("fetch(url", "fetch('https://slack.com/api/conversations.list'"),
        'import { log } from "./log.ts";\n' + SEND,
        f"// \udcff\n{SEND}",
    ),
    "base44/shared/other.ts": (SEND, CALLS),
    "base44/functions/post/function.jsonc": (EVENT % "slackbot", EVENT % "gmail", "{"),
    "base44/workflows/new.jsonc": ("{}", '{"trigger": {"trigger_type": "connector"}}'),
    "base44/tsconfig.json": (PATHS % "shared", PATHS % "others", "{"),
    "base44/others/send.js": (SEND.replace("POST", "GET"), CALLS),
    "base44/config.jsonc": (CONFIG, '{"name": "Notes", "connectorsDir": "others"}'),
    "base44/others/gmail.jsonc": ('{"type": "gmail", "scopes": []}', MISTYPED),
    "connlint.toml": ("", '[rules]\nunused-scope = "error"\n', '[catalog]\nextra-types = ["slak"]'),
    "src/App.tsx": (
        PAGE,
        f"{PAGE}base44.connectors.getConnection('slackbot');\n",
        f"{PAGE}base44.connectors.connectAppUser('slackbot');\n",
    ),
    "src/App.test.tsx": (PAGE, f"{PAGE}base44.connectors.getConnection('slackbot');\n"),
    "package.json": (
        "{}",
        '{"name": "notes"}',
        '{"connlint": {"rules": {"unused-scope": "warning"}}}',
    ),
    "pyproject.toml": ("[tool.connlint]\nfail-onn = 1", '[project]\nname = "notes"'),
}
STRUCTURE = {"config.jsonc", "connlint.toml", "package.json", "pyproject.toml"}


class Step(NamedTuple):
    """Something that happens to a file: `text` is the number of one of its texts."""

    what: str
    path: str
    text: int


_WHATS = st.sampled_from(["type"] * 6 + ["open", "close", "save", "delete", "behind"])
STEPS = st.lists(
    st.builds(Step, _WHATS, st.sampled_from(sorted(TEXTS)), st.integers(0, 7)), max_size=12
)


class Desk:
    """Somebody at an editor, with an app on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path, texts in TEXTS.items():
            self.write(path, texts[0])
        self.session = session_in(root)
        list(self.session.projects())

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))

    def do(self, step: Step) -> None:
        texts, file = TEXTS[step.path], self.root / step.path
        text, is_open = texts[step.text % len(texts)], str(file) in self.session.documents
        if step.what in {"type", "open"} and is_open == (step.what == "type"):
            language = "jsonc" if "json" in file.suffix else "typescript"
            self.session.open(OpenDocument(file.as_uri(), str(file), language, 1, text))
        elif step.what == "close" and is_open:
            self.session.close(str(file))
        elif step.what == "save":
            is_there = file.exists()
            self.write(step.path, text)
            if is_there and file.name not in STRUCTURE:
                self.session.touch(str(file))
            else:
                self.session.restart()
        elif step.what == "delete":
            file.unlink(missing_ok=True)
            self.session.restart()
        elif step.what == "behind" and file.name not in STRUCTURE and file.exists():
            # Something that the editor does not see, and an edit soon after.
            self.write(step.path, text)
            for document in list(self.session.documents.values())[:1]:
                self.session.open(document)
                list(self.session.projects())
                self.session.settle()
            if not self.session.documents:
                self.session.restart()
        search(self.session)

    def fresh(self) -> Checked:
        overlay = self.session.contents()
        (target,) = find_targets([str(self.root)], str(self.root), OverlayDisk(overlay))
        return check_target(target, overlay, Catalog())


def _seen(checked: Checked) -> tuple[dict[str, tuple[Diagnostic, ...]], dict[str, str]]:
    return dict(checked.found), {place: each.text for place, each in checked.sources.items()}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_the_findings_are_those_of_a_fresh_look(
    tmp_path: Path, steps: list[Step]
) -> None:
    root = tmp_path / "app"
    shutil.rmtree(root, ignore_errors=True)
    desk = Desk(root)
    for path in TEXTS:
        desk.do(Step("open", path, 0))
    for step in steps:
        desk.do(step)
        (found,) = desk.session.projects()
        assert _seen(found) == _seen(desk.fresh())


def test_each_text_leads_to_each_other_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "app")
    for path, texts in TEXTS.items():
        desk.do(Step("open", path, 0))
        list(desk.session.projects())
        for one in range(len(texts)):
            for other in range(len(texts)):
                for text in (one, other):
                    desk.do(Step("type", path, text))
                    (found,) = desk.session.projects()
                    assert _seen(found) == _seen(desk.fresh()), (path, one, other)
        desk.do(Step("close", path, 0))


@pytest.mark.parametrize("path", ["slackbot.jsonc", "entry.ts", "send.ts", "App.tsx"])
def test_typing_does_not_read_the_disk(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path / "app")
    (file,) = (each for each in TEXTS if each.endswith("/" + path))
    desk.do(Step("open", file, 0))
    list(desk.session.projects())

    def fail(*_: object) -> None:
        raise AssertionError("the project was read")

    with monkeypatch.context() as patched:
        patched.setattr(connlint_lsp.checked, "read_project", fail)
        patched.setattr(os, "stat", fail)
        patched.setattr(os, "scandir", fail)
        content = (tmp_path / "app" / file).read_text()
        place = str(desk.root / file)
        text = content + "\n// An edit.\n"
        document = desk.session.documents[place]
        desk.session.open(document._replace(version=2, text=text))
        (found,) = desk.session.projects()
    assert _seen(found) == _seen(desk.fresh())
    assert found.sources[place].text == text if place in found.sources else path == "App.tsx"


@pytest.mark.parametrize("change", ["write", "add", "remove"])
@pytest.mark.parametrize("name", BOTH)
def test_what_no_editor_tells_is_seen_when_nobody_types(
    name: str, change: str, tmp_path: Path
) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK, "gmail.jsonc": SLACK.replace("slack", "gmail")})
    other = root / CONNECTORS / ("new.jsonc" if change == "add" else "gmail.jsonc")
    before = [] if change == "add" else ["foreign-scope"]
    after = [] if change == "remove" else ["unknown-type"]

    async def scenario(editor: Editor) -> None:
        await editor.start(root, options={"debounce": 0})
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        editor.replace(uri, SLACK + "\n")
        assert await editor.rules(other.as_uri(), *before) == before
        if change == "remove":
            other.unlink()
        else:
            other.write_text(MISTYPED)
        editor.replace(uri, SLACK)
        assert await editor.rules(other.as_uri(), *after) == after

    with_editor(name, scenario)


def test_a_text_that_becomes_a_connector_is_looked_at() -> None:
    session = Session()
    location = session.location("untitled:Untitled-1")
    document = OpenDocument("untitled:Untitled-1", location, "jsonc", 1, "")
    session.open(document)
    assert session.find(location) is None
    session.open(document._replace(version=2, text=MISTYPED))
    found = session.find(location)
    assert found is not None
    assert [each.rule for each in found.found[location]] == ["unknown-type"]
