"""All rules, in the order in which the documentation lists them."""

from __future__ import annotations

from connlint.rules import (
    config_error,
    duplicate_key,
    duplicate_scope,
    duplicate_type,
    encoded_file,
    foreign_scope,
    ignored_file,
    malformed_scope,
    missing_scopes,
    misspelled_property,
    redundant_scope,
    schema,
    syntax_error,
    unknown_property,
    unknown_rule,
    unknown_scope,
    unknown_type,
    unreadable_file,
)
from connlint.rules.rule import Rule

__all__ = ["DOCS", "RULES", "docs_address"]

RULES: tuple[Rule, ...] = (
    unreadable_file.RULE,
    syntax_error.RULE,
    encoded_file.RULE,
    duplicate_key.RULE,
    schema.RULE,
    misspelled_property.RULE,
    unknown_property.RULE,
    missing_scopes.RULE,
    unknown_type.RULE,
    duplicate_type.RULE,
    ignored_file.RULE,
    malformed_scope.RULE,
    duplicate_scope.RULE,
    unknown_scope.RULE,
    foreign_scope.RULE,
    redundant_scope.RULE,
    config_error.RULE,
    unknown_rule.RULE,
)

DOCS = "https://github.com/connlint/connlint/blob/main/docs/rules/"


def docs_address(name: str) -> str:
    """Where the page of a rule is to be read."""
    return f"{DOCS}{name}.md"
