"""Real commits in real repositories, checked by pre-commit and by prek."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packaging.programs import run, succeed
from tests.project.tree import CONFIG, GMAIL, SLACK

from .conftest import Repository, Runner, documented

pytestmark = pytest.mark.slow(seconds=60)

APP = {"base44/config.jsonc": CONFIG, "base44/connectors/slack.jsonc": SLACK}
DUPLICATE = "base44/connectors/slack.json"
MISTYPED = '{"type": "gmial", "scopes": []}\n'


def test_a_mistake_is_refused_until_it_is_mended(repository: Repository) -> None:
    repository.add({**APP, "base44/connectors/gmail.jsonc": MISTYPED})
    refused = repository.commit()
    assert refused.returncode == 1
    assert 'error[unknown-type]: "gmial" is not a Base44 connector type' in refused.stdout
    assert repository.last == "Unseen"
    repository.add({"base44/connectors/gmail.jsonc": GMAIL})
    assert repository.commit().returncode == 0
    assert repository.last == "Seen"


def test_a_duplicate_is_found_from_either_end(repository: Repository) -> None:
    # The finding stands at slack.jsonc, and only slack.json is staged.
    repository.commit_unseen(APP)
    repository.add({DUPLICATE: SLACK})
    refused = repository.commit()
    assert refused.returncode == 1
    assert 'error[duplicate-type]: The type "slack" is already defined' in refused.stdout
    assert "base44/connectors/slack.jsonc:1:10" in refused.stdout
    assert repository.last == "Unseen"
    repository.add({DUPLICATE: '{"type": "slackbot", "scopes": ["chat:write"]}\n'})
    assert repository.commit().returncode == 0
    assert repository.last == "Seen"


def test_mistakes_of_files_that_are_not_staged_refuse_nothing(repository: Repository) -> None:
    repository.commit_unseen({**APP, "base44/connectors/old.jsonc": MISTYPED})
    repository.add({"base44/connectors/gmail.jsonc": GMAIL})
    assert repository.commit().returncode == 0


def test_a_function_is_held_against_connectors_that_are_not_staged(repository: Repository) -> None:
    repository.commit_unseen(APP)
    entry = "base44/functions/mail/entry.ts"
    call = 'const {{ accessToken }} = await base44.asServiceRole.connectors.getConnection("{}");\n'
    repository.add({entry: call.format("gmail")})
    refused = repository.commit()
    assert refused.returncode == 1
    assert f"{entry}:1:77" in refused.stdout
    assert "error[unconfigured-connector]" in refused.stdout
    repository.add({entry: call.format("slack")})
    assert repository.commit().returncode == 0


def test_a_deleted_file_is_no_obstacle(repository: Repository) -> None:
    repository.commit_unseen({**APP, DUPLICATE: SLACK})
    repository.git("rm", "-q", "base44/connectors/slack.jsonc")
    repository.add({DUPLICATE: '{"type": "slack", "scopes": []}\n'})
    done = repository.commit()
    assert (done.returncode, repository.last) == (0, "Seen"), done.stdout


def test_files_of_no_app_are_no_obstacle(repository: Repository) -> None:
    repository.add(
        {
            "README.md": "Nothing to do with it.\n",
            "connlint.toml": 'min-severity = "info"\n',
            "packages/site/src/main.ts": "export const answer = 42;\n",
            "packages/old/base44/functions/send/function.jsonc": '{"name": "send"}\n',
            **{f"packages/app/{name}": text for name, text in APP.items()},
        }
    )
    done = repository.commit()
    assert (done.returncode, repository.last) == (0, "Seen"), done.stdout


def test_the_fixing_hook_mends_the_staged_file(
    repository: Repository, hook_repository: Path
) -> None:
    hooks = documented(hook_repository, hook="connlint-fix")
    repository.commit_unseen({".pre-commit-config.yaml": hooks})
    path = "base44/connectors/slack.jsonc"
    repository.add({**APP, path: SLACK.replace("[", '["chat:write", ')})
    assert repository.commit().returncode == 1
    assert (repository.root / path).read_text("utf-8") == SLACK
    repository.git("add", path)
    assert repository.commit().returncode == 0


def test_a_push_that_disconnects_a_used_connector_is_stopped(
    repository: Repository,
    runner: Runner,
    hook_repository: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    succeed([runner.program, "install", "--hook-type", "pre-push"], repository.root, runner.environ)
    remote = tmp_path_factory.mktemp("remote")
    Repository(remote, runner.environ).git("init", "-q", "--bare")
    call = 'await base44.asServiceRole.connectors.getConnection("slack");\n'
    hooks = documented(hook_repository, hook="connlint-plan")
    files = {".pre-commit-config.yaml": hooks, "base44/functions/send/entry.ts": call}
    repository.commit_unseen({**APP, **files})
    repository.git("branch", "-M", "main")
    repository.git("remote", "add", "origin", str(remote))
    repository.git("push", "-q", "--no-verify", "-u", "origin", "main")
    slack = repository.root / "base44/connectors/slack.jsonc"
    slack.unlink()
    repository.commit_unseen({"base44/connectors/gmail.jsonc": GMAIL})
    repository.git("commit", "-q", "--no-verify", "-a", "-m", "Without Slack")
    refused = run(["git", "push", "-q"], repository.root, runner.environ)
    assert refused.returncode == 1
    assert (
        "Slack User (slack): the push disconnects it, and the app still uses it" in refused.stdout
    )
    slack.write_text(SLACK)
    repository.add({"base44/connectors/slack.jsonc": SLACK})
    repository.git("commit", "-q", "--no-verify", "-m", "With Slack")
    pushed = run(["git", "push", "-q"], repository.root, runner.environ)
    assert pushed.returncode == 0, pushed.stdout
    assert "Gmail (gmail): new, so people have to authorize it" in pushed.stdout


def test_the_hooks_can_be_tried(runner: Runner, hook_repository: Path, tmp_path: Path) -> None:
    tried = Repository(tmp_path, runner.environ)
    tried.git("init", "-q")
    tried.add(APP)
    command = [
        runner.program,
        "try-repo",
        hook_repository,
        "connlint",
        "--all-files",
    ]
    assert "Passed" in succeed(command, tmp_path, runner.environ)
