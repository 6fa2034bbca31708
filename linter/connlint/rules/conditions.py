"""Conditions under which rules have something to say, told without asking them.

A rule is imported and asked only where its conditions hold, so a healthy app pays for few of them.
"""

from __future__ import annotations

from enum import Enum

from connlint.catalog import Catalog
from connlint.project import Connector, Project

__all__ = ["Condition", "of_connector", "of_project"]


class Condition(Enum):
    """Something about a project, or about one of its connector files."""

    CONFIG = "the app has a config file"
    CONNECTORS = "the app has connector files"
    FUNCTIONS = "the app has functions"
    CODE = "code was read"
    CALLS = "the code calls connectors"
    AUTOMATIONS = "connectors trigger automations"
    UNREADABLE = "a file cannot be read"
    IGNORED = "Base44 ignores a file"
    MISPLACED = "the connectors are not where the config says"
    SYNTAX_PROBLEMS = "a file is not JSON5"
    SETTINGS_PROBLEMS = "connlint.toml has mistakes"
    COMMENTS = "a comment may silence findings"
    RULE_NAMES = "connlint.toml or a comment names rules"
    FAILURES = "connlint failed to read code"

    ODD_FORM = "the file is more than a plain type and plain scopes"
    KNOWN_TYPE = "the catalog has the type"
    UNKNOWN_TYPE = "the catalog does not have the type"
    SCOPES = "the file lists scopes"
    USED = "code uses the connector"


def of_project(project: Project, *, has_comments: bool) -> frozenset[Condition]:
    """Tell which conditions hold for a project as a whole.

    `has_comments` says whether any of its files has a comment that may silence findings.
    """
    documents = [connector.document for connector in project.connectors]
    if project.config is not None:
        documents.append(project.config[1])
    facts = {
        Condition.CONFIG: project.config is not None,
        Condition.CONNECTORS: project.connectors,
        Condition.FUNCTIONS: project.functions,
        Condition.CODE: project.files,
        Condition.CALLS: project.code.calls,
        Condition.AUTOMATIONS: project.automations,
        Condition.UNREADABLE: project.unreadable,
        Condition.IGNORED: project.ignored,
        Condition.MISPLACED: project.misplaced,
        Condition.SYNTAX_PROBLEMS: any(document.problems for document in documents),
        Condition.SETTINGS_PROBLEMS: project.settings.problems,
        Condition.COMMENTS: has_comments,
        Condition.RULE_NAMES: has_comments or project.settings.rule_names,
        Condition.FAILURES: project.code.failures,
    }
    return frozenset([condition for condition, fact in facts.items() if fact])


def of_connector(connector: Connector, catalog: Catalog, *, is_used: bool) -> frozenset[Condition]:
    """Tell which conditions hold for a connector file; `is_used` says whether code uses it."""
    name = connector.type_string
    is_known = name is not None and name.value in catalog
    conditions = [Condition.KNOWN_TYPE if is_known else Condition.UNKNOWN_TYPE]
    if not connector.is_plain:
        conditions.append(Condition.ODD_FORM)
    if connector.document.problems:
        conditions.append(Condition.SYNTAX_PROBLEMS)
    if connector.scope_strings:
        conditions.append(Condition.SCOPES)
    if is_used:
        conditions.append(Condition.USED)
    return frozenset(conditions)
