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
        ("3:3 expected ',' or '}', found \"scopes\" | add a comma before it",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a missing comma on one line",
        '{"scopes": ["a" "b"]}',
        ("1:17 expected ',' or ']', found \"b\" | add a comma before it",),
        {"scopes": ["a", "b"]},
    ),
    Broken(
        "each missing comma of a list on lines",
        '{"scopes": [\n"a"\n"b"\n"c"\n]}',
        (
            "3:1 expected ',' or ']', found \"b\" | add a comma before it",
            "4:1 expected ',' or ']', found \"c\" | add a comma before it",
        ),
        {"scopes": ["a", "b", "c"]},
    ),
    Broken(
        "a missing comma before a comment",
        '{"type": "gmail" // mail\n "scopes": []}',
        ("2:2 expected ',' or '}', found \"scopes\" | add a comma before it",),
        {"type": "gmail", "scopes": []},
    ),
    Broken(
        "a missing comma before a container",
        '{"type": "gmail"\n "scopes": [["a"] ["b"]]}',
        (
            "2:2 expected ',' or '}', found \"scopes\" | add a comma before it",
            "2:19 expected ',' or ']', found '[' | add a comma before it",
        ),
        {"type": "gmail", "scopes": [["a"], ["b"]]},
    ),
    Broken(
        "a missing colon",
        '{\n  "type" "gmail",\n  "scopes": ["a"]\n}',
        (
            '2:10 expected \':\' after "type", found "gmail" | a colon stands between a property name and its value',
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a missing colon before a container",
        '{"type": "gmail", "scopes" ["a"]}',
        ("1:28 expected ':' after \"scopes\", found '[' | add a colon before it",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a missing value before a comma",
        '{"type": , "scopes": ["a"]}',
        (
            "1:10 expected a value for \"type\", found ',' | write the value, or remove the property",
        ),
        {"scopes": ["a"]},
    ),
    Broken(
        "a missing value before the end",
        '{"type": "gmail", "scopes": }',
        ("1:29 expected a value for \"scopes\", found '}' | write the value, or remove the name",),
        {"type": "gmail"},
    ),
    Broken(
        "a missing value before a property",
        '{"type":\n  "scopes": ["a"]}',
        (
            '2:3 expected a value for "type", found the property "scopes" | write the value, or remove the name',
        ),
        {"scopes": ["a"]},
    ),
    Broken(
        "a name without value",
        '{"type", "scopes": ["a"]}',
        ("1:8 expected ':' after \"type\", found ',' | write the property as name, colon, value",),
        {"scopes": ["a"]},
    ),
    Broken(
        "a name without value at the end",
        '{"type": "gmail", "scopes"}',
        ("1:27 expected ':' after \"scopes\", found '}' | write the value, or remove the name",),
        {"type": "gmail"},
    ),
    Broken(
        "a value without name",
        '{["a"], "type": "gmail"}',
        (
            "1:2 expected a property name or '}', found '[' | give the value a name, or remove the brackets",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a missing closing bracket before a brace",
        '{"type": "gmail", "scopes": ["a", "b"\n}\n',
        ("2:1 expected ']', found '}' | add ']' before it | 1:29 this '[' is not closed",),
        {"type": "gmail", "scopes": ["a", "b"]},
    ),
    Broken(
        "a missing closing bracket before a property",
        '{"scopes": ["a", "b", "type": "gmail"}',
        (
            "1:23 expected ']', found the property \"type\" | add ']' before it | 1:12 this '[' is not closed",
        ),
        {"scopes": ["a", "b"], "type": "gmail"},
    ),
    Broken(
        "a missing closing bracket inside",
        '{"scopes": [["a"], "type": "x"}',
        (
            "1:20 expected ']', found the property \"type\" | add ']' before it | 1:12 this '[' is not closed",
        ),
        {"scopes": [["a"]], "type": "x"},
    ),
    Broken(
        "a missing bracket in an inner object",
        '{"a": {"b": ["c", "d"}, "type": "gmail"}',
        ("1:22 expected ']', found '}' | add ']' before it | 1:13 this '[' is not closed",),
        {"a": {"b": ["c", "d"]}, "type": "gmail"},
    ),
    Broken(
        "two missing brackets at two places",
        '{"a": ["x", "b": "y", "c": ["z"}',
        (
            "1:13 expected ']', found the property \"b\" | add ']' before it | 1:7 this '[' is not closed",
            "1:32 expected ']', found '}' | add ']' before it | 1:28 this '[' is not closed",
        ),
        {"a": ["x"], "b": "y", "c": ["z"]},
    ),
    Broken(
        "a missing closing brace",
        '{"type": "gmail", "scopes": ["a"]',
        ("1:34 expected '}', found the end of the file | add } | 1:1 this '{' is not closed",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "two missing closers",
        '{\n  "type": "gmail",\n  "scopes": ["a",\n',
        ("3:18 expected ']', found the end of the file | add ]} | 3:13 this '[' is not closed",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a file cut off after a colon",
        '{"type": "gmail", "scopes": ',
        (
            "1:28 expected a value for \"scopes\", found the end of the file | write the value, then add } | 1:1 this '{' is not closed",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a file cut off after a name",
        '{"type": "gmail", "scopes"',
        (
            "1:27 expected ':' after \"scopes\", found the end of the file | write the value, then add } | 1:1 this '{' is not closed",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a file cut off after the brace",
        "{",
        ("1:2 expected '}', found the end of the file | add } | 1:1 this '{' is not closed",),
        {},
    ),
    Broken(
        "a missing opening bracket",
        '{"scopes": "a", "b"], "type": "gmail"}',
        ("1:20 expected ':' after \"b\", found ']' | remove the ']', or add the '['",),
        {"scopes": "a", "type": "gmail"},
    ),
    Broken(
        "a missing opening brace",
        '"type": "gmail", "scopes": ["a"]}',
        (
            "1:1 expected '{', found \"type\" | put { before the first property and } after the last",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "missing braces",
        '"type": "gmail", "scopes": ["a"]\n',
        (
            "1:1 expected '{', found \"type\" | put { before the first property and } after the last",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a doubled closing bracket",
        '{"scopes": ["a"]], "type": "gmail"}',
        ("1:17 expected ',' or '}', found ']' | remove the ']', or add the '['",),
        {"scopes": ["a"], "type": "gmail"},
    ),
    Broken(
        "a doubled closing brace",
        '{"type": "gmail"}}',
        (
            "1:18 expected the end of the file, found '}' | a connector file holds one object; remove what follows it | 1:1 the file's value ends here",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a doubled opening brace",
        '{{"type": "gmail"}}',
        (
            "1:2 expected a property name or '}', found '{' | give the value a name, or remove the brackets",
        ),
        {},
    ),
    Broken(
        "a closing brace first",
        '}{"type": "gmail"}',
        ("1:1 expected a value, found '}' | remove the '}'",),
        {"type": "gmail"},
    ),
    Broken(
        "an object closed by a bracket",
        '{"type": "gmail"]',
        ("1:17 expected '}', found ']' | write '}' here | 1:1 this '{' is closed by ']'",),
        {"type": "gmail"},
    ),
    Broken(
        "an inner object closed by a bracket",
        '{"a": {"b": 1], "type": "gmail"}',
        ("1:14 expected '}', found ']' | write '}' here | 1:7 this '{' is closed by ']'",),
        {"a": {"b": 1.0}, "type": "gmail"},
    ),
    Broken(
        "an array closed by a brace",
        '["gmail"}',
        ("1:9 expected ']', found '}' | write ']' here | 1:1 this '[' is closed by '}'",),
        ["gmail"],
    ),
    Broken(
        "an array closed by a round bracket",
        '{"scopes": ["a"), "type": "gmail"}',
        ("1:16 expected ',' or ']', found \")\" | an array is written in [ and ]",),
        {"scopes": ["a"], "type": "gmail"},
    ),
    Broken(
        "an array in round brackets",
        '{"scopes": ("a", "b"), "type": "gmail"}',
        ('1:12 expected a value for "scopes", found "(" | an array is written in [ and ]',),
        {"scopes": ["a", "b"], "type": "gmail"},
    ),
    Broken(
        "an array in braces",
        '{"scopes": {"a", "b"}, "type": "gmail"}',
        ("1:16 expected ':' after \"a\", found ',' | write the property as name, colon, value",),
        {"scopes": {}, "type": "gmail"},
    ),
    Broken(
        "a string closed by the other quote",
        '{"type": "gmail\', "scopes": ["a"]}',
        (
            "1:20 expected ',' or '}', found \"scopes\" | check the quotes: a text ends at the next \"; inside it write \\\"",
        ),
        {"type": "gmail', ", "scopes": ": [", "a": None},
    ),
    Broken(
        "a string closed by the other quote on its line",
        '{\n  "type": "gmail\',\n  "scopes": ["a"]\n}',
        (
            '2:11 expected " after "gmail\',", found the end of the line | add " at the end of the text',
        ),
        {"type": None, "scopes": ["a"]},
    ),
    Broken(
        "a name closed by the other quote",
        '{"type\': "gmail", "scopes": ["a"]}',
        (
            '1:11 expected \':\' after "type\': ", found "gmail" | check the quotes: a text ends at the next "; inside it write \\"',
        ),
        {"type': ": None, ", ": None, ": [": None},
    ),
    Broken(
        "an unclosed string",
        '{\n"type": "gmail,\n"scopes": ["a"]\n}',
        (
            '2:9 expected " after "gmail,", found the end of the line | add " at the end of the text',
        ),
        {"type": None, "scopes": ["a"]},
    ),
    Broken(
        "an unclosed string at the end",
        '{"type": "gmail',
        (
            '1:10 expected " after "gmail", found the end of the file | add " at the end of the text',
        ),
        {"type": None},
    ),
    Broken(
        "an unclosed string that swallows brackets",
        '{"type": "gmail", "scopes": ["a]}',
        ('1:30 expected " after "a]}", found the end of the file | add " at the end of the text',),
        {"type": "gmail", "scopes": [None]},
    ),
    Broken(
        "a missing quote in a list",
        '{\n  "scopes": ["a, "b"],\n  "type": "gmail"\n}',
        (
            "2:19 expected ',' or ']', found \"b\" | check the quotes: a text ends at the next \"; inside it write \\\"",
        ),
        {"scopes": ["a, ", None, None], "type": "gmail"},
    ),
    Broken(
        "a quote inside a string",
        '{"about": "say "hi" now", "scopes": ["a"]}',
        (
            "1:17 expected ',' or '}', found \"hi\" | check the quotes: a text ends at the next \"; inside it write \\\"",
        ),
        {"about": "say ", "hi": " now", "scopes": ["a"]},
    ),
    Broken(
        "an apostrophe inside single quotes",
        "{about: 'it's mail', type: 'gmail'}",
        (
            "1:13 expected ',' or '}', found \"s\" | check the quotes: a text ends at the next '; inside it write \\'",
        ),
        {"about": "it", "s": None, ", type: ": None},
    ),
    Broken(
        "a string over two lines",
        '{"about": "one\ntwo", "type": "gmail"}',
        ('1:11 expected " after "one", found the end of the line | add " at the end of the text',),
        {"about": None, "two": ", ", "type": ": ", "gmail": None},
    ),
    Broken(
        "curly quotes",
        "{“type”: “gmail”}",
        (
            '1:2 expected a property name, found "“type”" | use straight quotes: "text"',
            '1:10 expected a value, found "“gmail”" | use straight quotes: "text"',
        ),
        {"“type”": None},
    ),
    Broken(
        "backticks",
        '{"type": `gmail`, "scopes": []}',
        (
            '1:10 expected a value for "type", found "`" | remove the "`", or put the text in quotes',
        ),
        {"type": None, "scopes": []},
    ),
    Broken(
        "a text without quotes",
        '{"type": gmail, "scopes": []}',
        ('1:10 expected a value, found "gmail" | put the text in quotes: "gmail"',),
        {"type": None, "scopes": []},
    ),
    Broken(
        "two words without quotes",
        '{"type": google drive, "scopes": []}',
        ('1:10 expected a value, found "google" | put the text in quotes: "google"',),
        {"type": None, "scopes": []},
    ),
    Broken(
        "a name of two words",
        '{my key: 1, "type": "gmail"}',
        (
            '1:5 expected \':\' after "my", found "key" | a colon stands between a property name and its value',
        ),
        {"key": 1.0, "type": "gmail"},
    ),
    Broken(
        "a name with a hyphen",
        '{my-key: 1, "type": "gmail"}',
        ('1:2 expected a property name, found "my-key" | put the name in quotes: "my-key"',),
        {"my-key": 1.0, "type": "gmail"},
    ),
    Broken(
        "a name that begins with a digit",
        '{2nd: 1, "type": "gmail"}',
        ('1:2 expected a property name, found "2nd" | put the name in quotes: "2nd"',),
        {"2nd": 1.0, "type": "gmail"},
    ),
    Broken(
        "a URL without quotes",
        '{"type": "gmail", "scopes": [https://www.googleapis.com/auth/drive]}',
        (
            '1:30 expected a value, found "https://www.googleapis.com/auth/drive" | put the text in quotes: "https://www.googleapis.com/auth/drive"',
        ),
        {"type": "gmail", "scopes": [None]},
    ),
    Broken(
        "URLs without quotes on lines",
        '{\n  "scopes": [\n    https://www.googleapis.com/auth/drive,\n    "b"\n  ],\n  "url": https://a.b/c,\n  "type": "gmail"\n}',
        (
            '3:5 expected a value, found "https://www.googleapis.com/auth/drive" | put the text in quotes: "https://www.googleapis.com/auth/drive"',
            '6:10 expected a value, found "https://a.b/c" | put the text in quotes: "https://a.b/c"',
        ),
        {"scopes": [None, "b"], "url": None, "type": "gmail"},
    ),
    Broken(
        "an unclosed comment",
        '{"type": "gmail"} /* mail',
        (
            "1:19 expected */ after the comment, found the end of the file | add */ where the comment ends",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "an unclosed comment inside",
        '{"type": "gmail", /* mail\n"scopes": []}',
        (
            "1:19 expected */ after the comment, found the end of the file | add */ where the comment ends",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "comments with a hash",
        '# mail\n{\n  # why\n  # how\n  "type": "gmail", # it\'s {\n  "scopes": ["a"]\n}',
        (
            '1:1 expected a comment or data, found "# mail" | a comment starts with // instead of #',
            '3:3 expected a comment or data, found "# why" | a comment starts with // instead of #',
            '4:3 expected a comment or data, found "# how" | a comment starts with // instead of #',
            '5:20 expected a comment or data, found "# it\'s {" | a comment starts with // instead of #',
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a hash in place of a value",
        '{"type": #gmail\n}',
        (
            '1:10 expected a comment or data, found "#gmail" | a comment starts with // instead of #',
        ),
        {},
    ),
    Broken(
        "comments with one slash",
        '/ mail\n{"type": "gmail"}',
        ('1:1 expected a comment or data, found "/ mail" | a comment starts with // instead of /',),
        {"type": "gmail"},
    ),
    Broken(
        "words of Python",
        '{"a": True, "b": None, "c": False}',
        (
            '1:7 expected a value, found "True" | write it in small letters: true',
            '1:18 expected a value, found "None" | write null, or put the text in quotes: "None"',
            '1:29 expected a value, found "False" | write it in small letters: false',
        ),
        {"a": None, "b": None, "c": None},
    ),
    Broken(
        "words of other languages",
        '{"a": undefined, "b": nil, "c": TRUE}',
        (
            '1:7 expected a value, found "undefined" | write null, or put the text in quotes: "undefined"',
            '1:23 expected a value, found "nil" | write null, or put the text in quotes: "nil"',
            '1:33 expected a value, found "TRUE" | write it in small letters: true',
        ),
        {"a": None, "b": None, "c": None},
    ),
    Broken(
        "equals signs for colons",
        '{"type" = "gmail", "scopes" = ["a"]}',
        (
            "1:9 expected ':' after \"type\", found \"=\" | write ':' between a property name and its value",
            "1:29 expected ':' after \"scopes\", found \"=\" | write ':' between a property name and its value",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "an arrow for a colon",
        '{"type" => "gmail", "scopes": ["a"]}',
        (
            "1:9 expected ':' after \"type\", found \"=\" | write ':' between a property name and its value",
        ),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "a doubled colon",
        '{"type":: "gmail", "scopes": ["a"]}',
        ("1:9 expected a value for \"type\", found ':' | a colon follows a property name only",),
        {"type": "gmail", "scopes": ["a"]},
    ),
    Broken(
        "semicolons for commas",
        '{"type": "gmail"; "scopes": ["a"; "b"; "c"]}',
        (
            "1:17 expected ',' or '}', found \";\" | write ',' between two entries",
            "1:33 expected ',' or ']', found \";\" | write ',' between two entries",
            "1:38 expected ',' or ']', found \";\" | write ',' between two entries",
        ),
        {"type": "gmail", "scopes": ["a", "b", "c"]},
    ),
    Broken(
        "a semicolon at the end",
        '{"type": "gmail"};',
        (
            '1:18 expected the end of the file, found ";" | a connector file holds one object; remove what follows it | 1:1 the file\'s value ends here',
        ),
        {"type": "gmail"},
    ),
    Broken(
        "a doubled comma in an array",
        '{"scopes": ["a",, "b"]}',
        ("1:17 expected a value or ']', found ',' | remove the comma",),
        {"scopes": ["a", "b"]},
    ),
    Broken(
        "a doubled comma in an object",
        '{"type": "gmail",, "scopes": []}',
        ("1:18 expected a property name or '}', found ',' | remove the comma",),
        {"type": "gmail", "scopes": []},
    ),
    Broken(
        "a leading comma",
        '{"scopes": [, "a"]}',
        ("1:13 expected a value or ']', found ',' | remove the comma",),
        {"scopes": ["a"]},
    ),
    Broken(
        "a comma after the object",
        '{"type": "gmail"},',
        (
            "1:18 expected the end of the file, found ',' | a connector file holds one object; remove what follows it | 1:1 the file's value ends here",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "two roots",
        '{"type": "gmail"}\n{"type": "slack"}\n',
        (
            "2:1 expected the end of the file, found '{' | a connector file holds one object; remove what follows it | 1:1 the file's value ends here",
        ),
        {"type": "gmail"},
    ),
    Broken(
        "words after the root",
        '{"type": "gmail"} and "more": [1]',
        (
            '1:19 expected the end of the file, found "and" | a connector file holds one object; remove what follows it | 1:1 the file\'s value ends here',
        ),
        {"type": "gmail"},
    ),
    Broken(
        "an empty file",
        "",
        ('1:1 expected a value, found nothing | write the connector: {"type": "…", "scopes": []}',),
        None,
    ),
    Broken(
        "a blank file",
        " \n\n",
        ('1:1 expected a value, found nothing | write the connector: {"type": "…", "scopes": []}',),
        None,
    ),
    Broken(
        "comments only",
        "// mail\n/* later */\n",
        (
            '1:1 expected a value, found comments only | write the connector: {"type": "…", "scopes": []}',
        ),
        None,
    ),
    Broken(
        "YAML",
        "type: gmail\n",
        (
            "1:1 expected '{', found \"type\" | put { before the first property and } after the last",
            '1:7 expected a value, found "gmail" | put the text in quotes: "gmail"',
        ),
        {"type": None},
    ),
    Broken(
        "XML",
        "<connector/>",
        ('1:1 expected a value, found "<" | remove the "<", or put the text in quotes',),
        None,
    ),
    Broken(
        "a NUL",
        "\x00",
        ('1:1 expected a value, found "\\u{0}" | remove the "\\u{0}", or put the text in quotes',),
        None,
    ),
    Broken(
        "an invisible character",
        '{"type":\u200b "gmail"}',
        ('1:9 expected a value, found "\\u{200b}" | put the text in quotes: "\\u{200b}"',),
        {"type": None},
    ),
    Broken(
        "bad escapes",
        '{"p": "C:\\users\\x", "q": "\\1 \\u12", "type": "gmail"}',
        (
            "1:10 \\u is not followed by four hexadecimal digits | write it like \\u0041; write \\\\ for a backslash",
            "1:16 \\x is not followed by two hexadecimal digits | write it like \\x41; write \\\\ for a backslash",
            "1:27 \\1 starts an octal escape, which JSON5 does not have | write the character itself, or its \\u form; write \\\\ for a backslash",
            "1:30 \\u is not followed by four hexadecimal digits | write it like \\u0041; write \\\\ for a backslash",
        ),
        {"p": "C:usersx", "q": "1 u12", "type": "gmail"},
    ),
    Broken(
        "bad numbers",
        '{"a": 01, "b": 1.2.3, "c": 0x, "d": 5px}',
        (
            '1:7 expected a value, found "01" | write a number like 10, -0.5 or 1e3, or put the text in quotes: "01"',
            '1:16 expected a value, found "1.2.3" | write a number like 10, -0.5 or 1e3, or put the text in quotes: "1.2.3"',
            '1:28 expected a value, found "0x" | write a number like 10, -0.5 or 1e3, or put the text in quotes: "0x"',
            '1:37 expected a value, found "5px" | write a number like 10, -0.5 or 1e3, or put the text in quotes: "5px"',
        ),
        {"a": None, "b": None, "c": None, "d": None},
    ),
    Broken(
        "a sign alone",
        "[-, + 1]",
        (
            '1:2 expected a value, found "-" | write a number like 10, -0.5 or 1e3, or put the text in quotes: "-"',
            '1:5 expected a value, found "+" | write a number like 10, -0.5 or 1e3, or put the text in quotes: "+"',
        ),
        [None, None, 1.0],
    ),
    Broken(
        "two values and two colons",
        '{"a": 1: 2, "type": "gmail"}',
        ("1:8 expected ',' or '}', found ':' | a colon follows a property name only",),
        {"a": 1.0, "type": "gmail"},
    ),
    Broken(
        "a colon first",
        ': "gmail"',
        ("1:1 expected a value, found ':' | a colon follows a property name only",),
        "gmail",
    ),
    Broken(
        "a bracket in place of a value",
        '{"type": ], "scopes": []}',
        ("1:10 expected a value for \"type\", found ']' | remove the ']', or add the '['",),
        {"scopes": []},
    ),
    Broken(
        "independent mistakes",
        '{\n  "type" "gmail",\n  "enabled": True,\n  scope-list: ["a" "b"],\n  "retries": 01\n  "path": "\\x",\n  "last": ["c",\n}\n',
        (
            '2:10 expected \':\' after "type", found "gmail" | a colon stands between a property name and its value',
            '3:14 expected a value, found "True" | write it in small letters: true',
            '4:3 expected a property name, found "scope-list" | put the name in quotes: "scope-list"',
            "4:20 expected ',' or ']', found \"b\" | add a comma before it",
            '5:14 expected a value, found "01" | write a number like 10, -0.5 or 1e3, or put the text in quotes: "01"',
            "6:12 \\x is not followed by two hexadecimal digits | write it like \\x41; write \\\\ for a backslash",
            "8:1 expected ']', found '}' | add ']' before it | 7:11 this '[' is not closed",
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
            '1:10 expected a value, found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" | put the text in quotes: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
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
