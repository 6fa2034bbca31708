"""Which connector calls of a TanStack Start app run in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project.tree import make

from connlint.project import Project, find_targets
from connlint.run import read_project

CALL = 'await base44.asServiceRole.connectors.getConnection("gmail")'
ROUTE = 'export const Route = createFileRoute("/a")'

SERVER = {
    "the handler of a server function": (
        f"export const send = createServerFn({{ method: 'POST' }}).validator((x) => x)"
        f".handler(async ({{ data }}) => {{ {CALL}; }});"
    ),
    "a function in such a handler": (
        f"const f = createServerFn().handler(async () => {{ const get = async () => {CALL}; get(); }});"
    ),
    "a function of the server alone": f"const f = createServerOnlyFn(async () => {CALL});",
    "the server's side of a function": f"const f = createIsomorphicFn().server(async () => {CALL});",
    "the server's side of a middleware": (
        f"const m = createMiddleware().server(async ({{ next }}) => {{ {CALL}; return next(); }});"
    ),
    "a handler of a route": (
        f"{ROUTE}({{ server: {{ handlers: {{ GET: async () => {{ {CALL}; }} }} }} }});"
    ),
    "a handler of a route as a method": (
        f"{ROUTE}({{ server: {{ handlers: {{ async POST() {{ {CALL}; }} }} }}, component: Page }});"
    ),
    "a helper, which may be called from both sides": f"export async function token() {{ {CALL}; }}",
    "a server function in a component": (
        f"function Page() {{ const f = createServerFn().handler(async () => {CALL}); return <p />; }}"
    ),
    "a handler that makes a mail of JSX": (
        f"const f = createServerFn().handler(async function Mail() {{ {CALL}; return <p />; }});"
    ),
    "a helper that is named like a component": f"async function Token() {{ {CALL}; }}",
}
BROWSER = {
    "a component": f"export function Page() {{ const load = async () => {CALL}; return <p>a</p>; }}",
    "a component in a variable": f"const Page = () => {{ const f = async () => {CALL}; return <p />; }};",
    "an effect": f"function useMail() {{ useEffect(() => {{ (async () => {CALL})(); }}, []); }}",
    "an effect by way of React": f"React.useEffect(() => {{ (async () => {CALL})(); }});",
    "a handler of a click": f"const row = () => <button onClick={{async () => {CALL}}} />;",
    "a loader, which runs on both sides": f"{ROUTE}({{ loader: async () => {CALL} }});",
    "a loader as a method": f"{ROUTE}({{ async loader() {{ {CALL}; }} }});",
    "a function of the browser alone": f"const f = createClientOnlyFn(async () => {CALL});",
    "the browser's side of a function": f"const f = createIsomorphicFn().client(async () => {CALL});",
}
SIDES = {
    **{what: ("src/lib/a.tsx", text, False) for what, text in SERVER.items()},
    **{what: ("src/lib/a.tsx", text, True) for what, text in BROWSER.items()},
    "a component in a file of the server": (
        "src/lib/a.server.tsx",
        f"export const Mail = async () => {{ {CALL}; return <p />; }};",
        False,
    ),
    "a helper in a file of the browser": (
        "src/a.client.ts",
        f"const f = async () => {CALL};",
        True,
    ),
}


def _read(root: Path, files: dict[str, str]) -> Project:
    app = {"base44/config.jsonc": "{}", "src/routes/__root.tsx": "", "src/routeTree.gen.ts": ""}
    make(root, {**app, **files})
    (target,) = find_targets([str(root)], str(root))
    return read_project(target, str(root))


@pytest.mark.parametrize("name, text, is_in_browser", SIDES.values(), ids=SIDES)
def test_a_call_runs_where_the_code_around_it_does(
    name: str,
    text: str,
    is_in_browser: bool,  # noqa: FBT001 - what is expected
    tmp_path: Path,
) -> None:
    (call,) = _read(tmp_path, {name: text}).code.calls
    assert call.in_front_end is is_in_browser


def test_both_sides_may_be_in_one_file(tmp_path: Path) -> None:
    text = f"{SERVER['the handler of a server function']}\n{BROWSER['a component']}"
    project = _read(tmp_path, {"src/routes/mail.tsx": text})
    assert [call.in_front_end for call in project.code.calls] == [False, True]


@pytest.mark.parametrize("here, lib", [("./", "../lib/"), ("@/lib/", "@/lib/")])
def test_what_leads_to_a_call_is_read_with_it(here: str, lib: str, tmp_path: Path) -> None:
    project = _read(
        tmp_path,
        {
            "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
            "src/lib/token.server.ts": (
                f"export async function token() {{ const {{ accessToken }} = {CALL}; "
                "return accessToken; }"
            ),
            "src/lib/mail.ts": (
                f'import {{ token }} from "{here}token.server";\n'
                "export const list = async () => fetch(\n"
                '  "https://gmail.googleapis.com/gmail/v1/users/me/messages",\n'
                "  { headers: { Authorization: `Bearer ${await token()}` } });\n"
            ),
            "src/routes/mail.tsx": f'import {{ list }} from "{lib}mail"; import "{lib}format";',
            "src/lib/format.ts": "",
            "src/lib/unrelated.ts": "",
            "src/routeTree.gen.ts": 'import "./routes/mail"; import "./routes/other";',
            "src/routes/other.tsx": 'import "../lib/unrelated";',
        },
    )
    assert [file.source.path for file in project.files] == [
        "src/lib/format.ts",
        "src/lib/mail.ts",
        "src/lib/token.server.ts",
        "src/routes/mail.tsx",
    ]
    assert [request.type for request in project.code.requests] == ["gmail"]


def test_a_page_of_another_kind_of_app_is_never_the_servers(tmp_path: Path) -> None:
    make(tmp_path, {"base44/config.jsonc": "{}", "src/a.tsx": SERVER["a handler of a route"]})
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    (call,) = read_project(target, str(tmp_path)).code.calls
    assert call.in_front_end
