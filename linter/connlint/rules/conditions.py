"""Conditions on a project or a connector file, computed without running rules.

A rule is imported and run only if its conditions hold, so a healthy app loads few of them.
A set of conditions is an int with a bit for each, because one is made for every connector file.
"""

from __future__ import annotations

from connlint.catalog import Catalog, ConnectorType
from connlint.project import Connector, Project

__all__ = [
    "ADDED_SCOPES",
    "AUTOMATIONS",
    "BROAD_SCOPE",
    "CALLS",
    "CODE",
    "COMMENTS",
    "CONFIG",
    "CONNECTORS",
    "DEPRECATED_SCOPE",
    "FAILURES",
    "FUNCTIONS",
    "IGNORED",
    "IMPLYING_SCOPE",
    "KNOWN_TYPE",
    "MISPLACED",
    "MISSING_PROPERTIES",
    "NO_SCOPES_TAKEN",
    "ODD_FORM",
    "REVIEWED_SCOPE",
    "RULE_NAMES",
    "SCOPES",
    "SETTINGS_PROBLEMS",
    "SEVERAL_SCOPES",
    "SYNTAX_PROBLEMS",
    "UNKNOWN_TYPE",
    "UNLISTED_CALL",
    "UNLISTED_SCOPE",
    "UNREADABLE",
    "USED",
    "WORKSPACE_TYPE",
    "of_connector",
    "of_project",
]

CONFIG = 1 << 0
"""The app has a config file."""
CONNECTORS = 1 << 1
"""The app has connector files."""
FUNCTIONS = 1 << 2
"""The app has functions."""
CODE = 1 << 3
"""Code was read."""
CALLS = 1 << 4
"""The code calls connectors."""
AUTOMATIONS = 1 << 5
"""Connectors trigger automations."""
UNREADABLE = 1 << 6
"""A file cannot be read, or is outside the repository."""
IGNORED = 1 << 7
"""Base44 ignores a file beside the connectors."""
MISPLACED = 1 << 8
"""The connectors or the functions are not where the config says."""
SYNTAX_PROBLEMS = 1 << 9
"""A file is not valid JSON5."""
SETTINGS_PROBLEMS = 1 << 10
"""connlint.toml has mistakes."""
COMMENTS = 1 << 11
"""A comment may suppress findings."""
RULE_NAMES = 1 << 12
"""connlint.toml or a comment names rules."""
FAILURES = 1 << 13
"""The analysis of code failed with an error."""

ODD_FORM = 1 << 14
"""The connector file is more than a plain type and plain scopes."""
KNOWN_TYPE = 1 << 15
"""The catalog has an entry for the connector's type."""
UNKNOWN_TYPE = 1 << 16
"""The catalog does not have the connector's type, or the file has none."""
WORKSPACE_TYPE = 1 << 17
"""The connector's type is set up once for a workspace."""
NO_SCOPES_TAKEN = 1 << 18
"""The service of the connector has no scopes."""
SCOPES = 1 << 19
"""The connector file lists scopes."""
SEVERAL_SCOPES = 1 << 20
"""The connector file lists more than one scope."""
USED = 1 << 21
"""Code uses the connector."""
UNLISTED_SCOPE = 1 << 22
"""The list of the type's scopes lacks one of the connector's, or there is no list."""
DEPRECATED_SCOPE = 1 << 23
"""The provider has retired a scope."""
BROAD_SCOPE = 1 << 24
"""There are narrower scopes than one of the connector's."""
REVIEWED_SCOPE = 1 << 25
"""The provider reviews apps that ask for a scope."""
IMPLYING_SCOPE = 1 << 26
"""A scope covers others, or the code may show that some scopes are enough."""
ADDED_SCOPES = 1 << 27
"""All scopes of the connector are scopes that the platform adds itself."""
MISSING_PROPERTIES = 1 << 28
"""The code takes properties that the result of a connector call does not have."""
UNLISTED_CALL = 1 << 29
"""A connector call names an id, or a type that the catalog does not have."""


_BY_FACT = (
    ("deprecated", DEPRECATED_SCOPE),
    ("broad", BROAD_SCOPE),
    ("sensitivity", REVIEWED_SCOPE),
    ("review", REVIEWED_SCOPE),
    ("implies", IMPLYING_SCOPE),
)


def of_project(project: Project, catalog: Catalog, *, has_comments: bool) -> int:
    """Return the conditions that hold for a project as a whole, as bits of an int.

    `catalog` includes the types that the settings add. `has_comments` says whether any file of
    the project has a comment that may suppress findings.
    """
    documents = [connector.document for connector in project.connectors]
    if project.config is not None:
        documents.append(project.config[1])
    facts: tuple[tuple[int, object], ...] = (
        (CONFIG, project.config),
        (CONNECTORS, project.connectors),
        (FUNCTIONS, project.functions),
        (CODE, project.files),
        (CALLS, project.code.calls),
        (AUTOMATIONS, project.automations),
        (UNREADABLE, project.unreadable or project.outside or project.outside_code),
        (IGNORED, project.ignored),
        (MISPLACED, project.misplaced),
        (SYNTAX_PROBLEMS, any(document.problems for document in documents)),
        (SETTINGS_PROBLEMS, project.settings.problems),
        (COMMENTS, has_comments),
        (RULE_NAMES, has_comments or project.settings.rule_names),
        (FAILURES, project.code.failures),
        (MISSING_PROPERTIES, project.code.missing_properties),
        (UNLISTED_CALL, project.code.calls and _has_unlisted_call(project, catalog)),
    )
    return sum([condition for condition, fact in facts if fact])


def _has_unlisted_call(project: Project, catalog: Catalog) -> bool:
    from connlint.code.connectors_module import BY_ID

    return any(
        call.method in BY_ID or any(value not in catalog for value in call.values)
        for call in project.code.calls
    )


def of_connector(connector: Connector, catalog: Catalog, *, is_used: bool) -> int:
    """Return the conditions that hold for a connector file; `is_used` says whether code uses it."""
    conditions = USED if is_used else 0
    name = connector.type_string
    entry = catalog.entry(name.value) if name is not None else None
    if entry is not None:
        conditions |= KNOWN_TYPE
        if entry.token == "workspace":  # noqa: S105 - a kind of token, no secret
            conditions |= WORKSPACE_TYPE
        if not entry.takes_scopes:
            conditions |= NO_SCOPES_TAKEN
    elif name is None or name.value not in catalog:
        conditions |= UNKNOWN_TYPE
    if connector.scope_strings:
        conditions |= SCOPES if len(connector.scope_strings) == 1 else SCOPES | SEVERAL_SCOPES
        if is_used:
            conditions |= IMPLYING_SCOPE
        conditions |= UNLISTED_SCOPE if entry is None else _of_scopes(connector, entry)
    if not connector.is_plain:
        conditions |= ODD_FORM
        if connector.document.problems:
            conditions |= SYNTAX_PROBLEMS
    return conditions


def _of_scopes(connector: Connector, entry: ConnectorType) -> int:
    conditions = ADDED_SCOPES
    for node in connector.scope_strings:
        name = entry.bare(node.value)
        fact = entry.facts.get(name)
        if fact is None:
            if not entry.has(node.value):
                conditions |= UNLISTED_SCOPE
        elif fact:
            for key, condition in _BY_FACT:
                if key in fact:
                    conditions |= condition
        if name not in entry.companions:
            conditions &= ~ADDED_SCOPES
    return conditions
