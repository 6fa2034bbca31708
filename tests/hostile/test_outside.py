"""Files outside the repository that links and settings lead to: no word of them is ever shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types
from tests.cli.console import CONNECTORS, SLACK, Outcome, app, connlint, program
from tests.lsp.editor import BOTH, Editor, at, with_editor

from connlint.render.registry import FORMATS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")

MARK = "hunter2"
"""Every line of an outside file has it."""
CALL = (
    "Deno.serve(async (req) => {\n"
    "  const { connectors } = createClientFromRequest(req).asServiceRole;\n"
    '  const token = await connectors.getAccessToken("gmail");\n'
    '  const mail = await connectors.getConnection("slack");\n'
    "  return Response.json({ token, mail });\n"
    "});\n"
)
AVAILABLE = json.dumps({"integrations": [{"integration_type": "acme", "display_name": "Acme"}]})

TEXTS = {
    "an environment": f"HOME=/root\0TOKEN={MARK}\0",
    "a broken connector": f'{{"type": "slack", {MARK} "scopes": ["{MARK}"]\n// {MARK}\n',
    "a connector with mistakes": (
        f'{{"type": "slack", "{MARK}": "{MARK}", // {MARK}\n'
        f'"scopes": ["chat:write {MARK}", "{MARK}", "{MARK}"]}}\n'
    ),
    "another type": f'{{"type": "slak", "type": "{MARK}", "scopes": "{MARK}"}}\n',
    "broken TOML": f'{MARK} = "{MARK}\n[{MARK}\n',
    "TOML": f'{MARK} = "{MARK}"\nextra-types = ["{MARK}"]\n[rules]\n{MARK} = "{MARK}"\n',
    "TOML that is repeated": f"[{MARK}]\n[{MARK}]\n",
    "settings": f'exclude = ["{MARK}"]\nextra-types = ["{MARK}"]\nextra-scopes.gmail = ["{MARK}"]\n',
    "a catalogue": json.dumps({"version": 1, "types": {MARK: {"name": MARK}, "slakk": {}}}),
    "a broken catalogue": json.dumps({"version": 1, "types": {f"{MARK} {MARK}": {}}}),
    "an app's config": f'{{"name": "{MARK}", "connectorsDir": "{MARK}", "{MARK}": "{MARK}"}}\n',
    "code": (
        f'const {MARK} = await base44.asServiceRole.connectors.getConnection("{MARK}");\n'
        f"console.log({MARK}.accessToken, '{MARK}');\n"
        f"await base44.asServiceRole.connectors.getAccessToken('{MARK}'); // {MARK}\n"
        f"// connlint-ignore {MARK}\n"
    ),
    "a function's config": (
        f'{{"name": "{MARK}", "entry": "{MARK}.ts", "automations": [{{"type": "connector", '
        f'"integration_type": "{MARK}", "events": ["{MARK}"]}}]}}\n'
    ),
    "a workflow": (
        '{"trigger": {"config": {"trigger_type": "connector", '
        f'"integration_type": "{MARK}", "events": ["{MARK}"]}}}}}}\n'
    ),
    "Latin-1": f'{{"type": "{MARK}é"}}',
    "hooks": f"repos:\n  - repo: {MARK}\n",
}


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


CONNECTOR = ("an environment", "a broken connector", "a connector with mistakes", "another type")
CODE = ("an environment", "code")
FILES = {
    f"{CONNECTORS}/gmail.jsonc": (*CONNECTOR, "Latin-1"),
    f"{CONNECTORS}/gmail.yaml": ("another type",),
    "base44/config.jsonc": ("an environment", "a broken connector", "an app's config"),
    "base44/functions/mail/entry.ts": CODE,
    "base44/functions/mail/function.jsonc": ("an environment", "a function's config"),
    "base44/functions/mail/helper.ts": CODE,
    "base44/shared/all.ts": CODE,
    "base44/workflows/daily.jsonc": ("an environment", "a workflow"),
    "src/page.tsx": CODE,
    "connlint.toml": ("an environment", "broken TOML", "TOML", "TOML that is repeated", "settings"),
    "connlint-catalog.json": ("an environment", "a catalogue", "a broken catalogue"),
    ".pre-commit-config.yaml": ("an environment", "hooks"),
    ".vscode/settings.json": ("a connector with mistakes",),
    ".vscode/extensions.json": ("a connector with mistakes",),
    ".github/workflows/ci.yml": ("hooks",),
}
"""The files of an app that may be links, with what they are tried with."""
FOLDERS = (
    "base44",
    CONNECTORS,
    "base44/functions",
    "base44/functions/mail",
    "base44/shared",
    "base44/workflows",
    "src",
    ".vscode",
    ".github",
)
"""The folders of an app that may be links."""


def _app(root: Path, *, repository: bool) -> Path:
    """A healthy app whose code imports a helper and calls two connectors."""
    app(root, {"slack.jsonc": SLACK})
    for name in ("functions/mail", "shared", "workflows", "../src", "../.vscode"):
        (root / "base44" / name).mkdir(parents=True)
    (root / ".github/workflows").mkdir(parents=True)
    (root / "base44/functions/mail/entry.ts").write_text(
        f'import {{ help }} from "./helper.ts";\nimport {{ all }} from "../../shared/all.ts";\n{CALL}'
    )
    if repository:
        (root / ".git").mkdir()
    return root


def _replace(root: Path, name: str, target: Path) -> None:
    """Put a link in the place of a file or folder of an app."""
    path = root / name
    if path.is_dir():
        path.rename(root.parent / f"was-{path.name}")
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _runs(name: str) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Command lines that show as much as there is, with their standard input."""
    everything = ("--min-severity", "info", "--strict-suppressions")
    for kind in FORMATS:
        yield ("check", "--format", kind, *everything), b""
    yield ("check", "--color", "always", *everything), b""
    for option in ("--show-config", "--show-files", "--statistics"):
        yield ("check", option), b""
    yield ("check", "--config", "connlint.toml"), b""
    yield ("check", *everything, name), b""
    yield ("check", *everything, "base44"), b""
    yield ("check", "--stdin-filename", f"{CONNECTORS}/new.jsonc", *everything), b"{"
    for kind in ("text", "json", "html", "markdown"):
        yield ("audit", "--format", kind), b""
    for kind in ("text", "json", "jsonc", "command", "markdown"):
        yield ("scopes", "--format", kind), b""
    yield ("init", "--dry-run"), b""
    yield ("check", "--write-baseline", "written.json"), b""
    yield ("check", "--output-file", "written.txt", *everything), b""
    yield ("check", "--diff", "--unsafe-fixes", *everything), b""
    # What writes comes last.
    yield ("check", "--fix", "--unsafe-fixes", "--format", "json", *everything), b""
    yield ("catalog", "update", "-"), AVAILABLE.encode()
    yield ("init", "--yes"), b""
    yield ("scopes", "--write", "--yes"), b""


