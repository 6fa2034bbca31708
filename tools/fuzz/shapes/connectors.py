"""Shapes of connector files that are long, deep or broken."""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.building import (
    Shape,
    connector,
    in_function,
    many_connectors,
    nested_connector,
)

__all__ = ["CONNECTORS"]

CONNECTORS: Mapping[str, Shape] = {
    "scopes": connector(
        '{"type": "gmail", "scopes": [', '"https://www.googleapis.com/auth/a#", ', '""]}'
    ),
    "one scope again and again": connector(
        '{"type": "gmail", "scopes": [', '"https://www.googleapis.com/auth/gmail.send", ', '""]}'
    ),
    "scopes of a type that has many": connector(
        '{"type": "jira", "scopes": [', '"read:jira-wrok#", ', '""]}'
    ),
    "short scopes of a type that has many": connector(
        '{"type": "jira", "scopes": [', '"a#",', '""]}'
    ),
    "scopes of Microsoft": connector(
        '{"type": "microsoft_teams", "scopes": [',
        '"https://graph.microsoft.com/Chat.Raed#", ',
        '""]}',
    ),
    "scopes that are no scopes": connector(
        '{"type": "gmail", "scopes": [', '"a# b#,c http://x/", ', '""]}'
    ),
    "scopes of another connector": connector(
        '{"type": "gmail", "scopes": [', '"chat:write", ', '""]}'
    ),
    "a long scope": lambda size: {
        **in_function(""),
        "base44/connectors/gmail.jsonc": '{"type": "gmail", "scopes": ["' + "a" * size + '"]}',
    },
    "a long scope of blanks": lambda size: {
        **in_function(""),
        "base44/connectors/gmail.jsonc": '{"type": "gmail", "scopes": ["'
        + "a " * (size // 2)
        + '"]}',
    },
    "a long type": lambda size: {
        **in_function(""),
        "base44/connectors/gmail.jsonc": '{"type": "' + "gmail" * (size // 5) + '", "scopes": []}',
    },
    "properties": connector('{"type": "gmail", "scopes": [], ', '"scops#": [], ', "}"),
    "one property again and again": connector('{"type": "gmail", ', '"scopes": [], ', "}"),
    "objects in a connector": nested_connector('{"a":', "1", "}"),
    "lists in a connector": nested_connector("[", "1", "]"),
    "open brackets in a connector": nested_connector("[", "", ""),
    "open braces in a connector": nested_connector('{"a":', "", ""),
    "a connector without commas": connector('{"type": "gmail" "scopes": [', '"a#" ', "]}"),
    "a connector of mistakes": connector("{", "] } : , 'a\n", "}"),
    "a connector of quotes": nested_connector('"', "", ""),
    "a connector of backslashes": nested_connector("\\", "", ""),
    "a connector of comments": connector(
        '{"type": "gmail",\n', "// connlint-ignore unknown-scope\n", '"scopes": []}'
    ),
    "a connector of comments and scopes": connector(
        '{"type": "gmail", "scopes": [\n', '// connlint-ignore unknown-scope\n"a#",\n', "]}"
    ),
    "a connector of numbers": connector('{"type": "gmail", "a": [', "#, ", "]}"),
    "a number in a connector": lambda size: {
        **in_function(""),
        "base44/connectors/gmail.jsonc": '{"type": ' + "9" * size + "}",
    },
    "blanks in a connector": lambda size: {
        **in_function(""),
        "base44/connectors/gmail.jsonc": '{"type": "gmail",' + " \n" * (size // 2) + "}",
    },
    "base64 in a connector": lambda size: {
        **in_function(""),
        "base44/connectors/gmail.jsonc": "eyJ0" * (size // 4),
    },
    "connectors": many_connectors('{"type": "gmail#", "scopes": ["a#"]}'),
    "connectors of one type": many_connectors('{"type": "slack", "scopes": ["a#"]}'),
}
