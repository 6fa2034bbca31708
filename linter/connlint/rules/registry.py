"""Registry of all rules: their names, in the order of the documentation, and when each is asked.

A rule's module is imported when the rule is asked for the first time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib import import_module

from connlint.rules.conditions import Condition as If
from connlint.rules.rule import Rule
from connlint.tuples import NamedTuple

__all__ = ["DOCS", "RULES", "Entry", "RuleSet", "docs_address"]

DOCS = "https://github.com/connlint/connlint/blob/main/docs/rules/"


class Entry(NamedTuple):
    """A rule by its name, and the conditions that must hold for it to be asked.

    `project` has those about a project as a whole, `connector` those about a connector file; None
    where the rule does not look at that. `given` is the rule itself where it has no module.
    """

    name: str
    project: frozenset[If] | None = None
    connector: frozenset[If] | None = None
    given: Rule | None = None

    def load(self) -> Rule:
        """Import the rule."""
        if self.given is not None:
            return self.given
        module = import_module(f"connlint.rules.{self.name.replace('-', '_')}")
        rule: Rule = module.RULE
        return rule


class RuleSet:
    """Rules in an order; iterating imports all of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.name: entry for entry in entries}

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> RuleSet:
        """Make a set of rules that are always asked."""
        always: frozenset[If] = frozenset()
        return cls([Entry(rule.name, always, always, rule) for rule in rules])

    @property
    def names(self) -> Collection[str]:
        """The names of the rules, in their order."""
        return self._entries.keys()

    def __iter__(self) -> Iterator[Rule]:
        return (entry.load() for entry in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def chosen(self, names: Collection[str]) -> RuleSet:
        """Make the set of those whose names are given, in the same order."""
        return RuleSet([entry for entry in self._entries.values() if entry.name in names])

    def about_project(self, conditions: Collection[If]) -> list[Rule]:
        """Load the rules to be asked about a project for which these conditions hold."""
        return [
            entry.load()
            for entry in self._entries.values()
            if entry.project is not None and entry.project.issubset(conditions)
        ]

    def about_connector(self, conditions: Collection[If]) -> list[Rule]:
        """Load the rules to be asked about a connector file for which these conditions hold."""
        return [
            entry.load()
            for entry in self._entries.values()
            if entry.connector is not None and entry.connector.issubset(conditions)
        ]

    def look_at_known_types_only(self) -> Collection[str]:
        """Name the rules that are not asked about connectors of unknown types."""
        return [
            entry.name
            for entry in self._entries.values()
            if entry.connector is not None and If.KNOWN_TYPE in entry.connector
        ]


def _project(name: str, *conditions: If) -> Entry:
    return Entry(name, project=frozenset(conditions))


def _connector(name: str, *conditions: If) -> Entry:
    return Entry(name, connector=frozenset(conditions))


_ENTRIES: Sequence[Entry] = (
    _project("unreadable-file", If.UNREADABLE),
    _project("syntax-error", If.SYNTAX_PROBLEMS),
    _connector("encoded-file", If.SYNTAX_PROBLEMS),
    _connector("duplicate-key", If.ODD_FORM),
    _connector("json5-syntax", If.ODD_FORM),
    Entry("schema", frozenset({If.CONFIG}), frozenset({If.ODD_FORM})),
    _connector("misspelled-property", If.ODD_FORM),
    _connector("unknown-property", If.ODD_FORM),
    _connector("missing-scopes", If.ODD_FORM),
    _connector("unknown-type", If.UNKNOWN_TYPE),
    _project("duplicate-type", If.CONNECTORS),
    _connector("workspace-only-type", If.KNOWN_TYPE),
    _project("file-name", If.CONNECTORS),
    _project("ignored-file", If.IGNORED),
    _project("connectors-dir", If.MISPLACED),
    _connector("malformed-scope", If.SCOPES),
    _connector("duplicate-scope", If.SCOPES),
    _connector("unknown-scope", If.KNOWN_TYPE, If.SCOPES),
    _connector("foreign-scope", If.KNOWN_TYPE, If.SCOPES),
    _connector("deprecated-scope", If.KNOWN_TYPE, If.SCOPES),
    _connector("redundant-scope", If.KNOWN_TYPE, If.SCOPES),
    _connector("broad-scope", If.KNOWN_TYPE, If.SCOPES),
    _connector("restricted-scope", If.KNOWN_TYPE, If.SCOPES),
    _connector("no-api-scope", If.KNOWN_TYPE, If.SCOPES),
    _connector("ignored-scope", If.KNOWN_TYPE, If.SCOPES),
    _project("unconfigured-connector", If.CALLS),
    _project("unused-connector", If.CONNECTORS, If.FUNCTIONS),
    _project("stripe-connection", If.CALLS),
    _project("stripe-secret", If.CONNECTORS, If.CODE),
    _project("deprecated-call", If.CALLS),
    _project("wrong-identifier", If.CALLS),
    _project("user-scoped-connection", If.CALLS),
    _project("client-side-connection", If.CALLS),
    _project("metered-connection", If.CALLS),
    _project("workspace-connection", If.CALLS),
    _connector("insufficient-scope", If.KNOWN_TYPE, If.USED),
    _connector("unused-scope", If.KNOWN_TYPE, If.USED),
    _project("exposed-token", If.CALLS),
    _project("unconfigured-automation", If.AUTOMATIONS),
    _project("unknown-event", If.AUTOMATIONS),
    _project("config-error", If.SETTINGS_PROBLEMS),
    _project("unknown-rule", If.RULE_NAMES),
    _project("unused-suppression", If.COMMENTS),
    _project("internal-error", If.FAILURES),
)

RULES = RuleSet(_ENTRIES)
"""All rules."""


def docs_address(name: str) -> str:
    """Give the address of a rule's page."""
    return f"{DOCS}{name}.md"