def _assert_silent(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command shows the marker, writes it, or changes what is outside."""
    before = _state(root.parent / "elsewhere")
    monkeypatch.chdir(root)
    for arguments, stdin in _runs(name):
        found = connlint(*arguments, stdin=stdin)
        assert MARK not in found.out.lower() + found.err.lower(), arguments
        assert "internal" not in found.out + found.err, arguments
    assert _state(root.parent / "elsewhere") == before
    assert MARK.encode() not in b"".join(_state(root).values()).lower()


def _state(folder: Path) -> dict[Path, bytes]:
    """The files in a folder and below it, without what links lead to."""
    return {
        Path(directory, name): Path(directory, name).read_bytes()
        for directory, _, names in os.walk(folder)
        for name in names
        if not Path(directory, name).is_symlink()
    }


PLACE = pytest.mark.parametrize("place", ["repository", "no repository"])


@PLACE
@pytest.mark.parametrize("name", FILES)
def test_no_word_of_a_linked_file_is_shown(
    name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, kind in enumerate(FILES[name]):
        folder = tmp_path / str(number)
        (folder / "elsewhere").mkdir(parents=True)
        (folder / "elsewhere" / "file").write_bytes(TEXTS[kind].encode("latin-1"))
        root = _app(folder / "app", repository=place == "repository")
        _replace(root, name, folder / "elsewhere" / "file")
        _assert_silent(root, name, monkeypatch)


def _fill(folder: Path) -> None:
    """Files of all kinds, by names that an app reads and that nobody is to see either."""
    for stem in ("entry", "function", MARK, "all", "page", "slack", "config", "settings"):
        for ending, kind in ((".ts", "code"), (".jsonc", "another type"), (".yaml", "hooks")):
            (folder / (stem + ending)).write_text(TEXTS[kind])


@PLACE
@pytest.mark.parametrize("name", FOLDERS)
def test_no_word_and_no_name_from_a_linked_folder_is_shown(
    name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "elsewhere"
    for each in ("", "connectors", "functions/mail", "mail", "shared", "workflows", MARK):
        (outside / each).mkdir(parents=True, exist_ok=True)
        _fill(outside / each)
    root = _app(tmp_path / "app", repository=place == "repository")
    _replace(root, name, outside)
    _assert_silent(root, name, monkeypatch)


def _config(**values: str) -> str:
    return json.dumps({"name": "Notes", **values})


UP = "../../elsewhere"
SETTINGS: dict[str, tuple[str, str]] = {
    "connectors": ("base44/config.jsonc", _config(connectorsDir=UP)),
    "functions": ("base44/config.jsonc", _config(functionsDir=UP)),
    "functions beside shared": ("base44/config.jsonc", _config(functionsDir=f"{UP}/functions")),
    "an entry": (
        "base44/functions/mail/function.jsonc",
        json.dumps({"name": "mail", "entry": f"../../{UP}/entry.ts"}),
    ),
    "an import": ("base44/functions/mail/entry.ts", f'import "../../{UP}/entry.ts";\n{CALL}'),
    "a catalogue": ("connlint.toml", 'catalog = "../elsewhere/types.json"\n'),
    "a catalogue by a detour": ("connlint.toml", 'catalog = "src/../../elsewhere/types.json"\n'),
}


@PLACE
@pytest.mark.parametrize("kind", SETTINGS)
def test_no_word_of_what_settings_lead_to_outside_is_shown(
    kind: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "elsewhere"
    for each in ("", "functions/mail", "mail", "shared"):
        (outside / each).mkdir(parents=True, exist_ok=True)
        _fill(outside / each)
    root = _app(tmp_path / "app", repository=place == "repository")
    (outside / "types.json").write_text(TEXTS["a catalogue"])
    name, text = SETTINGS[kind]
    (root / name).write_text(text)
    _assert_silent(root, name, monkeypatch)


@pytest.mark.parametrize("kind", FORMATS)
def test_git_s_own_folder_is_outside(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checkout of a workflow keeps a token there."""
    root = _app(tmp_path, repository=True)
    (root / ".git/config").write_text(TEXTS["a connector with mistakes"])
    (root / ".git/types.json").write_text(TEXTS["a catalogue"])
    (root / CONNECTORS / "gmail.jsonc").symlink_to("../../.git/config")
    (root / "connlint.toml").write_text('catalog = ".git/types.json"\n')
    monkeypatch.chdir(root)
    found = connlint("check", "--format", kind, "--min-severity", "info")
    assert found.status == 1
    assert MARK not in found.out + found.err
    assert connlint("catalog", "update", "-", stdin=AVAILABLE.encode()).status == 2
    assert MARK in (root / ".git/types.json").read_text()


ENVIRONMENT = "/proc/self/environ" if sys.platform == "linux" else "/etc/hosts"


def _plant(root: Path, outside: Path) -> None:
    """Lead out of an app in all ways that go together."""
    for folder in ("", "mail", "shared"):
        (outside / folder).mkdir(parents=True, exist_ok=True)
        _fill(outside / folder)
    (outside / "types.json").write_text(TEXTS["a broken catalogue"])
    links = {
        f"{CONNECTORS}/gmail.jsonc": "slack.jsonc",
        f"{CONNECTORS}/env.json": ENVIRONMENT,
        "base44/functions/mail/helper.ts": "entry.ts",
        "base44/functions/other": "mail",
        "base44/shared": "shared",
        "base44/workflows/daily.jsonc": "function.jsonc",
        "src/page.tsx": "page.ts",
    }
    for name, target in links.items():
        _replace(root, name, outside / target)
    (root / "connlint.toml").write_text('catalog = "../elsewhere/types.json"\n')


def test_a_program_shows_no_word_either(tmp_path: Path) -> None:
    root = _app(tmp_path / "app", repository=True)
    _plant(root, tmp_path / "elsewhere")
    environ = {"CONNLINT_SECRET": MARK}
    runs: list[tuple[str, ...]] = [("check",), ("check", "--diff"), ("audit",), ("scopes",)]
    runs += [("check", "--format", kind, "--min-severity", "info") for kind in FORMATS]
    runs += [("check", "--fix", "--unsafe-fixes")]
    for arguments in runs:
        found = program(*arguments, cwd=root, environ=environ)
        assert MARK not in (found.out + found.err).lower(), arguments
        assert "internal" not in found.err, arguments
    only = ("--select", "unreadable-file,config-error")
    found = program("check", "--quiet", "--format", "concise", *only, cwd=root, environ=environ)
    reason = "that leads out of the repository, so connlint does not read it"
    places = {
        f"{CONNECTORS}/env.json": "error",
        f"{CONNECTORS}/gmail.jsonc": "error",
        "base44/functions/mail/helper.ts": "warning",
        "base44/functions/other": "warning",
        "base44/shared": "warning",
        "base44/workflows/daily.jsonc": "warning",
        "connlint.toml": "error",
        "src/page.tsx": "warning",
    }
    lines = dict(zip(places, found.out.splitlines(), strict=True))
    settings = lines.pop("connlint.toml")
    assert settings.startswith("connlint.toml:1:1: error[config-error] The catalog ")
    assert settings.endswith('types.json" cannot be used: it is outside the repository')
    for place, line in lines.items():
        name = place.rpartition("/")[2]
        rule = f"{places[place]}[unreadable-file]"
        assert line == f'{place}:1:1: {rule} "{name}" is a link {reason}'
    assert (found.status, found.err) == (1, "")


@pytest.mark.parametrize("name", BOTH)
def test_an_editor_is_told_no_word_either(name: str, tmp_path: Path) -> None:
    root = _app(tmp_path / "app", repository=True)
    _plant(root, tmp_path / "elsewhere")

    async def scenario(editor: Editor) -> list[object]:
        await editor.start(root)
        entry = root / "base44/functions/mail/entry.ts"
        uri = editor.open(entry, language="typescript")
        lines = entry.read_text().count("\n")
        await editor.diagnostics(uri, bool)
        paths = (f"{CONNECTORS}/gmail.jsonc", f"{CONNECTORS}/env.json", "connlint.toml")
        told: list[object] = [await editor.now((root / path).as_uri()) for path in paths]
        told.append(await editor.now(uri))
        for line in range(lines):
            for column in range(0, 80, 16):
                place = types.Position(line, column)
                told.append(
                    await editor.client.text_document_hover_async(
                        types.HoverParams(types.TextDocumentIdentifier(uri), place)
                    )
                )
        told.append(await editor.actions(uri, at(0, 0, 1000)))
        told.append(editor.client.diagnostics)
        return told

    told = with_editor(name, scenario)
    assert MARK not in repr(told).lower()
    assert "that leads out of the repository" in repr(told)
    assert "it is outside the repository" in repr(told)


def _findings(root: Path) -> list[tuple[str, str, str]]:
    found = connlint("check", "--format", "json", "--min-severity", "info", str(root))
    report = json.loads(found.out)["diagnostics"]
    return [(each["path"], each["rule"], each["message"]) for each in report]


WRONG = {
    f"{CONNECTORS}/slack.jsonc": '{"type": "slack", "scopes": ["chat:wite"], "note": 1}',
    "base44/config.jsonc": '{"name": "Notes", "connectorsDir": "connectors"} // connlint-ignore x',
    "base44/functions/mail/helper.ts": f'// connlint-ignore x\nexport const HELP = "";\n{CALL}',
    "base44/shared/all.ts": CALL,
    "base44/workflows/daily.jsonc": TEXTS["a workflow"],
    "src/page.tsx": "const token = await base44.asServiceRole.connectors.getConnection('slack');",
    "connlint.toml": 'catalog = "connlint-catalog.json"\nunknown = 1\n',
    "connlint-catalog.json": TEXTS["a catalogue"],
}


@pytest.mark.parametrize("name", [*WRONG, *(name for name in FOLDERS if name[0] != ".")])
def test_a_link_inside_the_repository_is_as_good_as_the_file(name: str, tmp_path: Path) -> None:
    root = _app(tmp_path / "repository/apps/notes", repository=False)
    (tmp_path / "repository/.git").mkdir()
    for place, text in WRONG.items():
        (root / place).write_text(text)
    before = _findings(root)
    assert len({rule for _, rule, _ in before}) > 8
    # To a place beside the app, and to one in the app itself.
    (root / name).rename(tmp_path / "repository/moved")
    (root / "way").symlink_to("../../moved")
    (root / name).symlink_to(root / "way")
    assert _findings(root) == before


def test_settings_that_are_named_on_the_command_line_may_be_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app(tmp_path / "app", {"acme.jsonc": '{"type": "acme", "scopes": []}'})
    (tmp_path / "types.json").write_text('{"version": 1, "types": {"acme": {}}}')
    (tmp_path / "ours.toml").write_text('catalog = "types.json"\n')
    monkeypatch.chdir(root)
    assert connlint("check", "--config", "../ours.toml").out == ""
    (root / "ours.toml").symlink_to(tmp_path / "ours.toml")
    found = connlint("check", "--config", "ours.toml", "--format", "concise")
    assert found.status == 1
    assert "ours.toml:1:1: error[config-error] ours.toml is a link that leads out of" in found.out


def test_a_baseline_may_be_written_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types a path wants it."""
    monkeypatch.chdir(app(tmp_path / "app", {"slack.jsonc": "{"}))
    assert connlint("check", "--write-baseline", "../known.json").status == 0
    assert connlint("check", "--baseline", "../known.json").status == 0


CATALOGUES = {
    "a path": ("../elsewhere/types.json", "is outside the repository"),
    "an absolute path": ("{}/elsewhere/types.json", "is outside the repository"),
    "a link": ("link.json", "is a link that leads out of the repository"),
    "a link to nothing": ("nothing.json", "is a link that leads out of the repository"),
    "a folder that is a link": ("folder/types.json", "is outside the repository"),
    "git": (".git/types.json", "is outside the repository"),
}


@pytest.mark.parametrize("kind", CATALOGUES)
@pytest.mark.parametrize("text", ['{"version": 1, "types": {}}', None], ids=["a file", "none"])
def test_a_catalogue_outside_is_not_written(kind: str, text: str | None, tmp_path: Path) -> None:
    root = _app(tmp_path / "app", repository=True)
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (root / "link.json").symlink_to("../elsewhere/types.json")
    (root / "nothing.json").symlink_to("../elsewhere/nothing.json")
    (root / "folder").symlink_to("../elsewhere")
    for folder in (outside, root / ".git") if text is not None else ():
        (folder / "types.json").write_text(text or "")
    named, reason = CATALOGUES[kind]
    (root / "connlint.toml").write_text(f"catalog = '{named.format(tmp_path)}'\n")
    before = _state(tmp_path)
    found = program("catalog", "update", "-", cwd=root, stdin=AVAILABLE.encode())
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("connlint: The catalog ")
    assert found.err.endswith(f" {reason}; nothing was written\n")
    assert _state(tmp_path) == before


def test_a_folder_that_settings_name_is_a_finding_there(tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    for name in ("connectors", "functions", "shared"):
        (outside / name).mkdir(parents=True)
    root = app(tmp_path / "app", {})
    dirs = {"connectorsDir": f"{UP}/connectors", "functionsDir": f"{UP}/functions"}
    (root / "base44/config.jsonc").write_text(_config(**dirs))
    found = program("check", "--quiet", "--format", "concise", cwd=root)
    reason = "which is outside the app's folder, so connlint does not read it"
    place = "base44/config.jsonc:1"
    assert found == Outcome(
        1,
        f'{place}:36: error[unreadable-file] "config.jsonc" has the connectorsDir '
        f'"{UP}/connectors", {reason}\n'
        f'{place}:82: warning[unreadable-file] "config.jsonc" has the functionsDir '
        f'"{UP}/functions", {reason}\n',
        "",
    )  # fmt: skip
    audited = program("audit", cwd=root)
    assert audited.out == "This app: 0 connectors with 0 scopes.\n"
    assert audited.err.count(reason) == 2


def _chosen(root: Path, *paths: str) -> list[tuple[str, str]]:
    found = program("check", "--quiet", "--format", "json", *paths, cwd=root)
    assert found.err == ""
    return [(each["path"], each["message"]) for each in json.loads(found.out)["diagnostics"]]


def test_a_chosen_file_in_a_folder_outside_is_a_finding(tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    for name in ("slack.jsonc", "gmail.jsonc", "entry.ts"):
        (outside / name).write_text("")
    root = _app(tmp_path / "app", repository=True)
    _replace(root, CONNECTORS, outside)
    _replace(root, "base44/functions/mail", outside)
    for place in (f"{CONNECTORS}/gmail.jsonc", "base44/functions/mail/entry.ts"):
        name = place.rpartition("/")[2]
        reason = "is outside the repository, so connlint does not read it"
        assert _chosen(root, place) == [(place, f'"{name}" {reason}')]


FAR = {
    "a connector file": (f"{CONNECTORS}/gmail.jsonc", {"gmail"}),
    "the connectors directory": (CONNECTORS, {"gmail", "github"}),
    "the config": ("base44/config.jsonc", {"gmail", "github"}),
    "nothing": ("", set[str]()),
}


@pytest.mark.parametrize("kind", FAR)
def test_a_connector_that_is_not_read_is_not_missing(kind: str, tmp_path: Path) -> None:
    """The file's name is taken for its type, and any type may be in a folder."""
    name, there = FAR[kind]
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "file").write_text("{}")
    root = _app(tmp_path / "app", repository=True)
    code = "".join(f"connectors.getConnection('{each}');\n" for each in ("gmail", "github"))
    (root / "base44/functions/mail/entry.ts").write_text(
        f"const {{ connectors }} = createClientFromRequest(req).asServiceRole;\n{code}"
    )
    if name:
        _replace(root, name, outside / ("file" if "." in name else ""))
    found = program("check", "--format", "json", cwd=root)
    report = json.loads(found.out)["diagnostics"]
    missing = [each["message"] for each in report if each["rule"] == "unconfigured-connector"]
    expected = {"gmail", "github"} - there
    assert {
        each for each in ("gmail", "github") if any(each in text for text in missing)
    } == expected


def test_a_rule_can_be_off_for_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("{}")
    root = app(tmp_path / "app", {"slack.jsonc": SLACK})
    _replace(root, f"{CONNECTORS}/gmail.jsonc", tmp_path / "elsewhere")
    (root / "connlint.toml").write_text('[rules]\nunreadable-file = "off"\n')
    assert _chosen(root, ".") == []
    (root / "connlint.toml").write_text('exclude = ["base44/connectors/gmail.jsonc"]\n')
    assert _chosen(root, ".") == []
