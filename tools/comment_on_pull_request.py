"""Write a plan as the one comment of connlint on a pull request; the action runs this.

Usage: python tools/comment_on_pull_request.py FILE

FILE has the plan as Markdown. A comment that an earlier run has written is updated; none is written
for a plan without changes. Environment variables: GITHUB_API_URL, GITHUB_GRAPHQL_URL,
GITHUB_REPOSITORY (owner/name), GITHUB_TOKEN, and PULL_REQUEST, its number. Always ends with status
0, because the lack of a comment is no reason to fail: a line says why there is none.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MARK = "<!-- connlint plan -->"
"""The first line of the comment, by which the next run finds it."""
MOST = 60_000
"""The most characters of a comment; GitHub refuses those with more than 65,536."""
TOO_LONG = "\n\nThe rest is in the summary of the job.\n"
SECONDS = 20
PAGE = 100
REFUSED = {401, 403, 404}


class GitHub:
    """The part of GitHub's API that is about the comments of one pull request."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        repository, number = environ["GITHUB_REPOSITORY"], int(environ["PULL_REQUEST"])
        self._base = f"{environ['GITHUB_API_URL']}/repos/{repository}/issues"
        self._number = number
        self._graphql = environ["GITHUB_GRAPHQL_URL"]
        self._token = environ["GITHUB_TOKEN"]

    def own_comment(self) -> int | None:
        """Return the number of the comment that this token has written, None without one."""
        login = self._ask("POST", self._graphql, {"query": "{viewer{login}}"})
        own = login["data"]["viewer"]["login"].removesuffix("[bot]")
        for comment in self._comments():
            # Anybody can write a comment that begins like ours.
            by = comment["user"]["login"].removesuffix("[bot]")
            if by == own and comment["body"].startswith(MARK):
                return int(comment["id"])
        return None

    def _comments(self) -> Iterator[Any]:
        page = 1
        while True:
            query = f"per_page={PAGE}&page={page}"
            comments = self._ask("GET", f"{self._base}/{self._number}/comments?{query}")
            yield from comments
            if len(comments) < PAGE:
                return
            page += 1

    def write(self, text: str, number: int | None) -> None:
        """Write a comment, or replace the one with this number."""
        if number is None:
            self._ask("POST", f"{self._base}/{self._number}/comments", {"body": text})
        else:
            self._ask("PATCH", f"{self._base}/comments/{number}", {"body": text})

    def _ask(self, method: str, address: str, content: object = None) -> Any:  # noqa: ANN401 - it is JSON
        """Return the answer to a request; raises OSError and ValueError."""
        request = urllib.request.Request(  # noqa: S310 - the address is the runner's own
            address,
            None if content is None else json.dumps(content).encode(),
            {
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
            },
            method=method,
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
            return json.load(answer)


def has_changes(plan: str) -> bool:
    """Tell whether a plan lists anything."""
    return any(line.startswith("- ") for line in plan.splitlines())


def body(content: str) -> str:
    """Return the comment for a plan: with the mark, and not too long."""
    if len(content) > MOST:
        # Whole lines, so that no code is left open.
        content = content[:MOST].rpartition("\n")[0] + TOO_LONG
    return f"{MARK}\n{content}"


def main() -> int:
    """Write the comment, and say why where that is impossible."""
    plan = Path(sys.argv[1]).read_text("utf-8")
    try:
        github = GitHub(os.environ)
        number = github.own_comment()
        if number is not None or has_changes(plan):
            github.write(body(plan), number)
    except urllib.error.HTTPError as error:
        if error.code in REFUSED:
            print(
                "::notice title=connlint plan::The token may not comment on this pull request "
                "(it needs the permission pull-requests: write, and has none on pull requests from "
                "forks). The plan is in the summary of the job."
            )
        else:
            print(f"::warning title=connlint plan::GitHub answered {error.code} to the comment")
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"::warning title=connlint plan::No comment was written: {type(error).__name__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
