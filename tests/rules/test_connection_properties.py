"""Which properties of a connection are surely not there, and what becomes of the code by the fix."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.code.examples import PAGES, read_examples

from connlint.fix.fixer import fix_targets, is_wanted
from connlint.project import find_targets
from connlint.run import read_project

from .apps import connector, function, said, uses, write

RULE = "unknown-connection-property"
GET = 'connectors.getConnection("gmail")'
OLD = 'connectors.getAccessToken("gmail")'

CASES: list[tuple[str, list[str], list[str]]] = [
    ("a variable", [f"const c = await {GET};", "use(c.access_token);"], ["7 connection token"]),
    (
        "how people write it",
        [
            f"const c = await {GET};",
            'use(c.token, c?.token, c["token"], c!.token, (c as any).token, c.token.length);',
        ],
        ["7 connection token"] * 6,
    ),
    (
        "written out",
        [f"use((await {GET}).token, (await {GET})?.oauthToken);"],
        ["6 connection token"] * 2,
    ),
    (
        "taken apart",
        [f'const {{ access_token, token: a, "oauthToken": b, accesToken = 1, ...c }} = await {GET};'],
        ["6 connection token"] * 4,
    ),
    (
        "taken apart later",
        [f"const c = await {GET};", "const { access_token } = c;"],
        ["7 connection token"],
    ),
    (
        "each method that gives a connection",
        [
            'const { token: a } = await connectors.getWorkspaceConnection("5f0c");',
            'const { token: b } = await connectors.getCurrentAppUserConnection("5f0c");',
            'const { token: c } = await connectors.callApi("x", { path: "/" });',
        ],
        ["6 connection token", "7 connection token"],
    ),
    (
        "a variable that is nothing else, or nothing at all",
        [
            "let c = null;",
            f"try {{ c = await {GET}; }} catch (e) {{ console.error(c, e); }}",
            "if (!c || !c.token) throw new Error(`none ${c}`);",
            "const h = c && c.token ? c?.token : undefined;",
        ],
        ["8 connection token", "9 connection token", "9 connection token"],
    ),
    (
        "a variable that is another connection",
        [f"let c = await {GET};", f"if (h) c = (await {GET}) as any;", "use(c.token);"],
        ["8 connection token"],
    ),
    (
        "with a way out that gives nothing",
        [f"const c = await {GET}.catch(() => null);", "use(c.token);"],
        ["7 connection token"],
    ),
    (
        "in the next step of a promise",
        [
            f"{GET}.then((c) => c.token);",
            f"{GET}.then(({{ token }}) => token);",
            f"await {GET}.then(async function (c) {{ return c.token; }}).finally(() => 1);",
        ],
        ["6 connection token", "7 connection token", "8 connection token"],
    ),
    (
        "one of several that are awaited together",
        [
            f"const [a, b, {{ token }}] = await Promise.all([{GET}, work(), {GET}]);",
            "use(a.token, b.token);",
        ],
        ["6 connection token", "7 connection token"],
    ),
    (
        "other properties",
        [f"const c = await {GET};", "use(c.config, c.connection_config, c.email, c.toString());"],
        ["7 connection config", "7 connection config", "7 connection other"],
    ),
    (
        "a token has no properties of a connection",
        [
            f"const t = await {OLD};",
            "use(t, t.accessToken, t.length, t.startsWith('y'));",
            f"const {{ accessToken }} = await {OLD};",
            f"const s = (await {GET}).accessToken;",
            "use(s, s.access_token);",
        ],
        ["7 token token", "8 token token", "10 token token"],
    ),
    (
        "a promise has none either",
        [
            f"const c = {GET};",
            "use(c.accessToken, c.connectionConfig, c.other);",
            f"const {{ accessToken }} = {GET};",
        ],
        ["7 promise token", "7 promise config", "8 promise token"],
    ),
    # What may be more than the result of the call.
    ("the right property is tried as well", [f"const c = await {GET};", "use(c.accessToken || c.token);"], []),
    ("the same in a pattern", [f"const {{ accessToken, token }} = await {GET};"], []),
    ("something else is put into it", [f"let c = await {GET};", "c = other();", "use(c.token);"], []),
    (
        "something else is put into it by a pattern",
        ["let c;", "({ c } = other());", f"c = await {GET};", "use(c.token);"],
        [],
    ),
    ("it is added to", [f"const c = await {GET};", "c.token = c.accessToken;", "use(c.token);"], []),
    ("its property is taken away", [f"const c = await {GET};", "delete c.token;", "use(c.token);"], []),
    ("it is passed on", [f"const c = await {GET};", "complete(c);", "use(c.token);"], []),
    ("it is kept", [f"const c = await {GET};", "const all = { c };", "use(c.token);"], []),
    ("it has another name", [f"const c = await {GET};", "const d = c;", "use(c.token);"], []),
    (
        "it is given back before another function looks at it",
        [f"const c = await {GET};", "const later = () => c.token;", "return c;"],
        [],
    ),
    ("it may be something else", [f"const c = h ? await {GET} : other();", "use(c.token);"], []),
    ("it may be a default", [f"const c = (await {GET}) ?? {{}};", "use(c.token);"], []),
    ("a way out gives something", [f"const c = await {GET}.catch(() => ({{ token: 1 }}));", "use(c.token);"], []),
    ("the name is made", [f"const c = await {GET};", "use(c[name], c[`${a}`]);"], []),
    ("the results are not counted", [f"const [, a] = await Promise.all([work(), {GET}]);", "use(a.token);"], []),
    ("other connectors", ["const c = await mine.connectors.getConnection('gmail');", "use(c.token);"], []),
    ("a text that is not whole", [f"const c = await {GET};", "use(c.token", "const"], []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "lines", "expected"), CASES, ids=[case[0] for case in CASES])
def test_properties_that_are_surely_not_there(
    why: str, lines: list[str], expected: list[str], tmp_path: Path
) -> None:
    write(function(*lines), tmp_path)
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    project = read_project(target, str(tmp_path))
    kinds = {"config": "config", "email": "other"}
    found = [
        f"{each.source.line_and_column(each.span.start)[0]} {each.holder.value} "
        f"{next((kinds[key] for key in kinds if key in each.name.casefold()), 'token')}"
        for each in project.code.missing_properties
    ]
    assert found == expected, why


@pytest.mark.parametrize(
    ("wrong", "fixed"),
    [
        (f"use((await {GET}).token);", f"use((await {GET}).accessToken);"),
        (f"use((await {GET})['token']);", f"use((await {GET})['accessToken']);"),
        (f"const {{ token }} = await {GET};", f"const {{ accessToken: token }} = await {GET};"),
        (
            f"const {{ token = '' }} = await {GET};",
            f"const {{ accessToken: token = '' }} = await {GET};",
        ),
        (f"const {{ 'token': t }} = await {GET};", f"const {{ 'accessToken': t }} = await {GET};"),
        (f"const {{ token: t }} = await {GET};", f"const {{ accessToken: t }} = await {GET};"),
        (f"use((await {GET}).config);", f"use((await {GET}).connectionConfig);"),
        (f"use((await {OLD}).accessToken);", f"use((await {GET}).accessToken);"),
        (f"const {{ token }} = await {OLD};", f"const {{ accessToken: token }} = await {GET};"),
        (f"const t = await {OLD}; use(t?.token);", f"const t = await {OLD}; use(t);"),
        (f"const t = await {OLD}; use(t['token']);", f"const t = await {OLD}; use(t);"),
        (f"use({GET}.accessToken);", f"use((await {GET}).accessToken);"),
        (f"const c = {GET}; use(c.accessToken);", f"const c = await {GET}; use(c.accessToken);"),
        (f"const {{ accessToken }} = {GET};", f"const {{ accessToken }} = await {GET};"),
        (f"const f = () => use({GET}.accessToken);", f"const f = () => use({GET}.accessToken);"),
    ],
)
def test_what_the_fix_makes_of_it(wrong: str, fixed: str, tmp_path: Path) -> None:
    write(function(wrong), tmp_path)
    targets = find_targets([str(tmp_path)], str(tmp_path))
    mended = fix_targets(targets, str(tmp_path), is_wanted([RULE], unsafe=True))
    assert mended.skipped == ()
    (line,) = [file.text.split("\n")[5] for file in mended.files] or [f"  {wrong}"]
    assert line == f"  {fixed}"


def test_a_fix_that_would_show_the_token_is_left_out(tmp_path: Path) -> None:
    write(function(f"const c = await {GET};", "console.log(c.token);"), tmp_path)
    targets = find_targets([str(tmp_path)], str(tmp_path))
    mended = fix_targets(targets, str(tmp_path), is_wanted([RULE], unsafe=True))
    assert (mended.files, len(mended.skipped)) == ((), 1)


def test_nothing_is_concluded_from_requests_without_the_token(tmp_path: Path) -> None:
    files = {
        **connector("gmail", "~gmail.send", "~gmail.readonly"),
        **uses("gmail", "GET gmail.googleapis.com/gmail/v1/users/me/messages"),
    }
    assert said(files, "unused-scope", tmp_path / "right") != []
    wrong = {path: text.replace("{ accessToken }", "{ token: accessToken }") for path, text in files.items()}  # fmt: skip
    assert said(wrong, "unused-scope", tmp_path / "wrong") == []


def test_code_that_works_has_no_such_property(tmp_path: Path) -> None:
    for number, example in enumerate(read_examples(PAGES)):
        root = tmp_path / str(number)
        example.write(root)
        (target,) = find_targets([str(root)], str(root))
        found = read_project(target, str(root)).code.missing_properties
        assert found == (), example.title


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [f"use((await {GET}).accessToken.token);"],
            [
                'entry.ts:6:61 error: accessToken is a string and has no "token"',
                "Use the string itself; it is the token",
                "unsafe: Use the token itself: 60-66 ''",
            ],
        ),
        (
            [f"const {{ token }} = await {OLD};"],
            [
                'entry.ts:6:11 error: getAccessToken returns a string, not an object with "token"',
                "Use getConnection and its accessToken",
                "unsafe: Use getConnection: 38-52 'getConnection', 11-16 'accessToken: token'",
            ],
        ),
        (
            [f"const t = await {OLD};", "const { token } = t;"],
            [
                'entry.ts:7:11 error: getAccessToken returns a string, not an object with "token"',
                "Use the string itself; it is the token",
            ],
        ),
        (
            [f"const c = await {GET};", "use(c.email);"],
            [
                'entry.ts:7:9 warning: getConnection returns no "email", so this value is undefined',
                "Use accessToken or connectionConfig; a connection has no others",
            ],
        ),
    ],
)
def test_what_is_said(lines: list[str], expected: list[str], tmp_path: Path) -> None:
    assert said(function(*lines), RULE, tmp_path) == expected
