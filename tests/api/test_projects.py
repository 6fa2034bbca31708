"""The functions that other programs call."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

import connlint


def test_all_names_are_there() -> None:
    for name in connlint.__all__:
        assert getattr(connlint, name) is not None
    assert dir(connlint) == connlint.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lint'"):
        connlint.lint  # noqa: B018


def test_lint_text_says_where() -> None:
    (found,) = connlint.lint_text('{\n  "type": "slakc",\n  "scopes": []\n}', path="slack.jsonc")
    assert found == connlint.Diagnostic(
        rule="unknown-type",
        severity=connlint.Severity.ERROR,
        message='"slakc" is not a Base44 connector type',
        help='Did you mean "slack" (Slack User)?',
        docs="https://github.com/connlint/connlint/blob/main/docs/rules/unknown-type.md",
        path="slack.jsonc",
        range=connlint.Range(connlint.Position(2, 11, 12), connlint.Position(2, 18, 19)),
        fixes=(
            connlint.Fix(
                'Change it to "slack"',
                connlint.Safety.UNSAFE,
                (
                    connlint.Edit(
                        "slack.jsonc",
                        connlint.Range(connlint.Position(2, 11, 12), connlint.Position(2, 18, 19)),
                        '"slack"',
                    ),
                ),
            ),
        ),
    )


def test_lint_text_stands_in_for_a_file_of_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connectors = tmp_path / "base44" / "connectors"
    connectors.mkdir(parents=True)
    (connectors / "slack.json").write_text('{"type": "slack", "scopes": []}')
    monkeypatch.chdir(tmp_path)
    text = '{"type": "slack", "scopes": []}'
    (found,) = connlint.lint_text(text, path="base44/connectors/slack.jsonc")
    assert found.rule == "duplicate-type"
    assert found.path == "base44/connectors/slack.jsonc"
    assert [related.path for related in found.related] == ["base44/connectors/slack.json"]


def test_lint_project_takes_a_path_object_and_a_string(tmp_path: Path) -> None:
    connectors = tmp_path / "base44" / "connectors"
    connectors.mkdir(parents=True)
    (connectors / "slack.jsonc").write_text('{"type": "slack"}')
    found = connlint.lint_project(tmp_path)
    assert [diagnostic.rule for diagnostic in found] == ["missing-scopes"]
    assert connlint.lint_project(str(tmp_path)) == found


def test_a_path_that_leads_nowhere_raises(tmp_path: Path) -> None:
    with pytest.raises(connlint.NothingToLint, match="no such file or directory"):
        connlint.lint_project(tmp_path / "nothing")


def test_severities_have_an_order_and_a_name() -> None:
    assert connlint.Severity.ERROR > connlint.Severity.WARNING > connlint.Severity.INFO
    assert str(connlint.Severity.WARNING) == "warning"
    assert connlint.Severity.parse("info") is connlint.Severity.INFO
    with pytest.raises(ValueError, match="fatal"):
        connlint.Severity.parse("fatal")


def test_the_functions_are_typed() -> None:
    for function in (connlint.lint_project, connlint.lint_text):
        assert typing.get_type_hints(function)["return"] == list[connlint.Diagnostic]
