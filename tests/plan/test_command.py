"""The command `connlint plan`: what it compares, when it fails, what it refuses."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.console import Outcome, connlint, program
from tests.git.repositories import change, commit, git
from tests.plan.situations import CONFIG, CONTACT, GOOGLE, LIST, SEND, connector, function

GMAIL = connector("gmail", [f"{GOOGLE}gmail.send"])
HUBSPOT = connector("hubspot", ["crm.objects.contacts.read"])
APP = {**CONFIG, **GMAIL, **HUBSPOT, **function("sync", "hubspot", CONTACT)}
HUBSPOT_FILE = "base44/connectors/hubspot.jsonc"
SHALLOW = (
    "; this clone is shallow, so older commits are missing. Fetch them with "
    "`git fetch --unshallow` (in CI: `fetch-depth: 0` of actions/checkout, "
    "`GIT_DEPTH: 0` of GitLab)\n"
)


def _json(*arguments: str) -> dict[str, object]:
    found = connlint("plan", "--format", "json", *arguments)
    assert found.err == ""
    value: dict[str, object] = json.loads(found.out)
    return value


def _kinds(*arguments: str) -> list[str]:
    changes = _json(*arguments)["changes"]
    assert isinstance(changes, list)
    return [f"{change['kind']} {change['type']}" for change in changes]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed app, which is the working directory."""
    commit(tmp_path, APP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


FAIL_ON = {
    # The situation of the files: what is deleted or written, and which choices fail.
    "a used connector is deleted": ({HUBSPOT_FILE: None}, {"", "disconnect"}),
    "an unused connector is deleted": ({"base44/connectors/gmail.jsonc": None}, {"disconnect"}),
    "a connector is added": (connector("linear", ["read"]), {"consent"}),
    "a restricted scope is added": (
        connector("gmail", [f"{GOOGLE}gmail.send", f"{GOOGLE}gmail.modify"]),
        {"consent", "restricted"},
    ),
    "a needed scope is removed": (connector("hubspot", []), {"insufficient"}),
    "a request has no scope": (function("mail", "gmail", LIST), {"insufficient"}),
    "a request has its scope": (function("mail", "gmail", SEND), set()),
    "Stripe is added": (connector("stripe", []), set()),
}


@pytest.mark.parametrize("situation", FAIL_ON)
def test_fail_on(root: Path, situation: str) -> None:
    files, expected = FAIL_ON[situation]
    change(root, files)
    usual = connlint("plan")
    failing = {""} if usual.status else set()
    for kind in ("disconnect", "consent", "restricted", "insufficient", "never"):
        found = connlint("plan", "--fail-on", kind)
        assert found.out == usual.out
        failing |= {kind} if found.status else set()
    assert failing == expected
    both = connlint("plan", "--fail-on", "consent", "--fail-on", "insufficient")
    assert both.status == bool(expected & {"consent", "insufficient"})
    variable = connlint("plan", environ={"CONNLINT_FAIL_ON": "consent"})
    assert variable.status == ("consent" in expected)


USAGE = {
    "--since and --from": (["--since", "a", "--from", "b"], "Use --since or --from, not both"),
    "never and another": (
        ["--fail-on", "never", "--fail-on", "consent"],
        "Use --fail-on never or other kinds, not both",
    ),
    "an unknown kind": (
        ["--fail-on", "error"],
        '--fail-on: "error" is not one of disconnect, consent, restricted, insufficient, never. '
        "See connlint plan --help",
    ),
    "an unknown revision": (["--since", "nope"], 'git knows no revision "nope"'),
    "an option as revision": (["--since=--output=x"], 'git knows no revision "--output=x"'),
    "no path": (["nowhere"], "nowhere: no such file or directory"),
    "no folder": (["--from", "nowhere"], "nowhere: no such file or directory"),
}


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_is_one_line(case: str) -> None:
    arguments, message = USAGE[case]
    found = connlint("plan", *arguments)
    assert (found.status, found.out) == (2, "")
    assert found.err.count("\n") == 1
    assert message in found.err


@pytest.mark.usefixtures("root")
def test_an_empty_option_is_refused() -> None:
    assert connlint("plan", "--since", "").status == 2
    assert connlint("plan", "--from", "").status == 2


def test_any_path_of_the_app_names_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / HUBSPOT_FILE).unlink()
    expected = ["connector-removed hubspot"]
    for path in (".", "base44", "base44/connectors", "base44/functions/sync/entry.ts", str(root)):
        assert _kinds(path) == expected
    monkeypatch.chdir(root / "base44/functions")
    assert _json(".")["root"] == "../.."


