"""The requests of a snippet of code, as lines that a table can have."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.analyzer import Analyzer
from connlint.code.model import CodeAnalysis, Request
from connlint.code.modules.files import CodeFile
from connlint.text.source import SourceFile

__all__ = ["requests_of"]

_FUNCTION = """\
import {{ createClientFromRequest }} from "npm:@base44/sdk";
{imports}
Deno.serve(async (req) => {{
  const {{ connectors }} = createClientFromRequest(req).asServiceRole;
  const {{ accessToken }} = await connectors.getConnection("{type}");
  const {{ id, name, body }} = await req.json();
  {body}
  return Response.json({{}});
}});
"""


def requests_of(type_name: str, imports: str, body: str) -> list[str]:
    """What code does with the token of a connector, in the order of the text.

    A request is a line of verb and address, `{}` for what is not known, or of SDK and operation;
    what follows a `?` is a gap. `id`, `name` and `body` are known only when the code runs.
    """
    text = _FUNCTION.format(type=type_name, imports=imports, body=body)
    source = SourceFile("entry.ts", text, "entry.ts")
    analysis = Analyzer().read([CodeFile(source)], {"entry.ts": {}})
    assert analysis.failures == ()
    return [line for _, line in sorted(set(_lines(analysis)))]


def _lines(analysis: CodeAnalysis) -> Iterator[tuple[int, str]]:
    for request in analysis.requests:
        yield request.span.start, _line(request)
    for flow in analysis.unresolved_flows:
        yield flow.span.start, f"? {flow.reason}"
    for unread in analysis.unread:
        yield 0, f"? {unread.reason}"
    for leak in analysis.token_leaks:
        yield leak.span.start, f"! {leak.sink}"


def _line(request: Request) -> str:
    if request.sdk:
        return f"{request.sdk} {request.operation}"
    address = "".join("{}" if piece is None else piece for piece in request.address)
    operation = dict(request.parameters.known).get("operation")
    return f"{request.verb or '{}'} {address or '{}'}" + (f" {operation}" if operation else "")
