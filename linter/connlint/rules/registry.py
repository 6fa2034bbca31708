"""Registry of all rules: their names in the order of the documentation, and when each one runs.

A rule's module is imported when the rule is first needed.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence

from connlint._version import HOME
from connlint.rules import conditions as when
from connlint.rules.rule import Rule
from connlint.tuples import NamedTuple

__all__ = ["DOCS", "RULES", "Entry", "RuleSet", "docs_url"]

DOCS = f"{HOME}/blob/main/docs/rules/"


class Entry(NamedTuple):
    """The name of a rule, and the conditions that must hold for it to run.

    `project` has the conditions for a project as a whole, `connector` those for a connector file;
    each is None if the rule has no such check. `given` is the rule itself if it has no module.
    """

    name: str
    project: int | None = None
    connector: int | None = None
    given: Rule | None = None

    def load(self) -> Rule:
        """Import the rule and return it."""
        if self.given is not None:
            return self.given
        module = f"connlint.rules.{self.name.replace('-', '_')}"
        # Unlike importlib, `__import__` needs no import of another module.
        __import__(module)
        rule: Rule = sys.modules[module].RULE
        return rule


class RuleSet:
    """An ordered set of rules; iterating over it imports all of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.name: entry for entry in entries}

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> RuleSet:
        """Return a set of rules that run unconditionally."""
        return cls([Entry(rule.name, 0, 0, rule) for rule in rules])

    @property
    def names(self) -> Collection[str]:
        """Return the names of the rules, in their order."""
        return self._entries.keys()

    def __iter__(self) -> Iterator[Rule]:
        return (entry.load() for entry in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def chosen(self, names: Collection[str]) -> RuleSet:
        """Return the subset of the rules that have these names, in the same order."""
        return RuleSet([entry for entry in self._entries.values() if entry.name in names])

    def for_project(self, conditions: int) -> list[Rule]:
        """Load the rules to run on a project for which these conditions hold."""
        return [
            entry.load()
            for entry in self._entries.values()
            if entry.project is not None and not entry.project & ~conditions
        ]

    def for_connector(self, conditions: int) -> list[Rule]:
        """Load the rules to run on a connector file for which these conditions hold."""
        return [
            entry.load()
            for entry in self._entries.values()
            if entry.connector is not None and not entry.connector & ~conditions
        ]

    def known_type_rules(self) -> Collection[str]:
        """Return the names of the rules that do not run on connectors of unknown types."""
        return [
            entry.name
            for entry in self._entries.values()
            if entry.connector is not None and entry.connector & when.KNOWN_TYPE
        ]


_ENTRIES: Sequence[Entry] = (
    Entry("unreadable-file", project=when.UNREADABLE),
    Entry("syntax-error", project=when.SYNTAX_PROBLEMS),
    Entry("encoded-file", connector=when.SYNTAX_PROBLEMS),
    Entry("duplicate-key", connector=when.ODD_FORM),
    Entry("json5-syntax", connector=when.ODD_FORM),
    Entry("schema", project=when.CONFIG, connector=when.ODD_FORM),
    Entry("misspelled-property", connector=when.ODD_FORM),
    Entry("unknown-property", connector=when.ODD_FORM),
    Entry("missing-scopes", connector=when.ODD_FORM),
    Entry("unknown-type", project=when.UNLISTED_CALL, connector=when.UNKNOWN_TYPE),
    Entry("duplicate-type", project=when.CONNECTORS),
    Entry("workspace-only-type", connector=when.KNOWN_TYPE | when.WORKSPACE_TYPE),
    Entry("file-name", project=when.CONNECTORS),
    Entry("ignored-file", project=when.IGNORED),
    Entry("connectors-dir", project=when.MISPLACED),
    Entry("malformed-scope", connector=when.UNLISTED_SCOPE),
    Entry("duplicate-scope", connector=when.SEVERAL_SCOPES),
    Entry("unknown-scope", connector=when.KNOWN_TYPE | when.UNLISTED_SCOPE),
    Entry("foreign-scope", connector=when.KNOWN_TYPE | when.UNLISTED_SCOPE),
    Entry("deprecated-scope", connector=when.KNOWN_TYPE | when.DEPRECATED_SCOPE),
    Entry("redundant-scope", connector=when.KNOWN_TYPE | when.SEVERAL_SCOPES | when.IMPLYING_SCOPE),
    Entry("broad-scope", connector=when.KNOWN_TYPE | when.BROAD_SCOPE),
    Entry("restricted-scope", connector=when.KNOWN_TYPE | when.REVIEWED_SCOPE),
    Entry("no-api-scope", connector=when.KNOWN_TYPE | when.ADDED_SCOPES),
    Entry("ignored-scope", connector=when.KNOWN_TYPE | when.SCOPES | when.NO_SCOPES_TAKEN),
    Entry("unconfigured-connector", project=when.CALLS),
    Entry("unused-connector", project=when.CONNECTORS | when.FUNCTIONS),
    Entry("stripe-connection", project=when.CALLS),
    Entry("stripe-secret", project=when.CONNECTORS | when.CODE),
    Entry("deprecated-call", project=when.CALLS),
    Entry("unknown-connection-property", project=when.MISSING_PROPERTIES),
    Entry("wrong-identifier", project=when.UNLISTED_CALL),
    Entry("user-scoped-connection", project=when.CALLS),
    Entry("client-side-connection", project=when.CALLS),
    Entry("metered-connection", project=when.CALLS),
    Entry("workspace-connection", project=when.CALLS),
    Entry("insufficient-scope", connector=when.KNOWN_TYPE | when.USED),
    Entry("unused-scope", connector=when.KNOWN_TYPE | when.USED),
    Entry("exposed-token", project=when.CALLS),
    Entry("unconfigured-automation", project=when.AUTOMATIONS),
    Entry("unknown-event", project=when.AUTOMATIONS),
    Entry("config-error", project=when.SETTINGS_PROBLEMS),
    Entry("unknown-rule", project=when.RULE_NAMES),
    Entry("unused-suppression", project=when.COMMENTS),
    Entry("internal-error", project=when.FAILURES),
)

RULES = RuleSet(_ENTRIES)
"""All rules."""


def docs_url(name: str) -> str:
    """Return the URL of a rule's documentation page."""
    return f"{DOCS}{name}.md"
