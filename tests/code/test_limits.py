"""What connlint does at the limits of its analysis: it names a gap, and claims nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from tools.fuzz.shapes import HEAD, app

from connlint.audit.building import audit_projects
from connlint.catalog import Catalog
from connlint.code import limits
from connlint.code.limits import Budget, LimitExceeded, budget_of
from connlint.engine import lint
from connlint.project import Project, find_targets
from connlint.run import read_project

from .examples import read_examples

CODE = Path(limits.__file__).parent
END = "});\n"
LABELS = 'fetch(B + "labels", h);\n'
SEND = 'fetch(B + "messages/send", { method: "POST", ...h });\n'
UNUSED = ["unused-scope"]
"""What is said of an app that asks for labels, and may send as well."""


def _project(root: Path, files: dict[str, str]) -> Project:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (target,) = find_targets([str(root)], str(root))
    return read_project(target, str(root))


def _rules(project: Project) -> list[str]:
    return [each.rule for each in lint(project, Catalog())]


def _gaps(project: Project) -> list[str]:
    (audited,) = audit_projects([(".", project)], Catalog()).projects
    return [gap.reason for connector in audited.connectors for gap in connector.gaps]


def _entry(code: str) -> dict[str, str]:
    return app(HEAD + LABELS + code + END)


def _numbers(count: int) -> range:
    return range(1, count + 1)


def _repeat(text: str, count: int) -> str:
    """The text with `#` for each number, and `%` for the one before."""
    lines = (text.replace("#", str(each)).replace("%", str(each - 1)) for each in _numbers(count))
    return "".join(lines)


def _switch(count: int) -> dict[str, str]:
    cases = _repeat("case #: u = B + 'labels/#'; break;\n", count - 2)
    return _entry(
        f"let u = B + 'labels';\nswitch (x.a) {{\n{cases}"
        "default: u = B + 'labels/last'; }\nfetch(u, h);\n"
    )


def _choices(count: int) -> dict[str, str]:
    sides = _repeat("x.a === # ? '#' : ", count - 1)
    return _entry(f"fetch(`${{B}}labels/${{{sides}'last'}}`, h);\n")


def _template(count: int) -> dict[str, str]:
    parts = _repeat("${x.a# ? 'a' : 'b'}", count)
    return _entry(f"fetch(`${{B}}labels/{parts}`, h);\n")


def _names(count: int) -> dict[str, str]:
    return _entry(
        "const u0 = B + 'labels';\n" + _repeat("const u# = u%;\n", count) + f"fetch(u{count}, h);\n"
    )


def _sums(count: int) -> dict[str, str]:
    return _entry(
        "const u0 = B + 'labels/1';\n"
        + _repeat("const u# = u% + '#';\n", count)
        + f"fetch(u{count}, h);\n"
    )


def _sides(name: str, text: str, count: int) -> str:
    """A variable that is one of several texts."""
    cases = _repeat(f"case #: {name} = {text}; break;\n", count)
    return f"let {name} = B + 'labels';\nswitch (x.{name}) {{\n{cases}}}\n"


def _either(count: int) -> dict[str, str]:
    sides = _sides("u", "B + 'labels/#'", count) + _sides("v", "B + 'labels/b#'", count)
    return _entry(f"{sides}fetch(x.a ? u : v, h);\n")


def _templates(count: int) -> dict[str, str]:
    sides = _sides("u", "'#'", count) + _sides("v", "`${B}labels/a#-${u}`", count)
    return _entry(f"{sides}fetch(v, h);\n")


def _verbs(count: int) -> dict[str, str]:
    verbs = _repeat("o.method = 'LABEL#';\n", count - 2)
    return _entry(f"const o = {{ method: 'GET', ...h }};\n{verbs}fetch(B + 'labels', o);\n")


def _axios(code: str) -> dict[str, str]:
    return app(f'import axios from "npm:axios";\n{HEAD}{LABELS}{code}{END}')


def _options(count: int) -> dict[str, str]:
    sides = _sides("u", "B + 'labels/#'", count) + _sides("o", "{ url: u, a: #, ...h }", count)
    return _axios(f"{sides}axios(o);\n".replace("let o = B + 'labels'", "let o = { url: u, ...h }"))


def _bases(count: int) -> dict[str, str]:
    sides = _sides("u", "'labels/#'", count) + _sides("v", "B + 'a#'", count)
    return _axios(
        f"{sides}const a = axios.create({{ baseURL: v, ...h }});\na.get(u);\n".replace(
            "let u = B + 'labels'", "let u = 'labels'"
        ).replace("B + 'a", "'https://gmail.googleapis.com/gmail/v1/users/a")
    )


def _literal(count: int) -> dict[str, str]:
    return _entry(f"fetch('{'1' * count}', h);\n")


def _chains(count: int) -> dict[str, str]:
    """A helper that is called by several, each of which is called by as many."""
    return _entry(
        "const f = (u) => fetch(u, h);\n"
        + _repeat(f"const f# = (u) => f(u);\n{'f#(B + `labels/#`);' * count}\n", count)
    )


def _long(count: int) -> dict[str, str]:
    return _entry(f"fetch(B + 'labels/{'1' * (count - 60)}', h);\n")


def _wrappers(count: int) -> dict[str, str]:
    return _entry(
        "const w0 = (u, o) => fetch(u, o);\n"
        + _repeat("const w# = (u, o) => w%(u, o);\n", count - 1)
        + f"w{count - 1}(B + 'labels', h);\n"
    )


def _given(count: int) -> dict[str, str]:
    return _entry(
        "const g0 = () => B + 'labels';\n"
        + _repeat("const g# = () => g%();\n", count - 1)
        + f"fetch(g{count - 1}(), h);\n"
    )


def _askers(count: int) -> dict[str, str]:
    """A helper whose address depends on all functions around, in which the token is known."""
    return _entry(
        "const w0 = (u) => fetch(u, h);\n"
        + _repeat("const w# = (u) => w%(u);\n", count - 1)
        + f"w{count - 1}(B + 'labels');\n"
    )


def _makers(count: int) -> dict[str, str]:
    return _entry(
        f"const w = {'() => ' * count}(u) => fetch(u, h);\nw{'()' * count}(B + 'labels');\n"
    )


def _callers(count: int) -> dict[str, str]:
    return _entry("const f = (u) => fetch(u, h);\n" + _repeat("f(B + 'labels/#');\n", count))


def _properties(count: int) -> dict[str, str]:
    return _entry(
        f"const o = {'{ a: ' * count}t{' }' * count};\n"
        f"fetch(B + 'labels', {{ headers: {{ Authorization: o{'.a' * count} }} }});\n"
    )


def _blocks(count: int) -> dict[str, str]:
    return _entry("{" * count + LABELS + "}" * count + "\n")


def _modules(count: int) -> dict[str, str]:
    shared = {
        f"m{number}": f'export * from "./m{number + 1}.ts";\n' for number in _numbers(count - 1)
    }
    shared[f"m{count}"] = "export const ask = (u, o) => fetch(u, o);\n"
    start = 'import { ask } from "../../shared/m1.ts";\n'
    return app(start + HEAD + "ask(B + 'labels', h);\n" + END, **shared)


def _receivers(count: int) -> dict[str, str]:
    code = (
        "const d0 = c;\n"
        + _repeat("const d# = d%;\n", count)
        + f'const k = await d{count}.getConnection("gmail");\n'
        + "fetch(B + 'labels', { headers: { Authorization: k.accessToken } });\n"
    )
    return _entry(code)


def _types(count: int) -> dict[str, str]:
    sides = _repeat("x.a === # ? 'slack#' : ", count - 1)
    return _entry(f"c.getConnection({sides}'gmail');\n")


def _ways(count: int) -> dict[str, str]:
    return _entry("h;\n" * count)


def _steps(count: int) -> dict[str, str]:
    """Everything that is asked with everything that is got."""
    tokens = "let k;\n" + _repeat('k = (await c.getConnection("gmail")).accessToken;\n', count)
    return _entry(tokens + _repeat("fetch(B + 'labels/#', { headers: { k } });\n", count))


class Limit(NamedTuple):
    """An app that is within a limit or beyond it, and the reason of the gap."""

    made: Callable[[int], dict[str, str]]
    within: int
    beyond: int
    reason: str


LIMITS = {
    "sides of a switch": Limit(
        _switch, 60, 61, "is used with a value that has more than 60 alternatives"
    ),
    "sides of two switches": Limit(
        _either, 29, 31, "is used with a value that has more than 60 alternatives"
    ),
    "templates of templates": Limit(
        _templates, 6, 9, "is used with a value that has more than 60 alternatives"
    ),
    "options of options": Limit(
        _options, 6, 9, "is used with a value that has more than 60 alternatives"
    ),
    "bases of addresses": Limit(
        _bases, 5, 9, "is used with a value that has more than 60 alternatives"
    ),
    "verbs": Limit(_verbs, 3, 62, "is used with a value that has more than 60 alternatives"),
    "chains of calls": Limit(
        _chains, 10, 15, "is used in a place to which more than 200 chains of calls lead"
    ),
    "choices in choices": Limit(
        _choices, 30, 50, "is used with a value that leads through too many expressions"
    ),
    "parts that are choices": Limit(
        _template, 5, 6, "is used with a value that has more than 60 alternatives"
    ),
    "names of names": Limit(
        _names, 30, 50, "is used with a value that leads through too many expressions"
    ),
    "sums of sums": Limit(
        _sums, 20, 30, "is used with a value that leads through too many expressions"
    ),
    "a long address": Limit(
        _long, 2_000, 2_100, "is used with a text of more than 2,000 characters"
    ),
    "wrappers": Limit(_wrappers, 6, 9, "is used with a value that leads through more than 6 calls"),
    "helpers that give an address": Limit(
        _given, 6, 9, "is used with a value that leads through more than 6 calls"
    ),
    "helpers that only take an address": Limit(
        _askers, 6, 9, "is used with a value that leads through more than 6 calls"
    ),
    "helpers that give helpers back": Limit(
        _makers,
        3,
        5,
        "is used in a function that more than 3 others within each other give back",
    ),
    "calls of one helper": Limit(
        _callers, 190, 201, "is used in a function that has more than 200 calls"
    ),
    "objects in objects": Limit(_properties, 7, 9, "is kept more than 8 properties deep"),
    "uses of one token": Limit(_ways, 3_000, 4_000, "goes too many ways to be followed"),
}
"""What a token can be lost by."""

FILES = {
    "blocks in blocks": Limit(_blocks, 140, 320, "the code is nested more than 300 levels deep"),
    "modules that export each other": Limit(
        _modules, 50, 52, "a name is exported by way of more than 50 files"
    ),
    "types of a connector call": Limit(
        _types,
        30,
        50,
        "a connector call is used with a value that leads through too many expressions",
    ),
}
"""What a file can be given up by."""


@pytest.mark.parametrize("limit", [*LIMITS.values(), *FILES.values()], ids=[*LIMITS, *FILES])
def test_what_is_within_a_limit_is_analysed(limit: Limit, tmp_path: Path) -> None:
    project = _project(tmp_path, limit.made(limit.within))
    assert (_gaps(project), set(_rules(project)) & {"unused-scope"}) == ([], {"unused-scope"})


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_beyond_a_limit_a_token_is_lost_and_nothing_is_claimed(
    limit: Limit, tmp_path: Path
) -> None:
    project = _project(tmp_path, limit.made(limit.beyond))
    assert f"the token {limit.reason}" in _gaps(project)
    assert "unused-scope" not in _rules(project)


@pytest.mark.parametrize("limit", FILES.values(), ids=FILES)
def test_beyond_a_limit_a_file_is_given_up_and_nothing_is_claimed(
    limit: Limit, tmp_path: Path
) -> None:
    project = _project(tmp_path, limit.made(limit.beyond))
    assert limit.reason in _gaps(project)
    assert "unused-scope" not in _rules(project)


def test_a_text_that_is_too_long_to_be_read_is_one_that_is_lost(tmp_path: Path) -> None:
    project = _project(tmp_path, _literal(9_000))
    assert "the token is used with a text of more than 2,000 characters" in _gaps(project)


def test_a_file_that_connlint_fails_on_is_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("planted")

    monkeypatch.setattr("connlint.code.analyzer.find_connector_calls", fail)
    project = _project(tmp_path, _entry(""))
    assert [unread.reason for unread in project.code.unread] == ["the file cannot be read"]
    assert "unused-scope" not in _rules(project)


def test_a_connector_call_is_one_however_long_the_way_to_the_client_is(tmp_path: Path) -> None:
    for count in (3, 30):
        project = _project(tmp_path, _receivers(count))
        assert [call.values for call in project.code.calls] == [("gmail",), ("gmail",)]


@pytest.mark.parametrize(("count", "is_enough"), [(10, True), (200, False)])
def test_without_steps_a_unit_is_given_up_and_nothing_is_claimed(
    count: int, tmp_path: Path, *, is_enough: bool
) -> None:
    files = _steps(count)
    project = _project(tmp_path, files)
    size = sum(len(text) for path, text in files.items() if path.endswith(".ts"))
    reason = f"the analysis of the file takes more than {budget_of([size]).steps:,} steps"
    assert _gaps(project) == ([] if is_enough else [reason])
    assert _rules(project) == (UNUSED if is_enough else [])


def test_what_was_found_before_a_unit_is_given_up_is_reported(tmp_path: Path) -> None:
    files = _steps(200)
    path = "base44/functions/work/entry.ts"
    files[path] = files[path].replace(LABELS, f"console.log(t);\n{LABELS}{SEND}")
    assert _rules(_project(tmp_path, files)) == ["exposed-token"]


def test_units_share_the_steps_for_what_they_have_in_common(tmp_path: Path) -> None:
    files = _steps(200)
    code = files.pop("base44/functions/work/entry.ts").replace(HEAD, "")
    shared = f"export const work = async (c, x, h, B, t) => {{\n{code}".replace(END, "};\n")
    files["base44/shared/all.ts"] = shared
    for number in _numbers(20):
        entry = f'import {{ work }} from "../../shared/all.ts";\n{HEAD}work(c, x, h, B, t);\n{END}'
        files[f"base44/functions/f{number}/entry.ts"] = entry
    project = _project(tmp_path, files)
    sizes = [len(entry), len(shared) / 20]
    reason = f"the analysis of the file takes more than {budget_of(sizes, 20).steps:,} steps"
    assert set(_gaps(project)) == {reason}
    assert _rules(project) == []


def test_code_that_people_write_takes_an_eighth_of_its_steps_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    budgets: list[Budget] = []

    def noted(sizes: Iterable[float], units: int = 1) -> Budget:
        budgets.append(budget_of(sizes, units))
        return budgets[-1]

    monkeypatch.setattr("connlint.code.analyzer.budget_of", noted)
    for number, example in enumerate(read_examples()):
        example.write(tmp_path / str(number))
        _project(tmp_path / str(number), {})
    shares = [(budget.steps - budget.left) / budget.steps for budget in budgets]
    assert len(shares) > 200
    assert 0.05 < max(shares) < 0.125


def test_a_budget_ends_and_stays_at_its_end() -> None:
    budget = Budget(3)
    budget.spend(2)
    budget.spend()
    for _ in range(2):
        with pytest.raises(LimitExceeded, match="more than 3 steps"):
            budget.spend()


def test_all_ways_through_a_tree_lead_by_way_of_what_counts_them() -> None:
    """What a node has is taken from Syntax, which counts, in all modules but that one."""
    free = {"parent", "children", "named_children", "descendant_for_byte_range", "walk"}
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Attribute) or node.attr not in free:
                continue
            owner = ast.unparse(node.value)
            is_counted = owner.endswith("syntax") or owner == "parts"
            assert is_counted or path.name == "treesitter.py", f"{path.name}: {ast.unparse(node)}"