def test_a_branch_is_compared_with_where_it_began(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "topic")
    commit(root, connector("linear", ["read"]))
    git(root, "checkout", "-q", "main")
    commit(root, connector("asana", ["default"]))
    git(root, "checkout", "-q", "topic")
    assert _kinds() == ["connector-added linear"]
    assert _kinds("--since", "main") == ["connector-added linear", "connector-removed asana"]


def test_of_the_id_of_a_commit_people_see_the_beginning(root: Path) -> None:
    base = commit(root, {})
    assert connlint("plan", "--since", base).out.startswith(
        f"This app, compared with {base[:10]}\n"
    )
    assert _json("--since", base)["since"] == base
    git(root, "tag", "deadbeef")
    assert connlint("plan", "--since", "deadbeef").out.startswith(
        "This app, compared with deadbeef\n"
    )


def test_an_exclude_of_the_settings_hides_no_connector_from_the_push(root: Path) -> None:
    change(root, {"connlint.toml": 'exclude = ["base44/connectors/hubspot.jsonc"]\n'})
    assert _kinds() == []


def test_a_comparison_with_a_folder_needs_no_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(tmp_path / "live", APP)
    change(tmp_path / "app", {**APP, **connector("linear", ["read"])})
    monkeypatch.chdir(tmp_path / "app")
    monkeypatch.setenv("PATH", "")
    assert _kinds("--from", "../live") == ["connector-added linear"]
    assert _json("--from", "../live")["since"] == "../live"
    assert connlint("plan") == Outcome(
        2,
        "",
        f"connlint: plan compares with a commit, and {tmp_path / 'app'} is in no git repository; "
        "compare with another folder instead: connlint plan --from DIR\n",
    )
    (tmp_path / ".git").mkdir()
    assert connlint("plan") == Outcome(
        2, "", "connlint: plan needs git, which is not installed, or --from DIR\n"
    )


def _two(root: Path) -> None:
    """Two apps in a repository; each loses a connector."""
    for name in ("one", "two"):
        change(root / name, APP)
    commit(root, {})
    (root / "one" / HUBSPOT_FILE).unlink()
    (root / "two/base44/connectors/gmail.jsonc").unlink()


def test_each_app_of_a_monorepo_has_its_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert connlint("plan") == Outcome(
        1,
        "one, compared with main\n"
        "The next push disconnects HubSpot, which the app still uses.\n\n"
        "- HubSpot (hubspot): the push disconnects it, and the app still uses it\n"
        "    used by one/base44/functions/sync/entry.ts:5\n\n"
        "two, compared with main\n"
        "The next push disconnects Gmail.\n\n"
        "- Gmail (gmail): the push disconnects it\n",
        "",
    )
    assert connlint("plan", "--format", "json") == Outcome(
        2,
        "",
        "connlint: --format json is about one app, and here are 2 (one, two); "
        "name one: connlint plan PATH/TO/APP\n",
    )
    assert _kinds("two") == ["connector-removed gmail"]
    shutil.copytree(tmp_path / "one", tmp_path / "live/one")
    shutil.copytree(tmp_path / "two", tmp_path / "live/two")
    git(tmp_path, "checkout", "-q", "--", "one", "two")
    assert _kinds("one", "--from", "live/one") == ["connector-added hubspot"]


def test_an_app_whose_folder_is_renamed_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two(tmp_path)
    git(tmp_path, "checkout", "-q", "--", ".")
    change(tmp_path / "two", {"base44/config.jsonc": '{"name": "Other"}\n'})
    commit(tmp_path, {})
    (tmp_path / "one").rename(tmp_path / "renamed")
    (tmp_path / "renamed" / HUBSPOT_FILE).unlink()
    monkeypatch.chdir(tmp_path / "renamed")
    assert _kinds() == ["connector-removed hubspot"]
    # With other files and another name it is another app.
    change(tmp_path / "renamed", {"base44/config.jsonc": '{"name": "New"}\n', **GMAIL})
    shutil.rmtree(tmp_path / "renamed/base44/functions")
    change(tmp_path / "renamed", connector("gmail", [f"{GOOGLE}gmail.modify"]))
    assert connlint("plan").out == (
        "This app, compared with main\n"
        "The next push asks people to authorize Gmail.\n\n"
        "+ Gmail (gmail): new, so people have to authorize it; its provider has to review the app\n"
        f"    + {GOOGLE}gmail.modify\n\n"
        "Notes\n"
        "    This app exists only now, so everything in it is new\n"
    )


