"""Small functions in which a token goes one way, and whether connlint loses it there.

The token is `t`, and `SEND(x)` the request that sends a message with `x` as the bearer.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from connlint.code.analyzer import Analyzer
from connlint.code.modules.files import CodeFile
from connlint.text.source import SourceFile

__all__ = ["Outcome", "Way", "expanded", "outcome"]

_FRAME = """\
import { createClientFromRequest } from "npm:@base44/sdk";
const G = "https://gmail.googleapis.com/gmail/v1/users/me";
#before
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken: t } = await connectors.getConnection("gmail");
  #here
  return Response.json({ ok: true });
});
"""
_SEND = "SEND("
_SENT = 'fetch(`${G}/messages/send`, { method: "POST", headers: { Authorization: `Bearer ${#}` } })'


class Outcome(Enum):
    """What becomes of a token."""

    SENT = "sent"
    """The request is found."""
    NAMED = "named"
    """A gap or an exposure says where the token goes."""
    LOST = "lost"


class Way(NamedTuple):
    """Code in which a token goes a way: `before` is above the function, `other` another file.

    `ending` says which language it is.
    """

    here: str
    before: str = ""
    other: str = ""
    ending: str = "ts"

    @property
    def files(self) -> dict[str, str]:
        """The files of the way."""
        before, here = expanded(self.before), expanded(self.here)
        files = {f"entry.{self.ending}": _FRAME.replace("#before", before).replace("#here", here)}
        if self.other:
            constant = _FRAME.splitlines()[1]
            files["other.ts"] = f"{constant}\n{expanded(self.other)}\n"
        return files


def expanded(text: str) -> str:
    """Code with the requests that `SEND(x)` is."""
    before, found, rest = text.partition(_SEND)
    if not found:
        return text
    depth = 1
    for offset, character in enumerate(rest):
        depth += (character == "(") - (character == ")")
        if not depth:
            bearer = expanded(rest[:offset])
            return before + _SENT.replace("#", bearer) + expanded(rest[offset + 1 :])
    raise AssertionError(text)


def outcome(files: Mapping[str, str]) -> Outcome:
    """What connlint says of the token in the files, of which the first one imports the others."""
    read = [CodeFile(SourceFile(name, text, f"/app/{name}")) for name, text in files.items()]
    first, *others = read
    imports = {f"./{other.source.path}": other.source.location for other in others}
    found = Analyzer().read(read, {first.source.location: imports})
    assert found.failures == ()
    for request in found.requests:
        address = "".join("?" if part is None else part for part in request.address)
        if request.verb == "POST" and address.endswith("/messages/send"):
            return Outcome.SENT
    # A request whose address nobody knows is a gap as well.
    is_unknown = any(not request.address for request in found.requests)
    is_named = found.unresolved_flows or found.token_leaks or found.unread or is_unknown
    return Outcome.NAMED if is_named else Outcome.LOST
