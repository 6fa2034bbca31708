"""All rules, in the order in which the documentation lists them."""

from __future__ import annotations

from connlint.rules import (
    broad_scope,
    config_error,
    connectors_dir,
    deprecated_scope,
    duplicate_key,
    duplicate_scope,
    duplicate_type,
    encoded_file,
    file_name,
    foreign_scope,
    ignored_file,
    ignored_scope,
    internal_error,
    json5_syntax,
    malformed_scope,
    missing_scopes,
    misspelled_property,
    no_api_scope,
    redundant_scope,
    restricted_scope,
    schema,
    syntax_error,
    unknown_property,
    unknown_rule,
    unknown_scope,
    unknown_type,
    unreadable_file,
    unused_suppression,
    workspace_only_type,
)
from connlint.rules.rule import Rule

__all__ = ["DOCS", "RULES", "docs_address"]

RULES: tuple[Rule, ...] = (
    unreadable_file.RULE,
    syntax_error.RULE,
    encoded_file.RULE,
    duplicate_key.RULE,
    json5_syntax.RULE,
    schema.RULE,
    misspelled_property.RULE,
    unknown_property.RULE,
    missing_scopes.RULE,
    unknown_type.RULE,
    duplicate_type.RULE,
    workspace_only_type.RULE,
    file_name.RULE,
    ignored_file.RULE,
    connectors_dir.RULE,
    malformed_scope.RULE,
    duplicate_scope.RULE,
    unknown_scope.RULE,
    foreign_scope.RULE,
    deprecated_scope.RULE,
    redundant_scope.RULE,
    broad_scope.RULE,
    restricted_scope.RULE,
    no_api_scope.RULE,
    ignored_scope.RULE,
    config_error.RULE,
    unknown_rule.RULE,
    unused_suppression.RULE,
    internal_error.RULE,
)

DOCS = "https://github.com/connlint/connlint/blob/main/docs/rules/"


def docs_address(name: str) -> str:
    """Where the page of a rule is to be read."""
    return f"{DOCS}{name}.md"
