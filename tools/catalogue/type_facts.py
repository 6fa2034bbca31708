"""Facts about connector types, put together from the files in tools/catalogue/facts.

The rows of types come from tools.catalogue.rows, scopes from the collection, and from
`observed.json` where no document of Base44 names the type. `decided.json` corrects lists of scopes:
`adds` has scopes that are missing, `not_scopes` names that are none, with the reason, and
`products` the types whose scopes a type has, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tools.catalogue.files import COLLECTED, FACTS, load
from tools.catalogue.pins import read_pins, written_with
from tools.catalogue.rebuilt import rebuilt_scopes, with_google
from tools.catalogue.rows import read_rows

__all__ = ["Types", "read_types"]

Facts = dict[str, Any]


def read_types() -> Types:
    """Read the facts of the repository."""
    return Types(
        read_rows(),
        load(FACTS / "observed.json"),
        load(FACTS / "decided.json"),
        load(FACTS / "descriptions.json"),
    )


class Types:
    """The facts about all types."""

    def __init__(
        self, rows: dict[str, Facts], observed: Facts, decided: Facts, described: Facts
    ) -> None:
        self.rows = rows
        """For each type its `name`, `aliases`, `status` and `sources`."""
        self._observed = observed
        self._decided = decided
        self._described = described
        self._written = written_with(read_pins())
        self._rebuilt = rebuilt_scopes()

    @property
    def date(self) -> str:
        """The last day on which any type was looked at."""
        return max(map(self.checked, self.rows))

    def checked(self, name: str) -> str:
        """Return the day on which a type was last looked at, or the oldest of its products."""
        decision = self._decided.get(name, {})
        own = max(str(self.rows[name]["checked"]), str(decision.get("checked", "")))
        return max(own, min(map(self.checked, decision.get("products", ())), default=""))

    def decision(self, name: str) -> Facts:
        """Return what is decided about a type; that of several products has their APIs."""
        decision: Facts = dict(self._decided.get(name, {}))
        products = [self.decision(product) for product in decision.get("products", ())]
        for key in ("hosts", "methods"):
            own = [*decision.get(key, ()), *(each for one in products for each in one.get(key, ()))]
            if own:
                decision[key] = list(dict.fromkeys(own))
        return decision

    def scope_facts(self, name: str) -> Facts:
        """Return the facts about a type's scopes, in the form of the collected facts."""
        decision = self._decided.get(name, {})
        facts = self._collected(name)
        collected = {**facts.get("scopes", {}), **decision.get("adds", {})}
        scopes = {**self._rebuilt.get(name, {}), **collected}
        sources = [*map(self._written, facts.get("sources", ())), *decision.get("sources", ())]
        for product in decision.get("products", ()):
            theirs = self.scope_facts(product)
            sources.extend(theirs["sources"])
            for scope, fact in theirs["scopes"].items():
                scopes[scope] = _merged(scopes.get(scope, {}), fact)
        scopes = {
            scope: fact
            for scope, fact in scopes.items()
            if scope not in decision.get("not_scopes", {})
        }
        if not facts and not scopes:
            return {}
        confidence = decision.get("completeness") or facts.get("confidence", "open")
        return {**facts, "sources": sources, "confidence": confidence, "scopes": scopes}

    def descriptions(self, name: str) -> tuple[str, Mapping[str, str]]:
        """Return what a type is for, and what each of its scopes allows."""
        own = self._described["scopes"].get(name, {})
        products = self._decided.get(name, {}).get("products", ())
        theirs = (self.descriptions(product)[1] for product in products)
        texts = {scope: text for each in theirs for scope, text in each.items()}
        return self._described["types"].get(name, ""), {**texts, **own}

    def not_scopes(self, apis: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return for each API the names in its facts that are no scopes."""
        return {
            api: frozenset(
                scope
                for decision in self._decided.values()
                if api in decision.get("methods", ())
                for scope in decision.get("not_scopes", ())
            )
            for api in apis
        }

    def _collected(self, name: str) -> Facts:
        path = COLLECTED / "scopes" / f"{name}.json"
        facts: Facts = load(path) if path.exists() else {}
        if name in self._observed:
            fact = self._observed[name]
            facts = {
                "provider": fact["provider"],
                "docs_url": fact["docs"],
                "confidence": fact["completeness"],
                "scope_format": fact.get("scope_format", ""),
                "sources": fact["sources"],
                "scopes": fact["scopes"],
                "takes_scopes": fact["takes_scopes"],
                "companions": fact.get("companions", []),
            }
        return {**facts, "scopes": with_google(name, facts.get("scopes", {}))} if facts else facts


def _merged(one: Facts, other: Facts) -> Facts:
    """Return the facts of two products about a scope; it covers what it covers in either."""
    implied = [*one.get("implies", ()), *other.get("implies", ())]
    return {**other, **one, **({"implies": implied} if implied else {})}