def test_two_apps_that_may_be_meant_are_not_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two(tmp_path)
    git(tmp_path, "checkout", "-q", "--", ".")
    (tmp_path / "one").rename(tmp_path / "first")
    (tmp_path / "two").rename(tmp_path / "second")
    monkeypatch.chdir(tmp_path / "first")
    assert _json()["notes"] == ["This app exists only now, so everything in it is new"]


def test_an_app_without_files_any_more(root: Path) -> None:
    shutil.rmtree(root / "base44/connectors")
    assert _kinds() == ["connector-removed gmail", "connector-removed hubspot"]
    shutil.rmtree(root / "base44")
    assert connlint("plan").status == 2


def _conflict(root: Path) -> None:
    text = (root / HUBSPOT_FILE).read_text()
    ours = text.replace("contacts.read", "contacts.write")
    marked = f"<<<<<<< HEAD\n{ours}=======\n{text}>>>>>>> topic\n"
    change(root, {HUBSPOT_FILE: marked})


BROKEN: dict[str, tuple[Callable[[Path], object], list[str], list[str]]] = {
    "a merge conflict": (
        _conflict,
        ["scope-added hubspot"],
        [
            '"base44/connectors/hubspot.jsonc" cannot be read completely; '
            "Base44 rejects the push until it is fixed",
            "connlint cannot tell which scopes of HubSpot are removed",
        ],
    ),
    "a file without a type": (
        lambda root: change(root, {HUBSPOT_FILE: '{"scopes": []}'}),
        [],
        [
            '"base44/connectors/hubspot.jsonc" cannot be read completely; '
            "Base44 rejects the push until it is fixed",
            "connlint cannot tell whether the push disconnects HubSpot, "
            "because not all connector files can be read",
        ],
    ),
    "a renamed file that is empty": (
        lambda root: change(root, {HUBSPOT_FILE: None, "base44/connectors/crm.jsonc": ""}),
        [],
        [
            '"base44/connectors/crm.jsonc" cannot be read completely; '
            "Base44 rejects the push until it is fixed",
            "connlint cannot tell whether the push disconnects HubSpot, "
            "because not all connector files can be read",
        ],
    ),
    "UTF-16": (
        lambda root: change(root, {HUBSPOT_FILE: '{"type": "hubspot"}'.encode("utf-16")}),
        [],
        [
            '"base44/connectors/hubspot.jsonc" cannot be read completely; '
            "Base44 rejects the push until it is fixed",
            "connlint cannot tell whether the push disconnects HubSpot, "
            "because not all connector files can be read",
        ],
    ),
    "another type twice": (
        lambda root: change(root, {"base44/connectors/x.jsonc": '{"type": "gmail", "scopes": []}'}),
        [],
        [
            '"base44/connectors/gmail.jsonc" and "base44/connectors/x.jsonc" both define "gmail"; '
            "Base44 rejects the push until one is deleted"
        ],
    ),
    "a broken config that names another folder": (
        lambda root: change(root, {"base44/config.jsonc": '{"name": "Notes", "connectorsDir": '}),
        [],
        [
            '"base44/config.jsonc" cannot be read completely; '
            "Base44 rejects the push until it is fixed",
        ],
    ),
    "a call whose type is known only at run time": (
        lambda root: change(
            root, {HUBSPOT_FILE: None, **function("sync", '" + req.url + "', CONTACT)}
        ),
        ["connector-removed hubspot"],
        [
            "More code may use a removed connector: connlint could not check "
            '"base44/functions/sync/entry.ts:5"',
        ],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_is_said_and_proves_nothing(root: Path, case: str) -> None:
    break_it, kinds, notes = BROKEN[case]
    break_it(root)
    assert (_kinds(), _json()["notes"]) == (kinds, notes)


def test_a_broken_config_may_name_the_folder_of_all_connectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = '{"name": "Notes", "connectorsDir": "links"}\n'
    moved = connector("gmail", [], "base44/links")
    commit(tmp_path, {**moved, "base44/config.jsonc": config})
    change(tmp_path, {"base44/config.jsonc": config[:-8]})
    monkeypatch.chdir(tmp_path)
    assert _kinds() == []
    assert _json()["notes"] == [
        '"base44/config.jsonc" cannot be read completely; '
        "Base44 rejects the push until it is fixed",
        "connlint cannot tell whether the push disconnects Gmail, "
        "because not all connector files can be read",
    ]


def test_files_that_could_not_be_read_then(root: Path) -> None:
    commit(
        root,
        {
            HUBSPOT_FILE: "{",
            "base44/functions/sync/entry.ts": "\ud83d".encode("utf-16", "surrogatepass") * 9,
        },
    )
    change(root, {**HUBSPOT, **function("sync", "hubspot", CONTACT)})
    assert _kinds() == []
    assert _json()["notes"] == [
        '"base44/connectors/hubspot.jsonc" could not be read completely then',
        "connlint cannot tell whether HubSpot is new, "
        "because not all connector files could be read then",
        'connlint cannot tell whether this request is new: "base44/functions/sync/entry.ts:7"',
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_folder_outside_the_repository_proves_nothing(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    (root / "base44/connectors").rename(elsewhere)
    (root / "base44/connectors").symlink_to(elsewhere)
    found = connlint("plan", "--format", "json")
    assert [change["kind"] for change in json.loads(found.out)["changes"]] == []
    assert found.err == (
        "connlint: base44/connectors is a link that leads out of the repository, "
        "so connlint does not read it\n"
    )
    assert "connlint cannot tell whether the push disconnects Gmail" in found.out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all files")
def test_a_file_that_may_not_be_read(root: Path) -> None:
    (root / HUBSPOT_FILE).chmod(0)
    assert _kinds() == []


def test_shallow_clones(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(root, {})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "clone")
    monkeypatch.chdir(clone)
    assert _kinds() == []
    assert connlint("plan", "--since", "HEAD~1") == Outcome(
        2, "", f'connlint: git knows no revision "HEAD~1"{SHALLOW}'
    )
    # As actions/checkout leaves it: a detached commit, and no other branch.
    git(clone, "checkout", "-q", "--detach")
    git(clone, "branch", "-q", "-D", "main")
    git(clone, "remote", "remove", "origin")
    assert connlint("plan") == Outcome(
        2,
        "",
        f"connlint: git knows no default branch (origin/HEAD, main or master){SHALLOW}",
    )


def test_worktrees_and_submodules(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"))
    monkeypatch.chdir(tmp_path / "tree")
    (tmp_path / "tree" / HUBSPOT_FILE).unlink()
    assert _kinds() == ["connector-removed hubspot"]
    host = tmp_path / "host"
    commit(host, {"README.md": "An app in a submodule."})
    git(host, "submodule", "--quiet", "add", root.as_uri(), "app")
    commit(host, {})
    (host / "app" / HUBSPOT_FILE).unlink()
    monkeypatch.chdir(host)
    assert _kinds("app") == _kinds() == ["connector-removed hubspot"]


def test_a_bare_repository_has_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path / "source", APP)
    git(tmp_path, "clone", "-q", "--bare", str(tmp_path / "source"), "bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")
    found = connlint("plan")
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("connlint: No Base44 app here (looked for ")


def test_a_repository_of_somebody_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert connlint("plan") == Outcome(
        2,
        "",
        "connlint: git does not read this repository, because its folder belongs to somebody else. "
        f"If you trust it: git config --global --add safe.directory {root}\n",
    )


def test_a_repository_without_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(tmp_path, APP)
    git(tmp_path, "init", "-q", "-b", "main")
    monkeypatch.chdir(tmp_path)
    assert connlint("plan") == Outcome(2, "", "connlint: this repository has no commits yet\n")


def test_a_lone_file_is_no_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(tmp_path, {"notes/slack.jsonc": "{}"})
    monkeypatch.chdir(tmp_path)
    assert connlint("plan", "notes/slack.jsonc") == Outcome(
        2, "", "connlint: notes/slack.jsonc belongs to no app, so a push does nothing with it\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_an_app_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path / "repo", APP)
    (tmp_path / "repo" / HUBSPOT_FILE).unlink()
    (tmp_path / "link").symlink_to("repo")
    monkeypatch.chdir(tmp_path)
    assert _kinds("link") == _kinds("link/base44") == ["connector-removed hubspot"]


def test_an_old_type_that_is_still_used_is_said(root: Path) -> None:
    change(root, {**connector("slack", []), **function("tell", "slack", "? x")})
    commit(root, {})
    bot = connector("slackbot", [])
    change(root, {"base44/connectors/slack.jsonc": None, **bot})
    assert connlint("plan", "--since", "HEAD").out == (
        "This app, compared with HEAD\n"
        "The next push replaces Slack User, which the app still uses, with Slack Bot; "
        "asks people to authorize Slack Bot.\n\n"
        "~ Slack User (slack) becomes Slack Bot (slackbot): the push disconnects the old one, "
        "adds the new one and asks people to authorize it, but the app still uses Slack User\n"
        "    used by base44/functions/tell/entry.ts:5\n"
    )


def test_in_a_hook_of_git(root: Path) -> None:
    (root / HUBSPOT_FILE).unlink()
    hook = {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}
    found = program("plan", cwd=root, environ=hook)
    assert (found.status, found.err) == (1, "")
    assert "disconnects HubSpot" in found.out
