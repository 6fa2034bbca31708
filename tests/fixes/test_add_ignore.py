"""`--add-ignore`: comments for all findings that are shown, where the documentation puts them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.console import CONFIG, connlint

CONNECTOR = "base44/connectors/slack.jsonc"
ENTRY = "base44/functions/log/entry.ts"
PAGE = "src/App.jsx"
CODE = """\
Deno.serve(async (req) => {
  const db = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await db.connectors.getConnection("slack");
%s
  return Response.json({});
});
"""
CALL = 'base44.connectors.getConnection("slack")'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _write(tmp_path, "base44/config.jsonc", CONFIG)
    _write(tmp_path, CONNECTOR, '{\n  "type": "slack",\n  "scopes": ["chat:write"]\n}\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


CASES = {
    "a property": (
        CONNECTOR,
        '{\n  "type": "slack",\n  "scopes": [],\n  "note": 1\n}\n',
        '{\n  "type": "slack",\n  "scopes": [],\n  // connlint-ignore unknown-property\n  "note": 1\n}\n',
    ),
    "a scope": (
        CONNECTOR,
        '{\n  "type": "slack",\n  "scopes": [\n    "chat:wite",\n    "chat:write"\n  ]\n}\n',
        '{\n  "type": "slack",\n  "scopes": [\n    // connlint-ignore unknown-scope\n    "chat:wite",\n'
        '    "chat:write"\n  ]\n}\n',
    ),
    "several rules of one line": (
        CONNECTOR,
        '{\n  "type": "slack",\n  "scopes": ["chat:wite", "chat:wite"], "note": 1\n}\n',
        '{\n  "type": "slack",\n  // connlint-ignore duplicate-scope, unknown-property, unknown-scope\n'
        '  "scopes": ["chat:wite", "chat:wite"], "note": 1\n}\n',
    ),
    "one line": (
        CONNECTOR,
        '{"type": "slack", "scopes": [], "note": 1}',
        '// connlint-ignore unknown-property\n{"type": "slack", "scopes": [], "note": 1}',
    ),
    "a line that begins with a bracket": (
        CONNECTOR,
        '{\n  "type": "slack", "scopes": [\n  ], "note": 1\n}\n',
        '{\n  "type": "slack", "scopes": [\n  ], "note": 1 // connlint-ignore unknown-property\n}\n',
    ),
    "CRLF and a tab": (
        CONNECTOR,
        '{\r\n\t"type": "slack",\r\n\t"scopes": [],\r\n\t"note": 1\r\n}\r\n',
        '{\r\n\t"type": "slack",\r\n\t"scopes": [],\r\n\t// connlint-ignore unknown-property\r\n'
        '\t"note": 1\r\n}\r\n',
    ),
    "a mark at the beginning": (
        CONNECTOR,
        '\ufeff{"type": "slack", "scopes": [], "note": 1}\n',
        '\ufeff// connlint-ignore unknown-property\n{"type": "slack", "scopes": [], "note": 1}\n',
    ),
    "a statement": (
        ENTRY,
        CODE % "  console.log(accessToken);",
        CODE % "  // connlint-ignore exposed-token\n  console.log(accessToken);",
    ),
    "a template literal": (
        ENTRY,
        CODE % "  console.log(`a\n  b ${accessToken}`);",
        CODE % "  console.log(`a\n  b ${accessToken}`); // connlint-ignore exposed-token",
    ),
    "the inside of a template literal": (
        ENTRY,
        CODE % "  console.log(`a\n  b ${accessToken}\n`);",
        CODE % "  // connlint-ignore exposed-token\n  console.log(`a\n  b ${accessToken}\n`);",
    ),
    "two findings in one statement": (
        ENTRY,
        CODE % "  console.log(`\n  b ${accessToken}\n  c ${accessToken}\n`);",
        CODE % "  // connlint-ignore exposed-token\n"
        "  console.log(`\n  b ${accessToken}\n  c ${accessToken}\n`);",
    ),
    "a page": (
        PAGE,
        f"export const token = () =>\n  {CALL};\n",
        f"export const token = () =>\n  // connlint-ignore client-side-connection\n  {CALL};\n",
    ),
    "JSX": (
        PAGE,
        f"export default () => (\n  <div>\n    text\n    {{{CALL}}}\n  </div>\n);\n",
        "export default () => (\n  // connlint-ignore client-side-connection\n  <div>\n    text\n"
        f"    {{{CALL}}}\n  </div>\n);\n",
    ),
    "an attribute in JSX": (
        PAGE,
        f"export default () => (\n  <a\n    b={{{CALL}}}\n  />\n);\n",
        "export default () => (\n  <a\n    // connlint-ignore client-side-connection\n"
        f"    b={{{CALL}}}\n  />\n);\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_comment_goes_where_it_covers_the_finding(case: str, root: Path) -> None:
    name, before, after = CASES[case]
    _write(root, name, before)
    assert connlint("check").status == 1 or connlint("check").out
    outcome = connlint("check", "--add-ignore")
    assert (root / name).read_bytes().decode() == after
    assert (outcome.status, outcome.out) == (0, "")
    said, conclusion = outcome.err.splitlines()
    assert said.endswith(f" ignored in {name}")
    assert conclusion.startswith("No problems in ")
    # A second run finds nothing, and writes nothing.
    assert connlint("check").out == ""
    again = connlint("check", "--add-ignore")
    assert (again.status, again.out, again.err) == (0, "", f"{conclusion}\n")
    assert (root / name).read_bytes().decode() == after


def test_a_reason_is_one_line_of_the_comment(root: Path) -> None:
    _write(root, CONNECTOR, '{"type": "slack", "scopes": [], "note": 1}')
    connlint("check", "--add-ignore=until\nspring */ {2}")
    assert (root / CONNECTOR).read_text().splitlines()[0] == (
        "// connlint-ignore unknown-property: until spring */ {2}"
    )
    assert connlint("check").out == ""


def test_the_word_after_the_option_is_a_path(root: Path) -> None:
    _write(root, CONNECTOR, '{"type": "slack", "scopes": [], "note": 1}')
    _write(root, PAGE, f"{CALL};\n")
    outcome = connlint("check", "--add-ignore", "src")
    assert outcome.err == f"connlint: 1 finding ignored in {PAGE}\nNo problems in 1 file.\n"
    assert "connlint-ignore" not in (root / CONNECTOR).read_text()


def test_only_what_is_shown_gets_a_comment(root: Path) -> None:
    text = '{"type": "slack", "scopes": ["chat:write", "chat:write"], "note": 1}'
    _write(root, CONNECTOR, text)
    connlint("check", "--add-ignore", "--select", "unknown-property")
    assert "connlint-ignore unknown-property\n" in (root / CONNECTOR).read_text()
    connlint("check", "--add-ignore", "--min-severity", "error")
    assert "duplicate-scope" not in (root / CONNECTOR).read_text()
    baseline = root / "known.json"
    connlint("check", "--write-baseline", str(baseline))
    before = (root / CONNECTOR).read_text()
    assert connlint("check", "--add-ignore", "--baseline", str(baseline)).err == (
        "No new problems in 1 connector file.\n"
    )
    assert (root / CONNECTOR).read_text() == before
    _write(root, "base44/connectors/notion.jsonc", '{"type": "notion", "scopes": [], "note": 1}')
    connlint("check", "--add-ignore", "--baseline", str(baseline))
    new = (root / "base44/connectors/notion.jsonc").read_text()
    assert new.startswith("// connlint-ignore unknown-property\n")
    assert (root / CONNECTOR).read_text() == before


def test_a_place_without_comments_is_named(root: Path) -> None:
    _write(root, "connlint.toml", "nonsense = 1\n")
    _write(root, "base44/connectors/x.yaml", "a: 1\n")
    _write(root, CONNECTOR, '{"type": "slack", "scopes": [], "note": 1}')
    outcome = connlint("check", "--add-ignore")
    assert outcome.status == 1
    assert outcome.err.splitlines() == [
        "connlint: base44/connectors/x.yaml: a comment cannot ignore ignored-file here",
        "connlint: connlint.toml: a comment cannot ignore config-error here",
        f"connlint: 1 finding ignored in {CONNECTOR}",
    ]
    assert (root / "connlint.toml").read_text() == "nonsense = 1\n"


def test_a_file_that_a_comment_would_make_worse_is_left_alone(root: Path) -> None:
    encoded = "eyJ0eXBlIjogInNsYWNrIiwgInNjb3BlcyI6IFtdfQ=="
    _write(root, CONNECTOR, encoded)
    outcome = connlint("check", "--add-ignore")
    assert (root / CONNECTOR).read_text() == encoded
    assert outcome.err == f"connlint: {CONNECTOR}: a comment cannot ignore encoded-file here\n"


def test_a_file_as_a_whole_gets_its_comment_at_the_top(root: Path) -> None:
    text = '{"type": "slack", "scopes": []}\n'
    (root / CONNECTOR).unlink()
    _write(root, "base44/connectors/chat.jsonc", text)
    connlint("check", "--add-ignore=old", "--min-severity", "info")
    assert "connlint-ignore" in (root / "base44/connectors/chat.jsonc").read_text()
    assert connlint("check", "--min-severity", "info").out == ""


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    "options",
    [
        ["--diff"],
        ["--show-files"],
        ["--show-config"],
        ["--write-baseline", "b.json"],
        ["--stdin-filename", "a.jsonc"],
        ["--strict-suppressions"],
    ],
)
def test_what_cannot_go_together_is_said(options: list[str]) -> None:
    outcome = connlint("check", "--add-ignore", *options)
    assert (outcome.status, outcome.out, outcome.err) == (
        2,
        "",
        f"connlint: Use --add-ignore or {options[0]}, not both. See connlint check --help\n",
    )
