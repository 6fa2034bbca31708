"""Broken connector files: the exact problems that are reported, and what is read all the same.

One mistake is one problem, and several mistakes are several. A problem stands here as
`line:column message | help`, followed by ` | line:column message` where it names a
second place.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from connlint.jsonc import parse, to_python
from connlint.jsonc.problem import SyntaxProblem
from connlint.text.source import SourceFile, Span

_DEPTH = 10


class Broken(NamedTuple):
    """A text, its problems, and its value as far as it can be read."""

    id: str
    text: str
    problems: tuple[str, ...]
    value: object


BROKEN = (
    Broken(
        "a missing comma between properties",
        '{\n  "type": "gmail"\n  "scopes": ["a"]\n}',
        ('3:3 A comma is missing before "scopes" | Add a comma before it',),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a missing comma on one line",
        '{"scopes": ["a" "b"]}',
        ('1:17 A comma is missing before "b" | Add a comma before it',),
        {"scopes": ["a", "b"]},
    ),
    Broken(
        "each missing comma of a list on lines",
        '{"scopes": [\n"a"\n"b"\n"c"\n]}',
        (
            '3:1 A comma is missing before "b" | Add a comma before it',
            '4:1 A comma is missing before "c" | Add a comma before it',
        ),
        {"scopes": ["a", "b", "c"]},
    ),
    Broken(
        "a missing comma before a comment",
        '{"type": "gmail" // mail\n "scopes": []}',
        ('2:2 A comma is missing before "scopes" | Add a comma before it',),
        {"type": "gmail", "scopes": []},
    ),
    Broken(
        "a missing comma before a container",
        '{"type": "gmail"\n "scopes": [["a"] ["b"]]}',
        (
            '2:2 A comma is missing before "scopes" | Add a comma before it',
            "2:19 A comma is missing before '[' | Add a comma before it",
        ),
        {"type": "gmail", "scopes": [["a"], ["b"]]},
    ),
    Broken(
        "a missing colon",
        '{\n  "type" "gmail",\n  "scopes": ["a"]\n}',
        (
            "2:10 Expected ':' after \"type\", found \"gmail\" | Write ':' between the name and the value",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a missing colon before a container",
        '{"type": "gmail", "scopes" ["a"]}',
        ("1:28 Expected ':' after \"scopes\", found '[' | Add a colon before it",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a missing value before a comma",
        '{"type": , "scopes": ["a"]}',
        (
            "1:10 Expected a value for \"type\", found ',' | Write the value, or remove the property",
        ),
        {"scopes": ["a"]},
    ),
    Broken(
        "a missing value before the end",
        '{"type": "gmail", "scopes": }',
        ("1:29 Expected a value for \"scopes\", found '}' | Write the value, or remove the name",),
        {"type": "gmail"},
    ),
    Broken(
        "a missing value before a property",
        '{"type":\n  "scopes": ["a"]}',
        (
            '2:3 Expected a value for "type", found the property "scopes" | Write the value, or remove the name',
        ),
        {"scopes": ["a"]},
    ),
    Broken(
        "a name without value",
        '{"type", "scopes": ["a"]}',
        ("1:8 Expected ':' after \"type\", found ',' | Write the property as name, colon, value",),
        {"scopes": ["a"]},
    ),
    Broken(
        "a name without value at the end",
        '{"type": "gmail", "scopes"}',
        ("1:27 Expected ':' after \"scopes\", found '}' | Write the value, or remove the name",),
        {"type": "gmail"},
    ),
    Broken(
        "a value without name",
        '{["a"], "type": "gmail"}',
        (
            "1:2 Expected a property name or '}', found '[' | Give the value a name, or remove the brackets",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a missing closing bracket before a brace",
        '{"type": "gmail", "scopes": ["a", "b"\n}\n',
        ("2:1 Expected ']', found '}' | Add ']' before it | 1:29 This '[' is never closed",),
        {"type": "gmail", "scopes": ["a", "b"]},
    ),
    Broken(
        "a missing closing bracket before a property",
        '{"scopes": ["a", "b", "type": "gmail"}',
        (
            "1:23 Expected ']', found the property \"type\" | Add ']' before it | 1:12 This '[' is never closed",
        ),
        {"scopes": ["a", "b"], "type": "gmail"},
    ),
    Broken(
        "a missing closing bracket inside",
        '{"scopes": [["a"], "type": "x"}',
        (
            "1:20 Expected ']', found the property \"type\" | Add ']' before it | 1:12 This '[' is never closed",
        ),
        {"scopes": [["a"]], "type": "x"},
    ),
    Broken(
        "a missing bracket in an inner object",
        '{"a": {"b": ["c", "d"}, "type": "gmail"}',
        ("1:22 Expected ']', found '}' | Add ']' before it | 1:13 This '[' is never closed",),
        {"a": {"b": ["c", "d"]}, "type": "gmail"},
    ),
    Broken(
        "two missing brackets at two places",
        '{"a": ["x", "b": "y", "c": ["z"}',
        (
            "1:13 Expected ']', found the property \"b\" | Add ']' before it | 1:7 This '[' is never closed",
            "1:32 Expected ']', found '}' | Add ']' before it | 1:28 This '[' is never closed",
        ),
        {"a": ["x"], "b": "y", "c": ["z"]},
    ),
    Broken(
        "a missing closing brace",
        '{"type": "gmail", "scopes": ["a"]',
        ("1:34 Expected '}', found the end of the file | Add } | 1:1 This '{' is never closed",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "two missing closers",
        '{\n  "type": "gmail",\n  "scopes": ["a",\n',
        ("3:18 Expected ']', found the end of the file | Add ]} | 3:13 This '[' is never closed",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a file cut off after a colon",
        '{"type": "gmail", "scopes": ',
        (
            "1:28 Expected a value for \"scopes\", found the end of the file | Write the value, then add } | 1:1 This '{' is never closed",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a file cut off after a name",
        '{"type": "gmail", "scopes"',
        (
            "1:27 Expected ':' after \"scopes\", found the end of the file | Write the value, then add } | 1:1 This '{' is never closed",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a file cut off after the brace",
        "{",
        ("1:2 Expected '}', found the end of the file | Add } | 1:1 This '{' is never closed",),
        {},
    ),
    Broken(
        "a missing opening bracket",
        '{"scopes": "a", "b"], "type": "gmail"}',
        ("1:20 Expected ':' after \"b\", found ']' | Remove the ']', or add the '['",),
        {"scopes": "a", "type": "gmail"},
    ),
    Broken(
        "a missing opening brace",
        '"type": "gmail", "scopes": ["a"]}',
        (
            "1:1 Expected '{', found \"type\" | Put { before the first property and } after the last",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "missing braces",
        '"type": "gmail", "scopes": ["a"]\n',
        (
            "1:1 Expected '{', found \"type\" | Put { before the first property and } after the last",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a doubled closing bracket",
        '{"scopes": ["a"]], "type": "gmail"}',
        ("1:17 Expected ',' or '}', found ']' | Remove the ']', or add the '['",),
        {"scopes": ["a"], "type": "gmail"},
    ),
    Broken(
        "a doubled closing brace",
        '{"type": "gmail"}}',
        (
            "1:18 Expected the end of the file, found '}' | Keep one object in each file, and remove or move what follows it | 1:1 The object of this file ends here",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a doubled opening brace",
        '{{"type": "gmail"}}',
        (
            "1:2 Expected a property name or '}', found '{' | Give the value a name, or remove the brackets",
        ),
        {},
    ),
    Broken(
        "a closing brace first",
        '}{"type": "gmail"}',
        ("1:1 Expected a value, found '}' | Remove the '}'",),
        {"type": "gmail"},
    ),
    Broken(
        "an object closed by a bracket",
        '{"type": "gmail"]',
        ("1:17 Expected '}', found ']' | Write '}' here | 1:1 This '{' is closed by ']'",),
        {"type": "gmail"},
    ),
    Broken(
        "an inner object closed by a bracket",
        '{"a": {"b": 1], "type": "gmail"}',
        ("1:14 Expected '}', found ']' | Write '}' here | 1:7 This '{' is closed by ']'",),
        {"a": {"b": 1.0}, "type": "gmail"},
    ),
    Broken(
        "an array closed by a brace",
        '["gmail"}',
        ("1:9 Expected ']', found '}' | Write ']' here | 1:1 This '[' is closed by '}'",),
        ["gmail"],
    ),
    Broken(
        "an array closed by a round bracket",
        '{"scopes": ["a"), "type": "gmail"}',
        ("1:16 Expected ',' or ']', found \")\" | Write an array in [ and ]",),
        {"scopes": ["a"], "type": "gmail"},
    ),
    Broken(
        "an array in round brackets",
        '{"scopes": ("a", "b"), "type": "gmail"}',
        ('1:12 Expected a value for "scopes", found "(" | Write an array in [ and ]',),
        {"scopes": ["a", "b"], "type": "gmail"},
    ),
    Broken(
        "an array in braces",
        '{"scopes": {"a", "b"}, "type": "gmail"}',
        ("1:16 Expected ':' after \"a\", found ',' | Write the property as name, colon, value",),
        {"scopes": {}, "type": "gmail"},
    ),
    Broken(
        "a string closed by the other quote",
        '{"type": "gmail\', "scopes": ["a"]}',
        (
            "1:20 Expected ',' or '}', found \"scopes\" | Check the quotes: a string ends at the next \"; write \\\" inside it",
        ),
        {"type": "gmail', ", "scopes": ": [", "a": None},
    ),
    Broken(
        "a string closed by the other quote on its line",
        '{\n  "type": "gmail\',\n  "scopes": ["a"]\n}',
        (
            '2:11 The string "gmail\'," has no closing quote (") on this line | Add " where the string ends',
        ),
        {"type": None, "scopes": ["a"]},
    ),
    Broken(
        "a name closed by the other quote",
        '{"type\': "gmail", "scopes": ["a"]}',
        (
            '1:11 Expected \':\' after "type\': ", found "gmail" | Check the quotes: a string ends at the next "; write \\" inside it',
        ),
        {"type': ": None, ", ": None, ": [": None},
    ),
    Broken(
        "an unclosed string",
        '{\n"type": "gmail,\n"scopes": ["a"]\n}',
        (
            '2:9 The string "gmail," has no closing quote (") on this line | Add " where the string ends',
        ),
        {"type": None, "scopes": ["a"]},
    ),
    Broken(
        "an unclosed string at the end",
        '{"type": "gmail',
        (
            '1:10 The string "gmail" has no closing quote (") in this file | Add " where the string ends',
        ),
        {"type": None},
    ),
    Broken(
        "an unclosed string that swallows brackets",
        '{"type": "gmail", "scopes": ["a]}',
        (
            '1:30 The string "a]}" has no closing quote (") in this file | Add " where the string ends',
        ),
        {"type": "gmail", "scopes": [None]},
    ),
    Broken(
        "a missing quote in a list",
        '{\n  "scopes": ["a, "b"],\n  "type": "gmail"\n}',
        (
            "2:19 Expected ',' or ']', found \"b\" | Check the quotes: a string ends at the next \"; write \\\" inside it",
        ),
        {"scopes": ["a, ", None, None], "type": "gmail"},
    ),
    Broken(
        "a quote inside a string",
        '{"about": "say "hi" now", "scopes": ["a"]}',
        (
            "1:17 Expected ',' or '}', found \"hi\" | Check the quotes: a string ends at the next \"; write \\\" inside it",
        ),
        {"about": "say ", "hi": " now", "scopes": ["a"]},
    ),
    Broken(
        "an apostrophe inside single quotes",
        "{about: 'it's mail', type: 'gmail'}",
        (
            "1:13 Expected ',' or '}', found \"s\" | Check the quotes: a string ends at the next '; write \\' inside it",
        ),
        {"about": "it", "s": None, ", type: ": None},
    ),
    Broken(
        "a string over two lines",
        '{"about": "one\ntwo", "type": "gmail"}',
        (
            '1:11 The string "one" has no closing quote (") on this line | Add " where the string ends',
        ),
        {"about": None, "two": ", ", "type": ": ", "gmail": None},
    ),
    Broken(
        "curly quotes",
        "{“type”: “gmail”}",
        (
            '1:2 Expected a property name, found "“type”" | Use straight quotes: "like this"',
            '1:10 Expected a value, found "“gmail”" | Use straight quotes: "like this"',
        ),
        {"“type”": None},
    ),
    Broken(
        "backticks",
        '{"type": `gmail`, "scopes": []}',
        (
            '1:10 Expected a value for "type", found "`" | Remove the "`", or put the string in quotes',
        ),
        {"type": None, "scopes": []},
    ),
    Broken(
        "a text without quotes",
        '{"type": gmail, "scopes": []}',
        ('1:10 Expected a value, found "gmail" | Put it in quotes: "gmail"',),
        {"type": None, "scopes": []},
    ),
    Broken(
        "two words without quotes",
        '{"type": google drive, "scopes": []}',
        ('1:10 Expected a value, found "google" | Put it in quotes: "google"',),
        {"type": None, "scopes": []},
    ),
    Broken(
        "a name of two words",
        '{my key: 1, "type": "gmail"}',
        (
            "1:5 Expected ':' after \"my\", found \"key\" | Write ':' between the name and the value",
        ),
        {"key": 1.0, "type": "gmail"},
    ),
    Broken(
        "a name with a hyphen",
        '{my-key: 1, "type": "gmail"}',
        ('1:2 Expected a property name, found "my-key" | Put the name in quotes: "my-key"',),
        {"my-key": 1.0, "type": "gmail"},
    ),
    Broken(
        "a name that begins with a digit",
        '{2nd: 1, "type": "gmail"}',
        ('1:2 Expected a property name, found "2nd" | Put the name in quotes: "2nd"',),
        {"2nd": 1.0, "type": "gmail"},
    ),
    Broken(
        "a URL without quotes",
        '{"type": "gmail", "scopes": [https://www.googleapis.com/auth/drive]}',
        (
            '1:30 Expected a value, found "https://www.googleapis.com/auth/drive" | Put it in quotes: "https://www.googleapis.com/auth/drive"',
        ),
        {"type": "gmail", "scopes": [None]},
    ),
    Broken(
        "URLs without quotes on lines",
        '{\n  "scopes": [\n    https://www.googleapis.com/auth/drive,\n    "b"\n  ],\n  "url": https://a.b/c,\n  "type": "gmail"\n}',
        (
            '3:5 Expected a value, found "https://www.googleapis.com/auth/drive" | Put it in quotes: "https://www.googleapis.com/auth/drive"',
            '6:10 Expected a value, found "https://a.b/c" | Put it in quotes: "https://a.b/c"',
        ),
        {"scopes": [None, "b"], "url": None, "type": "gmail"},
    ),
    Broken(
        "an unclosed comment",
        '{"type": "gmail"} /* mail',
        ("1:19 This comment has no end (*/) in this file | Add */ where the comment ends",),
        {"type": "gmail"},
    ),
    Broken(
        "an unclosed comment inside",
        '{"type": "gmail", /* mail\n"scopes": []}',
        ("1:19 This comment has no end (*/) in this file | Add */ where the comment ends",),
        {"type": "gmail"},
    ),
    Broken(
        "comments with a hash",
        '# mail\n{\n  # why\n  # how\n  "type": "gmail", # it\'s {\n  "scopes": ["a"]\n}',
        (
            '1:1 Expected a comment or data, found "# mail" | Start a comment with // instead of #',
            '3:3 Expected a comment or data, found "# why" | Start a comment with // instead of #',
            '4:3 Expected a comment or data, found "# how" | Start a comment with // instead of #',
            '5:20 Expected a comment or data, found "# it\'s {" | Start a comment with // instead of #',
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a hash in place of a value",
        '{"type": #gmail\n}',
        ('1:10 Expected a comment or data, found "#gmail" | Start a comment with // instead of #',),
        {},
    ),
    Broken(
        "comments with one slash",
        '/ mail\n{"type": "gmail"}',
        ('1:1 Expected a comment or data, found "/ mail" | Start a comment with // instead of /',),
        {"type": "gmail"},
    ),
    Broken(
        "words of Python",
        '{"a": True, "b": None, "c": False}',
        (
            '1:7 Expected a value, found "True" | Use lower case: true',
            '1:18 Expected a value, found "None" | Write null, or put it in quotes: "None"',
            '1:29 Expected a value, found "False" | Use lower case: false',
        ),
        {"a": None, "b": None, "c": None},
    ),
    Broken(
        "words of other languages",
        '{"a": undefined, "b": nil, "c": TRUE}',
        (
            '1:7 Expected a value, found "undefined" | Write null, or put it in quotes: "undefined"',
            '1:23 Expected a value, found "nil" | Write null, or put it in quotes: "nil"',
            '1:33 Expected a value, found "TRUE" | Use lower case: true',
        ),
        {"a": None, "b": None, "c": None},
    ),
    Broken(
        "equals signs for colons",
        '{"type" = "gmail", "scopes" = ["a"]}',
        (
            "1:9 Expected ':' after \"type\", found \"=\" | Write ':' between the name and the value",
            "1:29 Expected ':' after \"scopes\", found \"=\" | Write ':' between the name and the value",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "an arrow for a colon",
        '{"type" => "gmail", "scopes": ["a"]}',
        (
            "1:9 Expected ':' after \"type\", found \"=\" | Write ':' between the name and the value",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a doubled colon",
        '{"type":: "gmail", "scopes": ["a"]}',
        ("1:9 Expected a value for \"type\", found ':' | Use a colon only after a property name",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "semicolons for commas",
        '{"type": "gmail"; "scopes": ["a"; "b"; "c"]}',
        (
            "1:17 Expected ',' or '}', found \";\" | Write ',' between two entries",
            "1:33 Expected ',' or ']', found \";\" | Write ',' between two entries",
            "1:38 Expected ',' or ']', found \";\" | Write ',' between two entries",
        ),
        {"type": "gmail", "scopes": ["a", "b", "c"]},
    ),
    Broken(
        "a semicolon at the end",
        '{"type": "gmail"};',
        (
            '1:18 Expected the end of the file, found ";" | Keep one object in each file, and remove or move what follows it | 1:1 The object of this file ends here',
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a doubled comma in an array",
        '{"scopes": ["a",, "b"]}',
        ("1:17 Expected a value or ']', found ',' | Remove the comma",),
        {"scopes": ["a", "b"]},
    ),
    Broken(
        "a doubled comma in an object",
        '{"type": "gmail",, "scopes": []}',
        ("1:18 Expected a property name or '}', found ',' | Remove the comma",),
        {"type": "gmail", "scopes": []},
    ),
    Broken(
        "a leading comma",
        '{"scopes": [, "a"]}',
        ("1:13 Expected a value or ']', found ',' | Remove the comma",),
        {"scopes": ["a"]},
    ),
    Broken(
        "a comma after the object",
        '{"type": "gmail"},',
        (
            "1:18 Expected the end of the file, found ',' | Keep one object in each file, and remove or move what follows it | 1:1 The object of this file ends here",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "two roots",
        '{"type": "gmail"}\n{"type": "slack"}\n',
        (
            "2:1 Expected the end of the file, found '{' | Keep one object in each file, and remove or move what follows it | 1:1 The object of this file ends here",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "words after the root",
        '{"type": "gmail"} and "more": [1]',
        (
            '1:19 Expected the end of the file, found "and" | Keep one object in each file, and remove or move what follows it | 1:1 The object of this file ends here',
        ),
        {"type": "gmail"},
    ),
    Broken(
        "an empty file",
        "",
        ('1:1 Expected a value, found nothing | Write the connector: {"type": "…", "scopes": []}',),
        None,
    ),
    Broken(
        "a blank file",
        " \n\n",
        ('1:1 Expected a value, found nothing | Write the connector: {"type": "…", "scopes": []}',),
        None,
    ),
    Broken(
        "comments only",
        "// mail\n/* later */\n",
        (
            '1:1 Expected a value, found comments only | Write the connector: {"type": "…", "scopes": []}',
        ),
        None,
    ),
    Broken(
        "YAML",
        "type: gmail\n",
        (
            "1:1 Expected '{', found \"type\" | Put { before the first property and } after the last",
            '1:7 Expected a value, found "gmail" | Put it in quotes: "gmail"',
        ),
        {"type": None},
    ),
    Broken(
        "XML",
        "<connector/>",
        ('1:1 Expected a value, found "<" | Remove the "<", or put the string in quotes',),
        None,
    ),
    Broken(
        "a NUL",
        "\x00",
        (
            '1:1 Expected a value, found "\\u{0}" | Remove the "\\u{0}", or put the string in quotes',
        ),
        None,
    ),
    Broken(
        "an invisible character",
        '{"type":\u200b "gmail"}',
        ('1:9 Expected a value, found "\\u{200b}" | Put it in quotes: "\\u{200b}"',),
        {"type": None},
    ),
    Broken(
        "bad escapes",
        '{"p": "C:\\users\\x", "q": "\\1 \\u12", "type": "gmail"}',
        (
            "1:10 \\u is not followed by four hexadecimal digits | Write it like \\u0041, or write \\\\ for a backslash",
            "1:16 \\x is not followed by two hexadecimal digits | Write it like \\x41, or write \\\\ for a backslash",
            "1:27 \\1 starts an octal escape, which JSON5 does not have | Write the character itself or its \\u form, or write \\\\ for a backslash",
            "1:30 \\u is not followed by four hexadecimal digits | Write it like \\u0041, or write \\\\ for a backslash",
        ),
        {"p": "C:usersx", "q": "1 u12", "type": "gmail"},
    ),
    Broken(
        "bad numbers",
        '{"a": 01, "b": 1.2.3, "c": 0x, "d": 5px}',
        (
            '1:7 Expected a value, found "01" | Write a number such as 10, -0.5 or 1e3, or put it in quotes: "01"',
            '1:16 Expected a value, found "1.2.3" | Write a number such as 10, -0.5 or 1e3, or put it in quotes: "1.2.3"',
            '1:28 Expected a value, found "0x" | Write a number such as 10, -0.5 or 1e3, or put it in quotes: "0x"',
            '1:37 Expected a value, found "5px" | Write a number such as 10, -0.5 or 1e3, or put it in quotes: "5px"',
        ),
        {"a": None, "b": None, "c": None, "d": None},
    ),
    Broken(
        "a sign alone",
        "[-, + 1]",
        (
            '1:2 Expected a value, found "-" | Write a number such as 10, -0.5 or 1e3, or put it in quotes: "-"',
            '1:5 Expected a value, found "+" | Write a number such as 10, -0.5 or 1e3, or put it in quotes: "+"',
        ),
        [None, None, 1.0],
    ),
    Broken(
        "two values and two colons",
        '{"a": 1: 2, "type": "gmail"}',
        ("1:8 Expected ',' or '}', found ':' | Use a colon only after a property name",),
        {"a": 1.0, "type": "gmail"},
    ),
    Broken(
        "a colon first",
        ': "gmail"',
        ("1:1 Expected a value, found ':' | Use a colon only after a property name",),
        "gmail",
    ),
    Broken(
        "a bracket in place of a value",
        '{"type": ], "scopes": []}',
        ("1:10 Expected a value for \"type\", found ']' | Remove the ']', or add the '['",),
        {"scopes": []},
    ),
    Broken(
        "independent mistakes",
        '{\n  "type" "gmail",\n  "enabled": True,\n  scope-list: ["a" "b"],\n  "retries": 01\n  "path": "\\x",\n  "last": ["c",\n}\n',
        (
            "2:10 Expected ':' after \"type\", found \"gmail\" | Write ':' between the name and the value",
            '3:14 Expected a value, found "True" | Use lower case: true',
            '4:3 Expected a property name, found "scope-list" | Put the name in quotes: "scope-list"',
            '4:20 A comma is missing before "b" | Add a comma before it',
            '5:14 Expected a value, found "01" | Write a number such as 10, -0.5 or 1e3, or put it in quotes: "01"',
            "6:12 \\x is not followed by two hexadecimal digits | Write it like \\x41, or write \\\\ for a backslash",
            "8:1 Expected ']', found '}' | Add ']' before it | 7:11 This '[' is never closed",
        ),
        {
            "type": "gmail",
            "enabled": None,
            "scope-list": ["a", "b"],
            "retries": None,
            "path": "x",
            "last": ["c"],
        },
    ),
    Broken(
        "a long text",
        '{"type": xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}',
        (
            '1:10 Expected a value, found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" | Put it in quotes: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
        ),
        {"type": None},
    ),
)


def _shown(text: str, problem: SyntaxProblem) -> str:
    source = SourceFile("connector.jsonc", text)

    def place(span: Span) -> str:
        line, column = source.line_and_column(span.start)
        return f"{line}:{column}"

    line = f"{place(problem.span)} {problem.message} | {problem.help}"
    if problem.related is not None:
        line += f" | {place(problem.related)} {problem.related_message}"
    return line


@pytest.mark.parametrize("broken", BROKEN, ids=[broken.id for broken in BROKEN])
def test_each_mistake_is_reported_once_and_the_rest_is_read(broken: Broken) -> None:
    document = parse(broken.text)
    assert tuple(_shown(broken.text, problem) for problem in document.problems) == broken.problems
    assert (to_python(document.root, _DEPTH) if document.root else None) == broken.value


def test_the_table_shows_no_case_twice() -> None:
    assert len({broken.id for broken in BROKEN}) == len({b.text for b in BROKEN}) == len(BROKEN)
