"""Probes and ways are run by Node: what the tests expect of connlint is what the code does."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Parser

from .methods import METHODS, WAYS
from .probes import Probe, read_probes
from .steps import DECLARED, STEPS
from .ways import expanded

PROBES = read_probes()
_HERE = Path(__file__).resolve()
_PROBES_RUNNER = _HERE.with_name("probes_runner.mjs")
_METHODS_RUNNER = _HERE.with_name("methods_runner.mjs")
_METHODS = {
    "GET https://gmail.googleapis.com/gmail/v1/users/me/messages": "gmail.users.messages.list",
    "POST https://gmail.googleapis.com/gmail/v1/users/me/messages/send": "gmail.users.messages.send",
    "GET https://gmail.googleapis.com/gmail/v1/users/me/labels": "gmail.users.labels.list",
    "POST https://gmail.googleapis.com/gmail/v1/users/me/labels": "gmail.users.labels.create",
    "GET https://gmail.googleapis.com/gmail/v1/users/me/profile": "gmail.users.getProfile",
    "GET https://www.googleapis.com/calendar/v3/users/me/calendarList": "calendar.calendarList.list",
}
# What the packages export that probes import.
_PACKAGES = """\
export const createClientFromRequest = () => globalThis.client;
export const sendAll = async () => {};
export const sendMail = async () => {};
export class Mailer { async send() {} }
export const waitUntil = () => {};
export const runAgent = async () => {};
"""
_PARSER = Parser(Language(tree_sitter_javascript.language()))


def _is_javascript(probe: Probe) -> bool:
    """Whether Node runs a probe: it has nothing of TypeScript."""
    code = [text for name, text in probe.files.items() if name.endswith(".ts")]
    return not any(_PARSER.parse(text.encode()).root_node.has_error for text in code)


RUN = [each for each in PROBES if _is_javascript(each)]


def _write(probe: Probe, root: Path) -> None:
    for name, text in probe.files.items():
        if name.endswith(".ts"):
            path = (root / name).with_suffix(".mjs")
            path.parent.mkdir(parents=True, exist_ok=True)
            code = re.sub(r'"(npm:|base44:)[^"]+"', f'"{(root / "packages.mjs").as_uri()}"', text)
            path.write_text(re.sub(r"\.ts(?=[\"`])", ".mjs", code), "utf-8")
    (root / "packages.mjs").write_text(_PACKAGES, "utf-8")


@pytest.fixture(scope="module")
def done(node: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each probe did, by its name."""
    folder = tmp_path_factory.mktemp("probes")
    for number, probe in enumerate(RUN):
        _write(probe, folder / str(number))
    subprocess.run([node, str(_PROBES_RUNNER), str(folder)], check=True, timeout=120)
    result = json.loads((folder / "result.json").read_text("utf-8"))
    return {probe.name: result[str(number)] for number, probe in enumerate(RUN)}


@pytest.mark.parametrize("probe", RUN, ids=lambda each: each.name)
def test_a_probe_does_what_it_expects(probe: Probe, done: dict[str, list[str]]) -> None:
    found = {_line(each) for each in done[probe.name]}
    if probe.is_unknown:
        # The request that nobody can know, if there is one that Node sees.
        found = {line for line in found if "https://" not in line}
    assert sorted(found) == sorted(probe.required)


def _line(done: str) -> str:
    type_name, _, what = done.partition(" ")
    return f"{type_name} {_METHODS.get(what, what)}"


def test_nearly_all_probes_are_run() -> None:
    assert len(RUN) > len(PROBES) * 0.9


def _carries(node: str, folder: Path, pieces: list[str]) -> tuple[list[bool], set[tuple[str, str]]]:
    """Which pieces of code carry the token to a request, and the methods that Node has."""
    owners = {owner: sorted(names) for owner, names in METHODS.items()}
    data = json.dumps({"pieces": list(map(expanded, pieces)), "owners": owners})
    (folder / "in.json").write_text(data, "utf-8")
    command = [node, str(_METHODS_RUNNER), str(folder / "in.json"), str(folder / "out.json")]
    subprocess.run(command, check=True, timeout=120)
    done = json.loads((folder / "out.json").read_text("utf-8"))
    known = {(owner, name) for owner, names in done["known"].items() for name in names}
    return done["results"], known


def test_methods_carry_the_token_where_their_table_says(node: str, tmp_path: Path) -> None:
    cases = [(way, name) for way in WAYS for name in way.candidates]
    results, known = _carries(node, tmp_path, [way.with_method(name) for way, name in cases])
    # An older Node lacks some of the methods.
    wrong = [
        f"{way.owner}: {way.with_method(name)}"
        for (way, name), carries in zip(cases, results, strict=True)
        if (way.owner, name) in known and carries != (name in way.carrying)
    ]
    assert wrong == []


def test_steps_carry_the_token(node: str, tmp_path: Path) -> None:
    cases = [(outer, inner) for outer in STEPS for inner in ("#", outer)]
    pieces = [
        f"{DECLARED}SEND({outer.replace('#', inner.replace('#', 't'))});" for outer, inner in cases
    ]
    results, _ = _carries(node, tmp_path, pieces)
    assert [case for case, carries in zip(cases, results, strict=True) if not carries] == []
