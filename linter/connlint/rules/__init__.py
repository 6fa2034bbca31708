"""The rules: one module for each, a registry that names them all, and what they share.

To add a rule, write `rules/<name>.py` with a RULE, put it into the registry, and write
its page `docs/rules/<name>.md`; the tests hold that all three are there.
"""

from connlint.rules.registry import RULES, RuleSet, docs_address
from connlint.rules.rule import Change, Finding, Place, Rule

__all__ = ["RULES", "Change", "Finding", "Place", "Rule", "RuleSet", "docs_address"]
