"""One batch of rows: its columns, its apps, and what is wrong with them."""

from __future__ import annotations

import errno
import random
from typing import NoReturn

import pyarrow as pa
import pytest
from tests.fleet.rows import APP, Files, errors, findings, summaries, table, without_times
from tests.project.tree import SLACK

from connlint.diagnostics.severity import Severity
from connlint.fleet.batch import lint_batch
from connlint.fleet.columns import FINDING_COLUMNS, INPUT, RESULT, SUMMARY_COLUMNS
from connlint.project import load_project
from connlint.rules.registry import RuleSet
from connlint.rules.rule import Rule

MISTYPED = '{\n  "type": "slakc",\n  "scopes": []\n}\n'
CONNECTOR = "base44/connectors/slack.jsonc"
FUNCTION = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  await connectors.getConnection("gmail");
  return Response.json({});
});
"""
NOT_UTF_8 = '"slack.jsonc" is not valid UTF-8: the byte 0xFF is not part of a character'
NO_APP = "there is no Base44 app among the files"
NO_PATH = (
    "is not a path of a file: names are separated by one /, and neither "
    "., .. nor the folder .git is allowed"
)


def test_the_columns_are_these() -> None:
    assert FINDING_COLUMNS.names == (
        [
            "app",
            "rule",
            "severity",
            "message",
            "help",
            "path",
            "line",
            "column",
            "end_line",
            "end_column",
            "type",
            "scope",
        ]
    )
    assert SUMMARY_COLUMNS.names == (
        [
            "app",
            "errors",
            "warnings",
            "infos",
            "connectors",
            "functions",
            "types",
            "milliseconds",
            "error",
        ]
    )
    assert RESULT.names == [*FINDING_COLUMNS.names, *SUMMARY_COLUMNS.names[1:]]
    assert [field.name for field in RESULT if not field.nullable] == ["app"]


def test_an_app_has_its_summary_then_its_findings() -> None:
    files = {**APP, CONNECTOR: MISTYPED}
    summary, finding = lint_batch(table({"one": files})).to_pylist()
    assert summary.pop("milliseconds") > 0
    assert {name: value for name, value in summary.items() if value is not None} == {
        "app": "one",
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "connectors": 1,
        "functions": 0,
        "types": "slakc",
    }
    assert {name: value for name, value in finding.items() if value is not None} == {
        "app": "one",
        "rule": "unknown-type",
        "severity": "error",
        "message": '"slakc" is not a Base44 connector type',
        "help": 'Did you mean "slack" (Slack User)?',
        "path": "base44/connectors/slack.jsonc",
        "line": 2,
        "column": 11,
        "end_line": 2,
        "end_column": 18,
        "type": "slakc",
    }


def test_a_finding_names_the_type_and_the_scope_that_it_is_about() -> None:
    files = {
        **APP,
        "base44/connectors/mail.jsonc": '{"type": "gmail", "scopes": ["gmail.send", "email"]}',
        CONNECTOR: '{"type": "slack"}',
        "base44/functions/a/entry.ts": FUNCTION.replace("gmail", "notion"),
        "base44/functions/b/entry.ts": FUNCTION.replace("gmail", "68f0c2a4b1d3e5f7a9b1c3d5"),
        "base44/functions/c/entry.ts": FUNCTION.replace('"gmail"', "await req.text()"),
    }
    found = {
        (each["path"].rpartition("base44/")[2], each["rule"], each["type"], each["scope"])
        for each in findings(lint_batch(table({"one": files})))
    }
    assert found == {
        ("connectors/mail.jsonc", "malformed-scope", "gmail", "gmail.send"),
        ("connectors/slack.jsonc", "missing-scopes", "slack", None),
        ("functions/a/entry.ts", "unconfigured-connector", "notion", None),
        ("functions/b/entry.ts", "wrong-identifier", None, None),
    }


def test_findings_of_lower_severities_are_counted_only() -> None:
    batch = table({"one": {**APP, CONNECTOR: SLACK.replace('"type"', "type")}})
    results = lint_batch(batch)
    assert findings(results) == []
    assert summaries(results)["one"]["infos"] == 1
    (found,) = findings(lint_batch(batch, 'min-severity = "info"'))
    assert (found["rule"], found["severity"]) == ("json5-syntax", "info")


def test_settings_take_the_place_of_those_of_each_app() -> None:
    files = {**APP, CONNECTOR: MISTYPED}
    off = '[rules]\nunknown-type = "off"\n'
    batch = table({"all": files, "none": {**files, "connlint.toml": off}})
    assert [row["app"] for row in findings(lint_batch(batch))] == ["all"]
    assert findings(lint_batch(batch, off)) == []
    assert [row["app"] for row in findings(lint_batch(batch, ""))] == ["all", "none"]


def test_rows_are_sorted_whatever_their_order_was() -> None:
    apps: dict[str, Files] = {
        "b": {**APP, CONNECTOR: MISTYPED, "base44/connectors/a.jsonc": MISTYPED},
        "a": {"x": None, "../y": b"", "/z": b""},
        "ä": APP,
        "Z": {"base44/connectors/slack.jsonc": MISTYPED},
    }
    batch = table(apps)
    expected = without_times(lint_batch(batch))
    assert list(dict.fromkeys(row["app"] for row in expected)) == ["Z", "a", "b", "ä"]
    paths = [row["path"] for row in expected if row["app"] == "b"]
    assert paths == [None, *sorted(paths[1:])]
    order = list(range(batch.num_rows))
    for seed in range(5):
        random.Random(seed).shuffle(order)  # noqa: S311 - no secret
        assert without_times(lint_batch(batch.take(order))) == expected


def test_a_group_can_have_several_apps() -> None:
    files = {f"{place}/{name}": text for place in ("web", "shop") for name, text in APP.items()}
    files["shop/base44/connectors/slack.jsonc"] = MISTYPED
    results = lint_batch(table({"both": files}))
    assert [row["path"] for row in findings(results)] == ["shop/base44/connectors/slack.jsonc"]
    summary = summaries(results)["both"]
    counts = (summary["errors"], summary["connectors"], summary["types"], summary["error"])
    assert counts == (1, 2, "slack,slakc", None)


@pytest.mark.parametrize(
    "rows, error",
    [
        ([], None),
        ([("notes.txt", b"x")], NO_APP),
        ([("base44/connectors/", None)], None),
        ([("base44/connectors/", b"")], None),
        ([("base44/config.jsonc", None)], '"base44/config.jsonc" has no content'),
        ([(None, b"x")], "a row has no path"),
        ([(CONNECTOR, b"1"), (CONNECTOR, b"2")], f'two rows have the path "{CONNECTOR}"'),
        ([("../x", b"")], f'"../x" {NO_PATH}'),
        ([("/x", b"")], f'"/x" {NO_PATH}'),
        ([("a//b", b"")], f'"a//b" {NO_PATH}'),
        ([("./a", b"")], f'"./a" {NO_PATH}'),
        ([("", b"")], f'"" {NO_PATH}'),
        ([("/", b"")], f'"" {NO_PATH}'),
        ([("a\0b", b"")], f'"a\\u{{0}}b" {NO_PATH}'),
        ([(".git/config", b"")], f'".git/config" {NO_PATH}'),
        ([("a", b""), ("a/b", b"")], '"a" is a file and a folder'),
        ([("a\x1b[31m", None)], '"a\\u{1b}[31m" has no content'),
    ],
)
def test_what_is_wrong_with_an_app_is_in_its_summary(
    rows: list[tuple[str | None, bytes | None]], error: str | None
) -> None:
    own = [("odd", path, content) for path, content in rows]
    good = [("good", path, str(text).encode()) for path, text in APP.items()]
    columns = zip(*own, *good, strict=True)
    batch = pa.record_batch([pa.array(column) for column in columns], names=INPUT.names)
    found = errors(lint_batch(batch))
    assert found == {"good": None, **({"odd": error} if rows else {})}


def test_an_error_leaves_the_counts_open() -> None:
    (row,) = lint_batch(table({"odd": {"x": None}})).to_pylist()
    assert {name for name, value in row.items() if value is not None} == {
        "app",
        "milliseconds",
        "error",
    }


def test_an_exception_is_an_error_of_its_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(target: object, *arguments: object, **options: object) -> object:
        disk = options["disk"]
        if disk.is_file("/connlint-files/crash"):  # type: ignore[attr-defined] # a Disk
            raise LookupError("no \x1b" + "x" * 300)
        if disk.is_file("/connlint-files/deep"):  # type: ignore[attr-defined] # a Disk
            return load(target, *arguments, **options)
        if disk.is_file("/connlint-files/large"):  # type: ignore[attr-defined] # a Disk
            raise OSError(errno.ENOMEM, "Cannot allocate memory")
        return load_project(target, *arguments, **options)  # type: ignore[arg-type] # what it got

    monkeypatch.setattr("connlint.run.load_project", load)
    marks = {name: {**APP, name: ""} for name in ("crash", "deep", "large", "well")}
    found = errors(lint_batch(table(marks)))
    assert str(found.pop("deep")).startswith("RecursionError: maximum recursion depth exceeded")
    assert found == {
        "crash": "LookupError: no \\u{1b}" + "x" * 196 + "…",
        "large": "there is not enough memory",
        "well": None,
    }


@pytest.mark.parametrize(
    "failure, error, rules",
    [
        (KeyError, None, ["internal-error"]),
        (RecursionError, None, ["internal-error"]),
        (MemoryError, "there is not enough memory", []),
    ],
)
def test_a_rule_that_fails_is_a_finding(
    failure: type[Exception],
    error: str | None,
    rules: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def check(*_: object) -> NoReturn:
        raise failure

    rule = Rule("broken", Severity.ERROR, "fails", check_project=check)
    monkeypatch.setattr("connlint.rules.RULES", RuleSet.of([rule]))
    results = lint_batch(table({"one": APP}))
    assert errors(results) == {"one": error}
    assert [row["rule"] for row in findings(results)] == rules


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int8(), pa.large_string()),
    ],
    ids=str,
)
@pytest.mark.parametrize("content", [pa.binary(), pa.large_binary(), pa.string()], ids=str)
def test_text_can_have_any_of_its_types(kind: pa.DataType, content: pa.DataType) -> None:
    batch = table({"one": {**APP, CONNECTOR: MISTYPED}, "two": APP})
    columns = [batch.column(0).cast(kind), batch.column(1).cast(kind)]
    columns.append(batch.column(2).cast(pa.string()).cast(content))
    cast = pa.RecordBatch.from_arrays(columns, names=INPUT.names)
    assert without_times(lint_batch(cast)) == without_times(lint_batch(batch))


def test_a_dictionary_can_have_bytes() -> None:
    batch = table({"one": APP})
    columns = [batch.column(0), batch.column(1), batch.column(2).dictionary_encode()]
    cast = pa.RecordBatch.from_arrays(columns, names=INPUT.names)
    assert errors(lint_batch(cast)) == {"one": None}


def test_other_columns_and_their_order_do_not_matter() -> None:
    batch = table({"one": APP})
    more = batch.select(["content", "app", "path"]).append_column("size", pa.array([1, 2]))
    assert errors(lint_batch(more)) == {"one": None}


@pytest.mark.parametrize(
    "columns, message",
    [
        ({"app": ["a"], "path": ["b"]}, 'there is no column "content"'),
        ({"app": [1], "path": ["b"], "content": ["c"]}, 'the column "app" must be text, not int64'),
        (
            {"app": ["a"], "path": [b"b"], "content": ["c"]},
            'the column "path" must be text, not binary',
        ),
        (
            {"app": ["a"], "path": ["b"], "content": [1.5]},
            'the column "content" must be text or bytes, not double',
        ),
        (
            {"app": [None], "path": ["b"], "content": ["c"]},
            'a row has no value in the column "app"',
        ),
    ],
)
def test_other_columns_are_refused(columns: dict[str, list[object]], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        lint_batch(pa.record_batch(columns))


def test_a_column_that_is_there_twice_is_refused() -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(["a"])] * 2, names=["app", "app"])
    with pytest.raises(ValueError, match=r'^there is more than one column "app"$'):
        lint_batch(batch)


def test_no_rows_give_none() -> None:
    results = lint_batch(table({}))
    assert (results.num_rows, results.schema) == (0, RESULT)


@pytest.mark.parametrize(
    "content, messages",
    [
        (b"\xef\xbb\xbf" + SLACK.encode(), []),
        (SLACK.encode("utf-16"), ['"slack.jsonc" is saved as UTF-16, but Base44 only reads UTF-8']),
        (SLACK.encode().replace(b"slack", b"sl\xffck"), [NOT_UTF_8]),
        (
            b'{"type": "sl\\ud800ack", "scopes": []}',
            ['"sl\\u{d800}ack" cannot be a type: Base44 only accepts letters, digits, _ and -'],
        ),
    ],
    ids=["byte order mark", "UTF-16", "not UTF-8", "half a character"],
)
def test_contents_are_bytes(content: bytes, messages: list[str]) -> None:
    results = lint_batch(table({"one": {**APP, CONNECTOR: content}}))
    assert errors(results) == {"one": None}
    assert [row["message"] for row in findings(results)] == messages


def test_what_utf_8_cannot_say_becomes_a_replacement_character() -> None:
    content = b'{"type": "sl\\ud800ack", "scopes": []}'
    results = lint_batch(table({"one": {**APP, CONNECTOR: content}}))
    assert summaries(results)["one"]["types"] == "sl\ufffdack"


def test_a_type_with_a_comma_is_not_listed() -> None:
    files = {**APP, "base44/connectors/x.jsonc": '{"type": "a,b", "scopes": []}'}
    assert summaries(lint_batch(table({"one": files})))["one"]["types"] == "slack"
