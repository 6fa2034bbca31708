"""The schema of connector files as editors and validators from elsewhere take it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.console import connlint
from tests.packaging.programs import ROOT, program, run
from tests.project.tree import CONFIG, make

import connlint_schemas
from connlint.catalog import Catalog
from connlint.init.contents import SCHEMA, schema_association

if TYPE_CHECKING:
    from tests.npm import InstallNpm

SCRIPT = Path(__file__).with_name("schema_editors.js")
PAGE = (ROOT / "docs" / "schemastore.md").read_text("utf-8")
BLOCKS: dict[str, str] = dict(
    re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
)
ENTRY: dict[str, Any] = json.loads(BLOCKS["catalog.json"])
RIGHT = [name for name in BLOCKS if name.startswith("test/")]
WRONG = [name for name in BLOCKS if name.startswith("negative_test/")]
CONTENT = json.loads(connlint_schemas.read("connector.schema.json"))
ASSOCIATION = schema_association(["base44/connectors"])
FOLDER = "file:///work/shop/base44/connectors"

Answer = dict[str, Any]


def test_the_page_has_the_addresses_and_what_init_writes() -> None:
    assert BLOCKS["address"].strip() == ENTRY["url"] == SCHEMA == CONTENT["$id"]
    assert json.loads(BLOCKS[".vscode/settings.json"]) == {"json.schemas": [ASSOCIATION]}
    assert json.loads(BLOCKS["app/base44/connectors/slack.json"])["$schema"] == SCHEMA
    # What SchemaStore asks of an entry.
    assert list(ENTRY) == ["name", "description", "fileMatch", "url"]
    assert "schema" not in f"{ENTRY['name']} {ENTRY['description']}".lower()
    assert (len(RIGHT), len(WRONG)) == (4, 7)
    assert PAGE.count("\n```") == 2 * len(BLOCKS)


def test_connlint_says_nothing_about_the_address_of_the_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"base44/config.jsonc": CONFIG}
    files["base44/connectors/slack.json"] = BLOCKS["app/base44/connectors/slack.json"]
    monkeypatch.chdir(make(tmp_path, files))
    options = ["--min-severity", "info", "--fail-on", "info", "--ignore", "unused-connector"]
    assert connlint("check", *options).out == ""
    other = files["base44/connectors/slack.json"].replace('"$schema"', '"schema"')
    make(tmp_path, {"base44/connectors/slack.json": other})
    assert "[unknown-property]" in connlint("check", *options).out


@pytest.fixture(scope="module")
def service(install_npm: InstallNpm) -> Path:
    """The folder of npm vscode-json-languageservice, which VS Code and others embed."""
    return install_npm("vscode-json-languageservice", "5.7.2")


def _ask(
    service: Path, node: str, files: list[dict[str, Any]], *associations: Mapping[str, object]
) -> list[Answer]:
    request = {"schemas": {SCHEMA: CONTENT}, "associations": associations, "files": files}
    done = subprocess.run(
        [node, SCRIPT, service],
        input=json.dumps(request),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Answer] = json.loads(done.stdout)
    return answers


def _file(name: str, text: str) -> dict[str, Any]:
    """A file; where its text has a `|`, an editor would complete there."""
    at = text.find("|")
    place = {} if at < 0 else {"offset": at}
    return {"uri": f"{FOLDER}/{name}", "text": text.replace("|", "", 1), **place}


@pytest.mark.parametrize("association", [ASSOCIATION, ENTRY], ids=["init", "SchemaStore"])
def test_files_are_known_by_their_folder(
    association: Mapping[str, object], service: Path, node: str
) -> None:
    wrong = '{"scopes": []}'
    places = {
        f"{FOLDER}/slack.json": True,
        f"{FOLDER}/slack.jsonc": True,
        f"{FOLDER}/old/slack.json": False,
        "file:///work/shop/base44/config.json": False,
        "file:///work/shop/connectors/slack.json": False,
        "file:///c%3A/My%20Apps/shop/base44/connectors/slack.jsonc": True,
    }
    files = [{"uri": uri, "text": wrong} for uri in places]
    said = [answer["messages"] for answer in _ask(service, node, files, association)]
    message = ['0-1 2 Missing property "type".']
    assert said == [message if known else [] for known in places.values()]


def test_a_file_that_names_the_schema_needs_nothing_else(service: Path, node: str) -> None:
    text = BLOCKS["app/base44/connectors/slack.json"]
    files = [_file("a.json", text), _file("a.json", text.replace('"slack"', "7"))]
    right, wrong = _ask(service, node, files)
    assert right["messages"] == []
    at = text.index('"slack"')
    assert wrong["messages"] == [f'{at}-{at + 1} 2 Incorrect type. Expected "string".']


def test_completion_knows_the_types_and_the_properties(service: Path, node: str) -> None:
    files = [_file("a.json", text) for text in ('{"type": "|"}', '{"type": |}', "{|}")]
    within, at_once, names = [
        answer["completions"] for answer in _ask(service, node, files, ASSOCIATION)
    ]
    types = {f'"{each.type}"' for each in Catalog().types()}
    assert len(types) > 50
    assert set(within) == set(at_once) == types
    assert set(names) == {"$schema", "type", "scopes"}


WORDS = {
    '{"type": "slack", "scopes": "chat:write"}': ['28-40 2 Incorrect type. Expected "array".'],
    '{"type": "slack", "scopes": ["a", 1]}': ['34-35 2 Incorrect type. Expected "string".'],
    '{"type": "slack", "scopes": null}': ['28-32 2 Incorrect type. Expected "array".'],
    "[]": ['0-2 2 Incorrect type. Expected "object".'],
    '{"type": "acme_crm"}': [],
    '{"type": "slack", /* why */ "scopes": ["a",],}': [],
}


@pytest.mark.parametrize("name", ["a.json", "a.jsonc"])
def test_a_wrong_shape_is_marked_and_what_base44_takes_is_not(
    name: str, service: Path, node: str
) -> None:
    answers = _ask(service, node, [_file(name, text) for text in WORDS], ASSOCIATION)
    assert [answer["messages"] for answer in answers] == list(WORDS.values())


def test_the_files_for_schemastore_in_the_editor(service: Path, node: str) -> None:
    names = [*RIGHT, *WRONG]
    files = [_file(Path(name).name, BLOCKS[name]) for name in names]
    answers = _ask(service, node, files, ENTRY)
    assert [
        name for name, answer in zip(names, answers, strict=True) if answer["messages"]
    ] == WRONG


@pytest.mark.slow
def test_check_jsonschema_judges_the_files_for_schemastore(tmp_path: Path) -> None:
    checker = program("check-jsonschema", "check-jsonschema==0.39.0")
    schema = ROOT / "schemas" / "connlint_schemas" / "connector.schema.json"
    done = run([checker, "--check-metaschema", schema], tmp_path)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")
    make(tmp_path, {name: BLOCKS[name] for name in [*RIGHT, *WRONG]})
    done = run([checker, "--schemafile", schema, *RIGHT], tmp_path)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")
    done = run([checker, "--schemafile", schema, "--output-format", "json", *WRONG], tmp_path)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert sorted({error["filename"] for error in report["errors"]}) == sorted(WRONG)
