"""An installation of connlint that has lost or spoilt its data: one line, and status 2."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.console import Outcome, app, command, connlint, environment, plainly

import connlint as linter
import connlint_schemas
from connlint.render import pages

_SCHEMAS = Path(connlint_schemas.__path__[0])
_CONNECTORS = {
    "gmail.jsonc": '{"type": "gmail", "scopes": ["https://www.googleapis.com/auth/gmail.sendd"]}',
    "outlook.jsonc": '{"type": "outlook", "scopes": ["Mail.Reed"]}',
    "slack.jsonc": '{"type": "slack", "scopes": [1]}',
}
_CODE = """import { createClientFromRequest } from "npm:@base44/sdk@0.8.50";
Deno.serve(async (req) => {
  const { accessToken } =
    await createClientFromRequest(req).asServiceRole.connectors.getConnection("gmail");
  await fetch("https://gmail.googleapis.com/gmail/v1/users/me/profile", {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
});
"""
_AUTOMATION = """{"name": "f", "entry": "entry.ts", "automations": [
  {"type": "connector", "name": "a", "integration_type": "gmail", "events": ["mailbx"]}
]}
"""
FILES = (
    "catalog.json",
    "catalog/gmail.json",
    "catalog/slack.json",
    "connector.schema.json",
    "events.json",
    "methods.json",
    "methods/gmail.v1.json",
    "providers/google.json",
    "providers/microsoft.json",
)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _halve(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "is missing"),
    "a folder": (_folder, "cannot be read (Is a directory)"),
    "empty": (lambda path: path.write_bytes(b""), "is not valid JSON"),
    "cut off": (_halve, "is not valid JSON"),
    "NULs": (lambda path: path.write_bytes(bytes(4096)), "is not valid JSON"),
    "no text": (lambda path: path.write_bytes(b'{"date": "\xff"}'), "is not valid JSON"),
    "nested deeply": (lambda path: path.write_bytes(b"[" * 200_000), "is not valid JSON"),
    "an array": (lambda path: path.write_bytes(b"[]"), "lacks what connlint needs"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An app whose check needs each kind of data."""
    root = app(tmp_path / "app", _CONNECTORS)
    function = root / "base44" / "functions" / "f"
    function.mkdir(parents=True)
    (function / "entry.ts").write_text(_CODE)
    (function / "function.jsonc").write_text(_AUTOMATION)
    return root


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data, which connlint reads instead of its own."""
    copy = Path(shutil.copytree(_SCHEMAS, tmp_path / "connlint_schemas"))
    monkeypatch.setattr(connlint_schemas, "__file__", str(copy / "__init__.py"))
    return copy


def _said(name: str, fault: str) -> Outcome:
    line = f"connlint: The installation is damaged: {name} {fault}. Reinstall connlint\n"
    return Outcome(2, "", line)


def test_the_app_is_checked_where_nothing_is_damaged(project: Path, data: Path) -> None:
    assert data.is_dir()
    found = plainly(str(project))
    assert (found.status, found.err) == (1, "")
    assert "internal-error" not in found.out


@pytest.mark.parametrize("kind", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_one_line(name: str, kind: str, project: Path, data: Path) -> None:
    damage, fault = DAMAGES[kind]
    damage(data / name)
    assert plainly(str(project)) == _said(f"connlint_schemas/{name}", fault)


@pytest.mark.parametrize("name", [name for name in FILES if name != "connector.schema.json"])
def test_an_object_of_another_kind_is_damage(name: str, project: Path, data: Path) -> None:
    (data / name).write_bytes(b'{"hello": "world"}')
    assert plainly(str(project)) == _said(f"connlint_schemas/{name}", "lacks what connlint needs")


@pytest.mark.parametrize(
    "arguments, name",
    [
        (("--version",), "catalog.json"),
        (("catalog",), "catalog.json"),
        (("catalog", "show", "slack"), "catalog/slack.json"),
        (("catalog", "search", "mail"), "catalog.json"),
        (("check", "{app}", "--format", "json"), "catalog.json"),
        (("check", "{app}", "--fix", "--diff"), "providers/google.json"),
        (("audit", "{app}"), "methods.json"),
        (("scopes", "{app}"), "methods.json"),
    ],
)
def test_each_command_says_it(
    arguments: tuple[str, ...], name: str, project: Path, data: Path
) -> None:
    (data / name).write_bytes(b"{")
    asked = [argument.format(app=project) for argument in arguments]
    assert connlint(*asked) == _said(f"connlint_schemas/{name}", "is not valid JSON")


@pytest.mark.parametrize("content, fault", [(None, "is missing"), (b"\xff", "is not valid UTF-8")])
def test_a_page_is_part_of_the_installation(
    content: bytes | None, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "__file__", str(tmp_path / "cli" / "pages.py"))
    if content is not None:
        page = tmp_path / "docs" / "rules" / "unknown-type.md"
        page.parent.mkdir(parents=True)
        page.write_bytes(content)
    assert connlint("rule", "unknown-type") == _said("docs/rules/unknown-type.md", fault)


def test_the_program_says_it(project: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    for package in (linter, connlint_schemas):
        shutil.copytree(Path(package.__path__[0]), code / package.__name__)
    (code / "connlint_schemas" / "catalog.json").write_bytes(b"{")
    done = subprocess.run(
        command("check", "."),
        cwd=project,
        env=environment({"PYTHONPATH": str(code)}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    outcome = Outcome(done.returncode, done.stdout, done.stderr)
    assert outcome == _said("connlint_schemas/catalog.json", "is not valid JSON")
