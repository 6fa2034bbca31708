"""What the objects of the language and of the Web have, and where a token goes through it.

`methods.json` has the names of Node 24, and ways with `METHOD` for one of them: of each way, the
methods through which a run of it carries the token to the request. `SEND` is explained at ways.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

__all__ = ["HARMLESS", "METHODS", "PATH", "WAYS", "MethodWay"]

PATH = Path(__file__).with_name("methods.json")
_DATA = json.loads(PATH.read_text("utf-8"))


class MethodWay(NamedTuple):
    """Code with `METHOD` for a method of an owner, and those that carry the token in it."""

    owner: str
    code: str
    carrying: tuple[str, ...]

    @property
    def candidates(self) -> tuple[str, ...]:
        """The methods that may stand in the code."""
        kind = "static" if f"{self.owner}.METHOD" in self.code else "own"
        return tuple(_DATA["methods"][self.owner][kind].split())

    def with_method(self, name: str) -> str:
        """The code with a method."""
        return self.code.replace("METHOD", name)


METHODS: dict[str, frozenset[str]] = {
    owner: frozenset(f"{names['static']} {names['own']}".split())
    for owner, names in _DATA["methods"].items()
}
"""The names that each class has: methods, static methods and properties."""

WAYS = tuple(
    MethodWay(owner, code, tuple(names.split()))
    for owner, ways in _DATA["ways"].items()
    for code, names in ways.items()
)

HARMLESS: dict[str, dict[str, str]] = {
    "says yes or no": {
        "String": "endsWith includes isWellFormed startsWith",
        "Array": "includes isArray",
        "Map": "delete has",
        "Set": "delete has isDisjointFrom isSubsetOf isSupersetOf",
        "WeakMap": "delete has",
        "Object": "hasOwn hasOwnProperty is isExtensible isFrozen isPrototypeOf isSealed "
        "propertyIsEnumerable",
        "Headers": "has",
        "URLSearchParams": "has",
        "FormData": "has",
        "URL": "canParse",
        "JSON": "isRawJSON",
        "Reflect": "deleteProperty has isExtensible preventExtensions",
        "Number": "isFinite isInteger isNaN isSafeInteger",
        "Request": "bodyUsed keepalive",
        "Response": "bodyUsed ok redirected",
        "RegExp": "test",
    },
    "is a number": {
        "String": "indexOf lastIndexOf length localeCompare search",
        "Array": "indexOf keys lastIndexOf length",
        "Map": "size",
        "Set": "size",
        "URLSearchParams": "size",
        "Number": "parseFloat parseInt toExponential toFixed toLocaleString toPrecision toString "
        "valueOf",
        "Response": "status",
    },
    "gives nothing": {
        "Map": "clear",
        "Set": "clear",
        "Headers": "delete",
        "URLSearchParams": "delete sort",
        "FormData": "delete",
        "URL": "revokeObjectURL",
    },
    "is one of a few words": {
        "URL": "port protocol",
        "Request": "cache credentials destination method mode redirect referrerPolicy signal",
        "Response": "error type url",
        "Function": "toString",
    },
}
"""The methods through which no token goes, by the reason and by class."""
