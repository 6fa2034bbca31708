"""What the tools take from published packages, and the facts that they made."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tools.catalogue import refresh
from tools.catalogue.pins import Pin, read_pins, write_pins, written_with
from tools.catalogue.sources import (
    base44_cli,
    base44_sdk,
    discord,
    github,
    github_needs,
    google,
    quickbooks,
    slack,
)
from tools.catalogue.sources.common import Package, UnexpectedPackageError, render
from tools.catalogue.sources.registry import SOURCES

FACTS = Path(__file__).resolve().parents[2] / "tools" / "catalogue" / "facts"
FILES = sorted(path for name in SOURCES for path in (FACTS / name).glob("*.json"))
AUTH = "https://www.googleapis.com/auth/"
NOTHING = google.Exclusions(frozenset(), frozenset(), {})


def api(*methods: tuple[str, str, Sequence[str]], **more: object) -> dict[str, Any]:
    """A discovery document with methods of an id, an HTTP method and scopes."""
    return {
        "id": "notes:v1",
        "rootUrl": "https://notes.example/",
        "servicePath": "",
        "revision": "20260101",
        "resources": {
            "all": {
                "methods": {
                    name: {
                        "id": f"notes.{name}",
                        "httpMethod": http,
                        "path": name,
                        "scopes": scopes,
                    }
                    for name, http, scopes in methods
                }
            }
        },
        **more,
    }


def covers(
    *documents: Mapping[str, Any], exclusions: google.Exclusions = NOTHING
) -> dict[str, list[str]]:
    accepted = google.accepted_methods(
        {f"api{number}": dict(document) for number, document in enumerate(documents)}
    )
    return google.implications(accepted, accepted, exclusions)


def test_a_scope_covers_another_that_each_method_takes_for_less() -> None:
    document = api(("list", "GET", ["all", "read"]), ("delete", "POST", ["all"]))
    assert covers(document) == {"all": ["read"]}


def test_scopes_of_the_same_methods_do_not_cover_each_other() -> None:
    assert covers(api(("list", "GET", ["one", "other"]))) == {}


def test_one_method_of_another_api_is_enough_to_refute() -> None:
    first = api(("list", "GET", ["all", "app"]), ("delete", "POST", ["all"]))
    second = api(("snapshot", "GET", ["app"]))
    assert covers(first) == {"all": ["app"]}
    assert covers(first, second) == {}


def test_a_scope_for_a_slice_of_the_data_covers_nothing_but_may_be_covered() -> None:
    document = api(
        ("list", "GET", ["all", "slice", "read"]),
        ("create", "POST", ["all", "slice"]),
        ("delete", "POST", ["all"]),
    )
    narrowed = NOTHING._replace(narrowed=frozenset({"slice"}))
    assert covers(document) == {"all": ["read", "slice"], "slice": ["read"]}
    assert covers(document, exclusions=narrowed) == {"all": ["read", "slice"]}


def test_a_rejected_pair_is_left_out_in_its_direction_only() -> None:
    document = api(("list", "GET", ["all", "read", "photos"]), ("delete", "POST", ["all"]))
    rejected = NOTHING._replace(rejected=frozenset({("all", "photos"), ("read", "all")}))
    assert covers(document, exclusions=rejected) == {"all": ["read"]}


def test_only_the_scopes_in_question_are_compared() -> None:
    accepted = google.accepted_methods(
        {"notes.v1": api(("list", "GET", ["all", "read", "else"]), ("delete", "POST", ["all"]))}
    )
    assert google.implications(accepted, ["all", "read"], NOTHING) == {"all": ["read"]}


@pytest.mark.parametrize(
    "methods, narrowed, expected",
    [
        ([("list", "GET", ["x", "x.readonly"])], [], {"x": "x.readonly"}),
        (
            [("list", "GET", ["x", "x.readonly"]), ("delete", "POST", ["x"])],
            ["x"],
            {"x": "x.readonly"},
        ),
        ([("list", "GET", ["x", "x.readonly"]), ("delete", "POST", ["x"])], [], {}),
        ([("list", "GET", ["x", "x.readonly"]), ("get", "GET", ["x.readonly"])], ["x"], {}),
        ([("list", "GET", ["x"])], [], {}),
    ],
    ids=["equal", "a slice", "implied already", "not by name alone", "no such scope"],
)
def test_readonly_twins(
    methods: list[tuple[str, str, list[str]]], narrowed: list[str], expected: dict[str, str]
) -> None:
    accepted = google.accepted_methods({"notes.v1": api(*methods)})
    exclusions = NOTHING._replace(narrowed=frozenset(narrowed))
    assert google.readonly_twins(accepted, accepted, exclusions) == expected


@pytest.mark.parametrize(
    "scope, methods, known, expected",
    [
        ("x", [("list", "GET"), ("get", "GET")], [], "read"),
        ("x", [("list", "GET"), ("insert", "POST")], [], "write"),
        ("x.readonly", [("search", "POST")], [], "read"),
        ("cloud.read-only", [("search", "POST")], [], "read"),
        ("x.freebusy", [("query", "POST")], [], "read"),
        ("x", [("query", "POST")], ["x.readonly"], "write"),
        ("x.thread", [("insert", "POST")], [], "write"),
        ("x.add_on", [("list", "GET")], [], "write"),
    ],
)
def test_access(
    scope: str, methods: list[tuple[str, str]], known: list[str], expected: str
) -> None:
    document = api(*((name, http, [scope]) for name, http in methods))
    found = google.accepted_methods({"notes.v1": document})[scope].values()
    exclusions = NOTHING._replace(access={"x.add_on": "write"})
    assert google.access(scope, found, known, exclusions) == expected


def test_a_method_row_has_the_url_below_the_base() -> None:
    document = api()
    document["methods"] = {
        "get": {
            "id": "notes.get",
            "httpMethod": "GET",
            "path": "v1/{+name}",
            "flatPath": "v1/books/{booksId}/notes/{notesId}",
            "scopes": [f"{AUTH}notes", "openid", f"{AUTH}books"],
        },
        "create": {
            "id": "notes.create",
            "httpMethod": "POST",
            "path": "v1/notes",
            "flatPath": "v1/notes",
            "deprecated": True,
            "mediaUpload": {
                "protocols": {"simple": {"path": "/upload/v1/notes", "multipart": True}}
            },
        },
    }
    assert google.method_rows(document) == {
        "notes.get": {
            "http": "GET",
            "url": "v1/books/{booksId}/notes/{notesId}",
            "template": "v1/{+name}",
            "scopes": ["~books", "~notes", "openid"],
        },
        "notes.create": {
            "http": "POST",
            "url": "v1/notes",
            "scopes": [],
            "uploads": {"simple": "/upload/v1/notes"},
            "deprecated": True,
        },
    }


def test_methods_of_nested_resources_are_found() -> None:
    outer = api(("list", "GET", ["x"]))
    inner = api(("get", "GET", ["x"]))["resources"]
    outer["resources"]["all"]["resources"] = inner
    assert sorted(google.method_rows(outer)) == ["notes.get", "notes.list"]


def test_a_method_that_is_described_twice_is_an_error() -> None:
    document = api(("list", "GET", ["x"]))
    document["methods"] = document["resources"]["all"]["methods"]
    with pytest.raises(UnexpectedPackageError, match=r"notes\.list"):
        google.method_rows(document)


def test_the_addresses_of_an_api() -> None:
    plain = api(servicePath="notes/v1/", baseUrl="https://notes.example/notes/v1/")
    assert google.api_facts(plain) == {
        "base": "https://notes.example/notes/v1/",
        "revision": "20260101",
    }
    full = api(
        baseUrl="https://old.example/",
        mtlsRootUrl="https://notes.mtls.example/",
        endpoints=[{"endpointUrl": "https://b.example/"}, {"endpointUrl": "https://a.example/"}],
    )
    assert google.api_facts(full) == {
        "base": "https://notes.example/",
        "other_base": "https://old.example/",
        "mtls_root": "https://notes.mtls.example/",
        "regional_roots": ["https://a.example/", "https://b.example/"],
        "revision": "20260101",
    }


@pytest.mark.parametrize("scope", [f"{AUTH}drive", "https://mail.google.com/", "openid"])
def test_short_scopes_expand_to_themselves(scope: str) -> None:
    assert google.expand(google.short(scope)) == scope


def test_slack_scopes_are_kept_apart_by_token(tmp_path: Path) -> None:
    file = tmp_path / "dist" / "manifest" / "scopes.d.ts"
    file.parent.mkdir(parents=True)
    file.write_text(
        'export type AnyManifestBotScope = "none" | "chat:write" | "channels:join";\n'
        'export type AnyManifestUserScope =\n  | "users:read"\n  | "chat:write";\n'
        'export type AnyManifestConfigurationScope = "app_configurations:read";\n'
        'export type AppManifestLevelScopes = "connections:write";\n'
        "export type Other = AnyManifestBotScope;\n",
        "utf-8",
    )
    assert slack.extract(tmp_path) == {
        "scopes.json": {
            "app": ["connections:write"],
            "bot": ["channels:join", "chat:write"],
            "configuration": ["app_configurations:read"],
            "user": ["chat:write", "users:read"],
        }
    }
    file.write_text("export {};\n", "utf-8")
    with pytest.raises(UnexpectedPackageError, match="AnyManifestBotScope"):
        slack.extract(tmp_path)


def test_discord_scopes_come_from_the_newest_version_with_the_enum(tmp_path: Path) -> None:
    declared = 'export declare enum OAuth2Scopes {\n    /** not = "this" */\n    %s\n}\n'
    for version, text in {
        "v9": declared % 'Old = "old"',
        "v10": declared % 'Webhook = "webhook.incoming", // or = "that"\n    Bot = "bot"',
        "v11": 'export declare enum Other {\n    A = "a"\n}\n',
    }.items():
        file = tmp_path / "payloads" / version / "oauth2.d.ts"
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    assert discord.extract(tmp_path) == {"scopes.json": {"scopes": ["bot", "webhook.incoming"]}}


def test_a_package_without_the_discord_enum_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnexpectedPackageError, match="OAuth2Scopes"):
        discord.extract(tmp_path)


def test_quickbooks_scopes_are_read_without_importing(tmp_path: Path) -> None:
    file = tmp_path / "intuitlib" / "enums.py"
    file.parent.mkdir()
    file.write_text(
        "import nowhere\n\nclass Scopes(Enum):\n    '''All.'''\n    OPENID = 'openid'\n"
        "    EMAIL = 'email'\n    COUNT = 2\n\nclass Other(Enum):\n    NO = 'no'\n",
        "utf-8",
    )
    assert quickbooks.extract(tmp_path) == {"scopes.json": {"scopes": ["email", "openid"]}}


def test_types_of_base44_come_from_the_table_in_a_comment(tmp_path: Path) -> None:
    file = tmp_path / "dist" / "modules" / "connectors.types.d.ts"
    file.parent.mkdir(parents=True)
    file.write_text(
        "/**\n * | Service | Type identifier |\n * |---|---|\n * | Slack User | `slack` |\n"
        " * | X (Twitter) | `x` |\n * Use `getConnection` | `other` |\n */\n",
        "utf-8",
    )
    assert base44_sdk.extract(tmp_path) == {
        "types.json": {"types": {"slack": "Slack User", "x": "X (Twitter)"}}
    }
    file.write_text("export {};\n", "utf-8")
    with pytest.raises(UnexpectedPackageError, match="no table"):
        base44_sdk.extract(tmp_path)


def test_types_of_base44_come_from_a_list_of_its_command_line(tmp_path: Path) -> None:
    file = tmp_path / "dist" / "cli" / "index.js"
    file.parent.mkdir(parents=True)
    file.write_text("var KnownIntegrationTypes = [\n  \"slack\",\n  'gmail'\n];\n", "utf-8")
    assert base44_cli.extract(tmp_path) == {"types.json": {"types": ["gmail", "slack"]}}
    file.write_text('var Types = ["slack"];\n', "utf-8")
    with pytest.raises(UnexpectedPackageError, match="KnownIntegrationTypes"):
        base44_cli.extract(tmp_path)


@pytest.mark.parametrize(
    "description, expected",
    [
        ("Tokens need the `repo` or `admin:org` scope. See `other`.", {"repo", "admin:org"}),
        ("Use `per_page`.\n\nTokens need the `read:org` scope.", {"read:org"}),
        ("Needs `repo`s cope and `public_repo`.", {"repo", "public_repo"}),
        (
            "Needs `read:packages` and `delete:packages` scopes.",
            {"read:packages", "delete:packages"},
        ),
        ("Within the scope of `X-Header`, `GET /a` and `.github`.", set()),
        ("For `microscopes`", set()),
        ("", set()),
    ],
)
def test_scopes_that_a_description_names(description: str, expected: set[str]) -> None:
    assert github_needs.named_scopes(description) == expected


NEED = "OAuth app tokens and personal access tokens (classic) need"


@pytest.mark.parametrize(
    "description, expected",
    [
        (f"{NEED} the `a` scope to use this endpoint.", "a"),
        (f"{NEED} the `a` or `b` scope to use this endpoint.", "a | b"),
        (f"{NEED} either the `a` or `b` scopes to use this endpoint.", "a | b"),
        (f"{NEED} the `a`, `b`, or `c` scopes to use this endpoint.", "a | b | c"),
        (f"{NEED} `a` scope. Use `b` for more.", "a"),
        (
            f'{NEED} the `a` scope or the "Actions policies" fine-grained permission to use this'
            " endpoint.",
            "a",
        ),
        (
            f"{NEED} the `a` scope to use this endpoint with private or public repositories, or"
            " the `b` scope to use this endpoint with only public repositories.",
            "a | b",
        ),
        (
            f"{NEED} the `a` scope to use this endpoint. If this endpoint is only used with public"
            " repositories, the token can use the `b` scope instead.",
            "a | b",
        ),
        (
            f"{NEED} the `b` or `a` scope to create a public repository, and `a` scope to create"
            " a private repository.",
            "a | b",
        ),
        (f"{NEED} the `a` and `b` scopes to use this endpoint.", "a | b, also a b"),
        (
            f"{NEED} the `a` scope to use this endpoint. If the repository is private, the `b`"
            " scope is also required.",
            "a, also b",
        ),
        (
            f"{NEED} the `a` scope to use this endpoint with a private repository.",
            "a at times",
        ),
        (f"{NEED} `a` or more, in a sentence about scopes of a new form.", "a at times"),
        ("A list of something.", "at times"),
    ],
)
def test_what_a_description_says_about_scopes(description: str, expected: str) -> None:
    meant = {word: word for word in github_needs.named_scopes(description)}
    needs = github_needs.needs_of(description, meant)
    shown = " | ".join(" + ".join(scopes) for scopes in needs.any_of)
    if needs.besides:
        shown += f", also {' '.join(needs.besides)}"
    assert (shown if needs.is_sure else f"{shown} at times".strip()) == expected


@pytest.mark.parametrize(
    "request_, expected",
    [
        ("get /repos/{owner}/{repo}/issues", "public_repo | repo at times"),
        ("post /repos/{owner}/{repo}/issues", "public_repo | repo"),
        (
            "post /repos/{owner}/{repo}/hooks",
            "admin:repo_hook | public_repo | repo | write:repo_hook",
        ),
        ("post /repos/{owner}/{repo}/statuses/{sha}", "public_repo | repo | repo:status"),
        ("post /repos/{owner}/{repo}/generate", "at times"),
        ("put /user/starred/{owner}/{repo}", "public_repo | repo"),
        ("get /gists", "gist at times"),
        ("post /gists", "gist"),
        ("get /notifications", "notifications | repo"),
        ("get /users/{username}", "at times"),
        ("post /markdown", "at times"),
    ],
)
def test_what_a_method_of_github_needs_whose_description_names_no_scope(
    request_: str, expected: str
) -> None:
    http, path = request_.split()
    paths = {path: {http: {"operationId": "it"}}}
    row = github.method_rows(paths, {"misspelt": {}, "not_scopes": {}})["it"]
    shown = " | ".join(" + ".join(scopes) for scopes in row["any_of"])
    assert (f"{shown} at times".strip() if row.get("doubtful") else shown) == expected


def test_github_rows_leave_out_words_that_are_no_scopes() -> None:
    paths: dict[str, dict[str, Any]] = {
        "/a": {
            "parameters": [],
            "get": {"operationId": "a/get", "description": "Needs the `rep` or `read` scope."},
            "put": {"operationId": "a/put", "description": f"{NEED} `rep` scope."},
        },
        "/repos/b": {"post": {"operationId": "b/post", "description": f"{NEED} `repo` scope."}},
    }
    reviewed = {"misspelt": {"rep": "repo"}, "not_scopes": {"read": "a role"}}
    assert github.method_rows(paths, reviewed) == {
        "a/get": {"http": "GET", "url": "/a", "any_of": [["repo"]], "doubtful": True},
        "a/put": {"http": "PUT", "url": "/a", "any_of": [["repo"]]},
        "b/post": {"http": "POST", "url": "/repos/b", "any_of": [["public_repo"], ["repo"]]},
    }


def archive(folder: Path, registry: str) -> Path:
    """A package with a file that is needed, one that is not, and its version."""
    files = {"facts/a.json": "{}", "else/b.json": "{}"}
    if registry == "pypi":
        path = folder / "notes.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            for name, text in (files | {"notes-1.dist-info/METADATA": "Version: 1.2\n"}).items():
                wheel.writestr(name, text)
        return path
    path = folder / "notes.tgz"
    with tarfile.open(path, "w:gz") as tarball:
        for name, text in (files | {"package.json": '{"version": "1.2"}'}).items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text)
            tarball.addfile(member, io.BytesIO(text.encode()))
    return path


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, whose packages are those of `archive`."""
    monkeypatch.setattr(refresh, "ROOT", tmp_path)
    monkeypatch.setattr(refresh, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(refresh, "FACTS", tmp_path / "facts")
    monkeypatch.setattr(refresh, "PINS", tmp_path / "pins.json")
    monkeypatch.setattr(refresh, "_today", lambda: "2026-02-03")
    pinned = {"lost": Pin("1.2", "2026-01-01"), "notes": Pin("1.2", "2026-01-01")}
    write_pins(pinned, tmp_path / "pins.json")
    # It would write the catalogue of this checkout, which other tests read.
    monkeypatch.setattr("tools.catalogue.build.main", lambda _: 0)

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        registry = "npm" if command[0] == "npm" else "pypi"
        option = "--pack-destination" if registry == "npm" else "--dest"
        archive(Path(command[command.index(option) + 1]), registry)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    return tmp_path


class Source:
    """A source of one fact file, which lists what was unpacked."""

    def __init__(self, registry: str) -> None:
        self.PACKAGE = Package(registry, "@scope/notes", ("facts/*.json",))

    def extract(self, package_dir: Path) -> dict[str, object]:
        files = [path for path in package_dir.rglob("*") if path.is_file()]
        return {
            "files.json": {
                "files": sorted(path.relative_to(package_dir).as_posix() for path in files)
            }
        }


@pytest.mark.usefixtures("bench")
def test_the_catalogue_follows_the_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def build(arguments: list[str]) -> int:
        asked.append(arguments)
        return len(asked) - 1

    monkeypatch.setattr("tools.catalogue.build.main", build)
    monkeypatch.setattr(refresh, "SOURCES", {"notes": Source("npm")})
    assert [refresh.main([]), refresh.main(["--check"])] == [0, 1]
    assert asked == [[], ["--check"]]


@pytest.mark.parametrize("registry", ["npm", "pypi"])
def test_refresh_writes_what_check_announced(
    registry: str, bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(refresh, "SOURCES", {"notes": Source(registry)})
    announced = "facts/notes/files.json: new file, 1 added, 0 removed\n"
    assert refresh.main(["--check"]) == 1
    assert capsys.readouterr().out == announced
    assert not (bench / "facts").exists()
    assert refresh.main([]) == 0
    assert capsys.readouterr().out == announced
    expected = '{\n "files": [\n  "facts/a.json"\n ]\n}\n'
    assert (bench / "facts" / "notes" / "files.json").read_text("utf-8") == expected
    assert refresh.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_two_sources_may_need_other_files_of_one_package(
    bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Source("npm")
    other.PACKAGE = Package("npm", "@scope/notes", ("else/*.json",))
    monkeypatch.setattr(refresh, "SOURCES", {"lost": Source("npm"), "notes": other})
    assert refresh.main([]) == 0
    # What a download has left that was interrupted is in nobody's way.
    (bench / "cache" / "scope+notes" / "1.2" / "half.tgz").touch()
    expected = '{\n "files": [\n  "else/b.json",\n  "facts/a.json"\n ]\n}\n'
    assert (bench / "facts" / "notes" / "files.json").read_text("utf-8") == expected
    (bench / "cache" / "scope+notes" / "1.2" / "needs").unlink()
    assert refresh.main([]) == 0


def test_check_counts_entries_and_names_files_that_are_no_longer_made(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(refresh, "SOURCES", {"notes": Source("npm")})
    folder = bench / "facts" / "notes"
    folder.mkdir(parents=True)
    (folder / "files.json").write_text('{"files": ["facts/z.json", "y"]}', "utf-8")
    (folder / "gone.json").write_text("[1, 2]", "utf-8")
    assert refresh.main(["--check"]) == 1
    assert capsys.readouterr().out == (
        "facts/notes/files.json: 1 added, 2 removed\n"
        "facts/notes/gone.json: no longer made, 0 added, 2 removed\n"
    )
    (folder / "files.json").write_text('{"files": ["facts/a.json"]}', "utf-8")
    refresh.main([])
    assert "files.json: only the form differs\n" in capsys.readouterr().out
    assert [path.name for path in folder.iterdir()] == ["files.json"]


def test_the_newest_version_is_named_and_pinned_with_the_day(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {"notes": Pin("1.1", "2026-01-01"), "others": Pin("7", "2026-01-02")}
    write_pins(old, bench / "pins.json")
    monkeypatch.setattr(refresh, "SOURCES", {"notes": Source("npm")})
    assert refresh.main(["--check", "--latest"]) == 1
    assert read_pins(bench / "pins.json") == old
    assert refresh.main(["--latest"]) == 0
    assert "notes: @scope/notes 1.2, pinned is 1.1\n" in capsys.readouterr().out
    assert (bench / "facts" / "notes" / "files.json").exists()
    assert read_pins(bench / "pins.json") == {**old, "notes": Pin("1.2", "2026-02-03")}


def test_what_is_pinned_keeps_its_day_without_a_newer_look(
    bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "SOURCES", {"notes": Source("npm")})
    assert refresh.main([]) == 0
    assert read_pins(bench / "pins.json")["notes"] == Pin("1.2", "2026-01-01")


def test_every_source_is_pinned() -> None:
    pins = read_pins()
    assert list(pins) == sorted(SOURCES)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", pin.checked) for pin in pins.values())


def test_sources_of_entries_name_the_pinned_versions() -> None:
    pins = {name: Pin("9.9.9", "2026-01-01") for name in SOURCES}
    written = written_with(pins)
    revision = committed("google/apis.json")["gmail.v1"]["revision"]
    assert [
        written("npm @octokit/openapi 23.0.2 (MIT) descriptions"),
        written("google-api-python-client 2.0 discovery_cache: gmail.v1 rev 1, acme.v1 rev 2"),
        written("docusign-esign 8.3.0 src/oauth/Scope.js"),
        written("base44/skills HEAD 1"),
    ] == [
        "npm @octokit/openapi 9.9.9 (MIT) descriptions",
        f"google-api-python-client 9.9.9 discovery_cache: gmail.v1 rev {revision}, acme.v1 rev 2",
        "docusign-esign 8.3.0 src/oauth/Scope.js",
        "base44/skills HEAD 1",
    ]


def test_a_source_that_cannot_be_fetched_does_not_stop_the_others(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch = subprocess.run

    def run(command: list[str], **options: Any) -> object:  # noqa: ANN401 - as the real one
        if command[0] == sys.executable:
            return subprocess.CompletedProcess(command, 1, "", "WARNING: slow\nERROR: no network\n")
        return fetch(command, **options)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(refresh, "SOURCES", {"lost": Source("pypi"), "notes": Source("npm")})
    assert refresh.main([]) == 2
    assert capsys.readouterr().err == (
        "lost: @scope/notes: 1.2 cannot be fetched: ERROR: no network\n"
    )
    assert (bench / "facts" / "notes" / "files.json").exists()
    assert refresh.main(["--only", "notes"]) == 0


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("error", [UnexpectedPackageError("no enum"), KeyError("paths")])
def test_a_package_of_another_form_is_one_line(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Source("npm")

    def extract(_: Path) -> dict[str, object]:
        raise error

    monkeypatch.setattr(source, "extract", extract)
    monkeypatch.setattr(refresh, "SOURCES", {"notes": source})
    assert refresh.main([]) == 2
    message = capsys.readouterr().err
    assert message.startswith("notes: @scope/notes: ")
    assert message.count("\n") == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_committed_facts_are_written_as_refresh_writes(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text == render(json.loads(text))


def test_every_source_has_committed_facts() -> None:
    assert {path.parent.relative_to(FACTS).as_posix() for path in FILES} == set(SOURCES)


def committed(name: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads((FACTS / name).read_text("utf-8"))


def test_committed_lists_are_sorted_and_without_repetition() -> None:
    lists = [
        *committed("slack/scopes.json").values(),
        committed("discord/scopes.json")["scopes"],
        committed("quickbooks/scopes.json")["scopes"],
        *(row["any_of"] for row in committed("github/methods.json")["methods"].values()),
        *committed("google/scopes.json")["scopes"].values(),
        *committed("google/implications.json")["implies"].values(),
    ]
    assert all(items == sorted(items) for items in lists)
    assert all(len(items) == len(set(map(str, items))) for items in lists)


def test_what_is_known_to_cover_what() -> None:
    implies = committed("google/implications.json")["implies"]
    assert "~drive.appdata" not in implies["~drive"]
    assert "~drive.file" not in implies
    assert "~gmail.send" in implies["~gmail.modify"]
    assert "~calendar.events" in implies["~calendar"]
    assert "~gmail.modify" not in implies["~gmail.readonly"]


def test_no_exclusion_is_contradicted() -> None:
    facts = committed("google/implications.json")["implies"]
    reviewed = json.loads(
        Path(google.__file__).with_name("google_exclusions.json").read_text("utf-8")
    )
    assert not reviewed["narrowed"].keys() & facts.keys()
    for scope, others in reviewed["rejected"].items():
        assert not others.keys() & set(facts.get(scope, ()))
    assert all(reviewed["narrowed"].values())
    assert all(reason for others in reviewed["rejected"].values() for reason in others.values())


def test_covering_is_transitive() -> None:
    implies = committed("google/implications.json")["implies"]
    reviewed = json.loads(
        Path(google.__file__).with_name("google_exclusions.json").read_text("utf-8")
    )
    for scope, others in implies.items():
        for other in others:
            rest = set(implies.get(other, ())) - set(others)
            assert rest <= reviewed["rejected"].get(scope, {}).keys()


def test_the_scopes_of_each_type_are_scopes_of_google() -> None:
    known = committed("google/scopes.json")["scopes"].keys()
    types = committed("google/types.json")["types"]
    assert types.keys() == google.TYPES.keys()
    for kind in types.values():
        assert kind["scopes"].keys() <= known
        assert {fact["access"] for fact in kind["scopes"].values()} <= {"read", "write"}


def test_the_command_starts_from_its_own_folder() -> None:
    """Python then looks for modules next to it first, where none may have a name of Python's."""
    root = Path(__file__).parents[2]
    command = [sys.executable, str(root / "tools" / "catalogue" / "refresh"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: tools/catalogue/refresh")
