"""The lint rules: one module per rule, the registry of all rules, and code that rules share.

To add a rule, write `rules/<name>.py` with a RULE, add it to the registry, and write
its page `docs/rules/<name>.md`; the tests check that all three exist.
"""

from connlint.rules.registry import RULES, RuleSet, docs_url
from connlint.rules.rule import Change, Finding, Place, Rule

__all__ = ["RULES", "Change", "Finding", "Place", "Rule", "RuleSet", "docs_url"]
