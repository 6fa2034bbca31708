"""One comment on a pull request is written and updated, by requests to what looks like GitHub."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.tools.comments_service import Service, served

ROOT = Path(__file__).resolve().parents[2]
MARK = "<!-- connlint plan -->"
PLAN = "### What the next push changes\n\n**It disconnects a connector.**\n\n- Removed: `hubspot`\n"
NOTHING = "### What the next push changes\n\n**The next push changes nothing.**\n"
COMMENTS = "/repos/owner/app/issues/7/comments"


def _comment(number: int, login: str, body: str) -> dict[str, Any]:
    return {"id": number, "user": {"login": login}, "body": body}


def _run(address: str, plan: str, folder: Path, **environ: str) -> str:
    file = folder / "plan.md"
    file.write_text(plan, "utf-8")
    values = {
        "GITHUB_API_URL": address,
        "GITHUB_GRAPHQL_URL": f"{address}/graphql",
        "GITHUB_REPOSITORY": "owner/app",
        "GITHUB_TOKEN": "t0ken",
        "PULL_REQUEST": "7",
        **environ,
    }
    program = ROOT / "tools" / "comment_on_pull_request.py"
    done = subprocess.run(
        [sys.executable, program, file], env=values, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _comments(plan: str, comments: list[dict[str, Any]], folder: Path) -> Service:
    service = Service(comments)
    with served(service) as address:
        assert _run(address, plan, folder) == ""
    assert service.tokens == {"Bearer t0ken"}
    return service


OWN = _comment(5, "github-actions[bot]", f"{MARK}\nolder")
ANOTHER = _comment(4, "somebody", f"{MARK}\nnot ours")
UNMARKED = _comment(3, "github-actions[bot]", "by another step")


@pytest.mark.parametrize(
    "plan, comments, request_",
    [
        (PLAN, [], f"POST {COMMENTS}"),
        (PLAN, [ANOTHER, UNMARKED], f"POST {COMMENTS}"),
        (PLAN, [ANOTHER, UNMARKED, OWN], "PATCH /repos/owner/app/issues/comments/5"),
        (PLAN, [UNMARKED] * 150 + [OWN], "PATCH /repos/owner/app/issues/comments/5"),
        (NOTHING, [OWN], "PATCH /repos/owner/app/issues/comments/5"),
    ],
    ids=["the first", "beside others", "again", "after many", "when nothing is left"],
)
def test_there_is_one_comment_and_it_is_updated(
    plan: str, comments: list[dict[str, Any]], request_: str, tmp_path: Path
) -> None:
    service = _comments(plan, comments, tmp_path)
    assert service.asked[-1] == request_
    assert service.written == [f"{MARK}\n{plan}"]


def test_a_plan_without_changes_begins_no_comment(tmp_path: Path) -> None:
    service = _comments(NOTHING, [ANOTHER], tmp_path)
    assert service.asked == ["POST /graphql", f"GET {COMMENTS}?per_page=100&page=1"]


def test_a_long_plan_ends_with_a_whole_line(tmp_path: Path) -> None:
    line = "- Added: `" + "x" * 88 + "`\n"
    service = _comments(PLAN + line * 1000, [], tmp_path)
    (body,) = service.written
    assert len(body) < 65_536
    *lines, last = body.removesuffix("\n").split("\n")
    assert last == "The rest is in the summary of the job."
    assert lines[-3:] == [line.rstrip("\n"), line.rstrip("\n"), ""]


FORK = (
    "::notice title=connlint plan::The token may not comment on this pull request (it needs the "
    "permission pull-requests: write, and has none on pull requests from forks). The plan is in the "
    "summary of the job.\n"
)


@pytest.mark.parametrize(
    "status, said",
    [
        (403, FORK),
        (404, FORK),
        (500, "::warning title=connlint plan::GitHub answered 500 to the comment\n"),
    ],
)
def test_why_there_is_no_comment_is_said(status: int, said: str, tmp_path: Path) -> None:
    with served(Service([], status)) as address:
        assert _run(address, PLAN, tmp_path) == said


def test_a_service_that_is_away_fails_nothing(tmp_path: Path) -> None:
    with served(Service([])) as address:
        pass
    said = "::warning title=connlint plan::No comment was written: URLError\n"
    assert _run(address, PLAN, tmp_path) == said
    said = "::warning title=connlint plan::No comment was written: ValueError\n"
    assert _run(address, PLAN, tmp_path, PULL_REQUEST="") == said
