"""`connlint check --fix` and `--diff` on real files."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.console import CONNECTORS, Outcome, app, connlint, program

from connlint.files.atomic_write import remove_leftovers

WRONG = (
    '{\n  "type": "slack",\n  "note": 1, // a note\n  "scopes": ["chat:write", "chat:write"]\n}\n'
)
RIGHT = '{\n  "type": "slack",\n  "scopes": ["chat:write"]\n}\n'
UNSAFE = '{"type": "slak", "scopes": []}'

links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


def _check(root: Path, *options: str, stdin: bytes = b"") -> Outcome:
    before = Path.cwd()
    os.chdir(root)
    try:
        return connlint("check", *options, stdin=stdin)
    finally:
        os.chdir(before)


def _slack(root: Path) -> Path:
    return root / CONNECTORS / "slack.jsonc"


def test_safe_fixes_are_written_and_counted(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})
    assert _check(root, "--fix") == Outcome(0, "Fixed 2 findings.\n", "")
    assert _slack(root).read_text() == RIGHT
    assert _check(root, "--fix") == Outcome(0, "", "")
    assert sorted(path.name for path in _slack(root).parent.iterdir()) == ["slack.jsonc"]


CALLS = """\
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const token = await connectors.getAccessToken("slack");
  return Response.json({ connected: Boolean(token) });
});
"""


def _function(root: Path) -> Path:
    path = root / "base44" / "functions" / "ping" / "entry.ts"
    path.parent.mkdir(parents=True)
    return path


def test_code_is_fixed_as_well(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": RIGHT})
    _function(root).write_text(CALLS)
    assert _check(root, "--fix") == Outcome(0, "Fixed 1 finding.\n", "")
    call = 'const { accessToken: token } = await connectors.getConnection("slack");'
    assert call in (root / "base44/functions/ping/entry.ts").read_text()


@links
def test_code_outside_of_the_repository_is_neither_read_nor_written(tmp_path: Path) -> None:
    root = app(tmp_path / "app", {"slack.jsonc": RIGHT})
    outside = tmp_path / "entry.ts"
    outside.write_text(CALLS)
    _function(root).symlink_to(outside)
    found = _check(root, "--fix", "--format", "concise")
    assert found.out == (
        'base44/functions/ping/entry.ts:1:1: warning[unreadable-file] "entry.ts" is a link that '
        "leads out of the app's folder, so connlint does not read it\n"
    )
    assert (found.status, found.err) == (0, "")
    assert outside.read_text() == CALLS


def test_the_report_shows_what_is_left(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG, "slak.jsonc": UNSAFE.replace("slak", "gmial")})
    found = _check(root, "--fix")
    assert found.status == 1
    assert "error[unknown-type]" in found.out
    tail = "Found 1 error in 2 connector files.\nFixed 2 findings.\n[1 fixable with --fix --unsafe-fixes]\n"
    assert tail in found.out
    assert _check(root, "--fix", "--format", "concise").err == ""


def test_the_json_report_counts_what_was_fixed_and_only_then(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})
    without = json.loads(_check(root, "--format", "json").out)
    assert "fixed" not in without["summary"]
    assert without["summary"]["fixable"] == 2
    report = json.loads(_check(root, "--fix", "--format", "json").out)
    assert (report["summary"]["fixed"], report["summary"]["fixable"]) == (2, 0)
    assert report["diagnostics"] == []
    again = json.loads(_check(root, "--fix", "--format", "json").out)
    assert again["summary"]["fixed"] == 0


def test_the_report_says_what_can_be_fixed(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG, "gmail.jsonc": UNSAFE.replace("slak", "gmial")})
    assert "\n[2 fixable with --fix, 1 more with --fix --unsafe-fixes]\n" in _check(root).out
    assert (
        "\n[1 fixable with --fix --unsafe-fixes]\n" in _check(root, "--select", "unknown-type").out
    )


def test_unsafe_fixes_are_asked_for(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": UNSAFE})
    assert _check(root, "--fix").status == 1
    assert _slack(root).read_text() == UNSAFE
    assert _check(root, "--fix", "--unsafe-fixes") == Outcome(0, "Fixed 1 finding.\n", "")
    assert _slack(root).read_text() == UNSAFE.replace("slak", "slack")


def test_unsafe_fixes_alone_mean_nothing(tmp_path: Path) -> None:
    found = _check(app(tmp_path, {}), "--unsafe-fixes")
    assert found == Outcome(2, "", "connlint: --unsafe-fixes goes with --fix or --diff\n")


def test_only_chosen_rules_fix(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})
    _check(root, "--fix", "--select", "duplicate-scope")
    assert _slack(root).read_text() == WRONG.replace(', "chat:write"', "")
    _check(root, "--fix", "--ignore", "unknown-property")
    assert "note" in _slack(root).read_text()


def test_what_is_not_shown_is_not_fixed(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})
    assert _check(root, "--fix", "--min-severity", "error").status == 0
    assert _slack(root).read_text() == WRONG


def test_a_diff_writes_nothing(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})
    path = f"{CONNECTORS}/slack.jsonc"
    expected = (
        f"--- a/{path}\n+++ b/{path}\n@@ -1,5 +1,4 @@\n {{\n"
        '   "type": "slack",\n-  "note": 1, // a note\n'
        '-  "scopes": ["chat:write", "chat:write"]\n+  "scopes": ["chat:write"]\n }\n'
    )
    for options in (["--diff"], ["--diff", "--fix"]):
        assert _check(root, *options) == Outcome(1, expected, "")
        assert _slack(root).read_text() == WRONG
    _check(root, "--fix")
    assert _check(root, "--diff") == Outcome(0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no patch")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_git_can_apply_the_diff(tmp_path: Path, end: str, last: str) -> None:
    text = (WRONG.rstrip() + last).replace("\n", end)
    root = app(tmp_path, {"slack.jsonc": text})
    # Some characters that are line ends to Python are none to git.
    diff = _check(root, "--diff").out
    subprocess.run(["git", "apply", "-"], cwd=root, input=diff.encode(), check=True)
    assert _slack(root).read_bytes() == (RIGHT.rstrip() + last).replace("\n", end).encode()


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_mark_and_line_ends_stay(tmp_path: Path, bom: bytes, end: str, last: str) -> None:
    def content(text: str) -> bytes:
        return bom + (text.rstrip() + last).replace("\n", end).encode()

    missing = '{\n  "type": "gmail"\n}\n'
    files = {"slack.jsonc": content(WRONG), "gmail.jsonc": content(missing)}
    root = app(tmp_path, dict(files))
    assert _check(root, "--fix").status == 0
    assert _slack(root).read_bytes() == content(RIGHT)
    added = missing.replace('"gmail"', '"gmail",\n  "scopes": []')
    assert (root / CONNECTORS / "gmail.jsonc").read_bytes() == content(added)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_the_mode_stays(tmp_path: Path, mode: int) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})
    _slack(root).chmod(mode)
    _check(root, "--fix")
    assert _slack(root).read_text() == RIGHT
    assert stat.S_IMODE(_slack(root).stat().st_mode) == mode


def test_a_read_only_file_is_one_line_and_the_others_are_fixed(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG, "gmail.jsonc": WRONG.replace("slack", "gmail")})
    locked = root / CONNECTORS / "gmail.jsonc"
    locked.chmod(0o444)
    found = _check(root, "--fix", "--select", "unknown-property,duplicate-scope")
    assert found.status == 2
    line = f"connlint: {CONNECTORS}/gmail.jsonc: cannot be written: the file is read-only\n"
    assert found.err == line
    assert "Fixed 2 findings." in found.out
    assert "gmail.jsonc" in found.out
    assert _slack(root).read_text() == RIGHT
    assert "note" in locked.read_text()


def test_a_write_that_fails_leaves_the_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("connlint.files.atomic_write.os.fsync", full)
    found = _check(root, "--fix")
    assert found.status == 2
    assert found.err == (
        f"connlint: {CONNECTORS}/slack.jsonc: cannot be written: No space left on device\n"
    )
    assert "Fixed" not in found.out
    assert _slack(root).read_text() == WRONG
    assert [path.name for path in _slack(root).parent.iterdir()] == ["slack.jsonc"]


@links
def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    root = app(tmp_path, {})
    real = root / "shared.jsonc"
    real.write_text(WRONG)
    _slack(root).symlink_to(real)
    assert _check(root, "--fix").out == "Fixed 2 findings.\n"
    assert _slack(root).is_symlink()
    assert real.read_text() == RIGHT


@links
def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    root = app(tmp_path / "app", {})
    (root / ".git").mkdir()
    real = tmp_path / "elsewhere.jsonc"
    real.write_text(WRONG)
    _slack(root).symlink_to(real)
    found = _check(root, "--fix", "--unsafe-fixes", "--format", "concise")
    assert found.out == (
        f'{CONNECTORS}/slack.jsonc:1:1: error[unreadable-file] "slack.jsonc" is a link that leads '
        "out of the repository, so connlint does not read it\n"
    )
    assert (found.status, found.err) == (1, "")
    assert real.read_text() == WRONG
    assert _check(root, "--diff") == Outcome(0, "", "")


@links
def test_a_link_to_another_folder_of_the_repository_is_followed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = app(tmp_path / "apps/notes", {})
    real = tmp_path / "shared.jsonc"
    real.write_text(WRONG)
    _slack(root).symlink_to("../../../../shared.jsonc")
    assert _check(root, "--fix").out == "Fixed 2 findings.\n"
    assert _slack(root).is_symlink()
    assert real.read_text() == RIGHT


@links
def test_a_file_that_becomes_a_link_out_of_the_repository_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app(tmp_path / "app", {"slack.jsonc": WRONG})
    real = tmp_path / "elsewhere.jsonc"

    def move(_: str) -> None:
        """Move the file when everything has been read and nothing is written."""
        _slack(root).rename(real)
        _slack(root).symlink_to(real)

    monkeypatch.setattr("connlint.cli.fix.remove_leftovers", move)
    found = _check(root, "--fix")
    assert (found.status, real.read_text()) == (2, WRONG)
    assert found.err == (
        f"connlint: {CONNECTORS}/slack.jsonc: cannot be written: "
        "it is a link that leads out of the repository by now\n"
    )


@links
def test_two_links_to_one_file_are_one_file(tmp_path: Path) -> None:
    root = app(tmp_path, {})
    real = root / "shared.jsonc"
    real.write_text(WRONG)
    for name in ("a.jsonc", "b.jsonc"):
        (root / CONNECTORS / name).symlink_to(real)
    found = _check(root, "--fix", "--ignore", "duplicate-type,file-name")
    assert (found.out, found.err) == ("Fixed 4 findings.\n", "")
    assert real.read_text() == RIGHT


@pytest.mark.skipif(sys.platform == "win32", reason="hard links are counted elsewhere")
def test_a_file_with_two_names_is_left_alone(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG, "gmail.jsonc": WRONG.replace("slack", "gmail")})
    copy = tmp_path / "copy.jsonc"
    os.link(_slack(root), copy)
    found = _check(root, "--fix", "--select", "unknown-property,duplicate-scope")
    assert found.status == 2
    assert found.err == (
        f"connlint: {CONNECTORS}/slack.jsonc: cannot be written: the file has more than one name "
        "(hard links), and the others would not change\n"
    )
    assert "Fixed 2 findings." in found.out
    assert (_slack(root).read_text(), copy.read_text()) == (WRONG, WRONG)
    assert "note" not in (root / CONNECTORS / "gmail.jsonc").read_text()


def test_what_a_killed_run_has_left_is_removed_where_files_are_fixed(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG})
    others = ["mine.txt", ".connlint-settings", ".connlint-notours1.tmp.jsonc"]
    left = ".connlint-0123abc_.tmp"
    for folder in (root / CONNECTORS, root):
        for name in (*others, left):
            (folder / name).write_text("{}")
            os.utime(folder / name, (0, 0))
    assert program("check", "--fix", "--select", "duplicate-scope", cwd=root).status == 0
    names = {path.name for path in (root / CONNECTORS).iterdir()}
    assert names == {"slack.jsonc", *others}
    assert (root / left).exists()


def test_a_file_that_changes_while_it_is_fixed_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app(tmp_path, {"slack.jsonc": WRONG, "gmail.jsonc": WRONG.replace("slack", "gmail")})
    edited = WRONG.replace('"note": 1', '"note": 2')

    def edit(directory: str) -> None:
        """Edit the file when everything has been read and nothing is written."""
        remove_leftovers(directory)
        _slack(root).write_text(edited)

    monkeypatch.setattr("connlint.cli.fix.remove_leftovers", edit)
    found = _check(root, "--fix", "--select", "unknown-property,duplicate-scope")
    assert found.status == 2
    assert found.err == (
        f"connlint: {CONNECTORS}/slack.jsonc: cannot be written: "
        "the file has changed since connlint read it\n"
    )
    assert "Fixed 2 findings." in found.out
    assert _slack(root).read_text() == edited
    assert sorted(path.name for path in _slack(root).parent.iterdir()) == [
        "gmail.jsonc",
        "slack.jsonc",
    ]


@links
def test_a_project_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    root = app(tmp_path / "app", {"slack.jsonc": WRONG})
    link = tmp_path / "link"
    link.symlink_to(root)
    assert _check(tmp_path, str(link), "--fix").out == "Fixed 2 findings.\n"
    assert _slack(root).read_text() == RIGHT


def test_standard_input_is_printed_fixed(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": UNSAFE})
    name = f"{CONNECTORS}/slack.jsonc"
    text = WRONG.replace("\n", "\r\n")
    found = _check(root, "--fix", "--stdin-filename", name, stdin=text.encode())
    assert found == Outcome(0, RIGHT.replace("\n", "\r\n"), "Fixed 2 findings.\n")
    assert _slack(root).read_text() == UNSAFE
    found = _check(root, "--fix", "--stdin-filename", name, stdin=UNSAFE.encode())
    assert (found.status, found.out) == (1, UNSAFE)
    assert "error[unknown-type]" in found.err
    found = _check(root, "--diff", "--stdin-filename", name, stdin=WRONG.encode())
    assert (found.status, found.out[:4], found.err) == (1, "--- ", "")


def test_a_fix_that_is_left_out_is_one_line(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": UNSAFE.replace("slak", "slack"), "slak.jsonc": UNSAFE})
    found = _check(root, "--fix", "--unsafe-fixes")
    assert found.status == 1
    assert found.err.count("\n") == 1
    assert "the fix for unknown-type is left out" in found.err
    assert "fixable" not in found.out


SENDS = """\
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("slack");
  await fetch("https://slack.com/api/reactions.add", {
    method: "POST",
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  return Response.json({});
});
"""


def test_a_fix_in_a_file_that_was_not_asked_for_is_one_line(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": RIGHT})
    _function(root).write_text(SENDS)
    name = "base44/functions/ping/entry.ts"
    found = _check(root, "--fix", "--unsafe-fixes", name)
    assert found.err == (
        f"connlint: {name}: the fix for insufficient-scope is left out, "
        f"because {CONNECTORS}/slack.jsonc is not among the files to fix\n"
    )
    assert _slack(root).read_text() == RIGHT
    assert "insufficient-scope" in found.out
    assert "fixable" not in found.out
