"""Partial scopes, which give a part of what others give, from the facts in partial.json.

`scopes` lists them by name, or by a regular expression that is searched in their names.
`requests` refines this for some methods, and a later row replaces an earlier one: `gives` is what
the scope gives there, `part` (in case of doubt) or `whole`, and `parameters` lists parameters that
change this. The value of a parameter gives `refused`, `doubtful` (it depends on the data), `part`
or `whole`; `otherwise` is for other values (by default `part`), and `absent` for requests without
the parameter (by default `whole`). `contains` judges values by a substring, and of a `list` each
item counts. `blocks` says that the service refuses such a request to every token that has the
scope. A row selects methods by their ids, `paths` or `verbs`, and applies to all scopes that they
accept if it names none: with `siblings`, to those that have a wider scope with such an ending;
with `several`, only if it selects several scopes of the method; with `accepts`, only if the
method accepts such a scope as well. `kinds` are scopes that each allow one kind of what a parameter
requests. `also` has scopes that methods accept although their own source omits them. Every row has
its source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tools.catalogue.files import FACTS, load
from tools.catalogue.sources.google import expand

__all__ = ["Covering", "Partial", "read_partial"]

Facts = dict[str, Any]

Covering = Mapping[str, Iterable[str]]
"""The scopes that cover each scope."""

_RULE_KEYS = ("gives", "blocks", "parameters")


def read_partial(delegated: Iterable[str]) -> Partial:
    """Read the facts of the repository; `delegated` are all scopes of Microsoft."""
    return Partial(load(FACTS / "partial.json"), delegated)


class Partial:
    """The facts about partial scopes, by provider and by API."""

    def __init__(self, facts: Facts, delegated: Iterable[str]) -> None:
        self._facts = facts
        self._delegated = frozenset(delegated)

    def kind(self, scope: str, provider: str) -> str:
        """Return the kind of part that a scope shows; empty if it shows everything."""
        for row in self._facts["scopes"]:
            if row["provider"] == provider and _is_about(row, scope):
                return str(row["partial"])
        return ""

    def completed(self, content: Facts) -> Facts:
        """Return an API's methods, in compact form, with the scopes that its source omits."""
        rows = [row for row in self._facts["also"] if row["api"] == content["api"]]
        for row in rows:
            content = _with_scope(content, row)
        return content

    def parts(
        self, content: Facts, provider: str, covering: Covering
    ) -> tuple[list[Facts], list[Any], list[int]]:
        """Return the rules of an API, the sets of rules that methods have, and each method's set.

        A rule has the `partial` kind and the facts about the request; a set has pairs of the
        indices of a scope and its rule, then the kinds that a parameter requests, if any. A method
        without a set has -1. A scope that a partial scope covers is partial as well.
        """
        rules: dict[str, int] = {}
        sets: dict[str, int] = {}
        numbers = []
        for method in content["methods"]:
            rules_by_scope = self._of_method(method, content, provider)
            names = content["scopes"]
            for scope in set(_indices(method[3])).difference(rules_by_scope):
                wider = covering.get(names[scope], ())
                rules_of_wider = [
                    rules_by_scope[each] for each in rules_by_scope if names[each] in wider
                ]
                if rules_of_wider:
                    rules_by_scope[scope] = {"partial": rules_of_wider[0]["partial"]}
            rules_by_scope = dict(sorted(rules_by_scope.items()))
            pairs = [
                [scope, rules.setdefault(json.dumps(rule), len(rules))]
                for scope, rule in rules_by_scope.items()
            ]
            kinds = self._kinds(method, content)
            key = json.dumps([pairs, *([kinds] if kinds else [])])
            numbers.append(sets.setdefault(key, len(sets)) if pairs or kinds else -1)
        return [json.loads(rule) for rule in rules], [json.loads(each) for each in sets], numbers

    def _of_method(self, method: list[Any], content: Facts, provider: str) -> dict[int, Facts]:
        rows = [row for row in self._rows(content["api"], method) if "kinds" not in row]
        rules_by_scope: dict[int, Facts] = {}
        names = content["scopes"]
        for index in sorted(set(_indices(method[3]))):
            kind = self.kind(names[index], provider)
            rule: Facts | None = {"partial": kind} if kind else None
            for row in rows:
                if not self._concerns(row, names[index], method, names):
                    continue
                facts = {key: row[key] for key in _RULE_KEYS if row.get(key)}
                rule = {"partial": row.get("partial") or kind or "part", **facts}
            if rule is not None and (rule.get("gives") != "whole" or rule.get("parameters")):
                rules_by_scope[index] = rule
        return rules_by_scope

    def _concerns(self, row: Facts, scope: str, method: list[Any], names: list[str]) -> bool:
        """Tell whether a row about a method applies to one of the scopes that it accepts."""
        if "siblings" in row:
            return any(scope + ending in self._delegated for ending in row["siblings"])
        if not _is_about(row, scope):
            return False
        accepted = [names[index] for index in _indices(method[3])]
        if "accepts" in row and not any(re.search(row["accepts"], other) for other in accepted):
            return False
        return not row.get("several") or sum(_is_about(row, other) for other in accepted) > 1

    def _rows(self, api: str, method: list[Any]) -> Iterator[Facts]:
        """Yield the rows about a method."""
        for row in self._facts["requests"]:
            if api in row["apis"] and _is_of(row, method):
                yield row

    def _kinds(self, method: list[Any], content: Facts) -> Facts | None:
        for row in self._rows(content["api"], method):
            if "kinds" in row:
                needs: Mapping[str, str] = row["kinds"]["needs"]
                return {
                    **row["kinds"],
                    "needs": {kind: content["scopes"].index(needs[kind]) for kind in needs},
                }
        return None


def _is_of(row: Facts, method: list[Any]) -> bool:
    """Tell whether a row is about a method, by its verb, its id and its path."""
    verb, url, name = method[:3]
    return (
        verb in row.get("verbs", [verb])
        and re.fullmatch(row.get("methods", ".*"), name) is not None
        and re.match(row.get("paths", ""), url) is not None
    )


def _is_about(row: Facts, scope: str) -> bool:
    """Tell whether a row is about a scope; a row without scopes is about all."""
    if "match" in row:
        return re.search(row["match"], scope) is not None
    return "scopes" not in row or scope in map(expand, row["scopes"])


def _indices(accepted: Iterable[int | list[int]]) -> Iterator[int]:
    for each in accepted:
        yield from each if isinstance(each, list) else [each]


def _with_scope(content: Facts, row: Facts) -> Facts:
    scope = expand(row["scope"])
    scopes = sorted({*content["scopes"], scope})
    new_index = [scopes.index(old) for old in content["scopes"]]
    methods = []
    for verb, url, name, accepted, *least in content["methods"]:
        alternatives = [
            [new_index[index] for index in alternative]
            if isinstance(alternative, list)
            else new_index[alternative]
            for alternative in accepted
        ]
        added = scopes.index(scope)
        if _is_of(row, [verb, url, name]) and added not in alternatives:
            alternatives.append(added)
        methods.append([verb, url, name, alternatives, *(new_index[index] for index in least)])
    besides = {
        method: [new_index[index] for index in indices]
        for method, indices in content.get("besides", {}).items()
    }
    renumbered = {"besides": besides} if besides else {}
    return {**content, "scopes": scopes, "methods": methods, **renumbered}
