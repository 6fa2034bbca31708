"""Results of the code analysis: connector calls, requests, token leaks and gaps.

Everything here is immutable and has its position. Spans count code points, as everywhere.
"""

from __future__ import annotations

from enum import Enum

from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = [
    "NO_CODE",
    "CodeAnalysis",
    "ConnectorCall",
    "Failure",
    "Form",
    "Holder",
    "MissingProperty",
    "Parameters",
    "Receiver",
    "Request",
    "TokenLeak",
    "Unread",
    "UnresolvedFlow",
]


class Receiver(Enum):
    """The identity on whose behalf the connectors object of a call acts."""

    SERVICE_ROLE = "service role"
    """`base44.asServiceRole.connectors`, under any name."""
    USER = "user"
    """`base44.connectors`."""
    UNKNOWN = "unknown"
    """Not known; only the method's name shows that it is a connector call."""


class ConnectorCall(NamedTuple):
    """A call of Base44's connectors module, such as `….connectors.getConnection("gmail")`.

    `span` is the whole call, `method_span` the method's name and `argument` the first argument
    (None without one). `values` are the strings that the argument can be, in the order in which
    they were found; empty if not known. `literal` is the string literal, quotes included, if the
    argument, or the constant that it refers to, is one literal in the same file. `client` is the
    expression before `.connectors` if the call has it written out. `awaited` is the `await` whose
    operand is the call, and `variable` the name that is declared with exactly that as its value.
    `in_front_end` tells that the code is part of the app's pages, not of a function.
    """

    source: SourceFile
    span: Span
    method: str
    method_span: Span
    receiver: Receiver
    argument: Span | None = None
    values: tuple[str, ...] = ()
    literal: Span | None = None
    client: Span | None = None
    awaited: Span | None = None
    variable: Span | None = None
    in_front_end: bool = False

    @property
    def place(self) -> Span:
        """Return the span of the literal, else of the argument, else of the method's name."""
        return self.literal or self.argument or self.method_span


class Parameters(NamedTuple):
    """The named parameters of a request: of its query, and of the arguments of an SDK's method.

    `known` are names with their values, None for a value that is only known at run time, sorted by
    name and value; a parameter that may have several values, or may be absent, has one entry for
    each value. `is_complete` tells that there are no others, assuming that a part of the path that
    is only known at run time, and that begins a segment, is just that segment.
    """

    known: tuple[tuple[str, str | None], ...] = ()
    is_complete: bool = False


class Request(NamedTuple):
    """A request to a service with the token of a connector.

    `type` is the connector type whose token it carries, empty if only an id is known.
    `source` and `span` are the place that decides which request it is: the call of `fetch`,
    or the call of the local helper that passes the path to it. `verb` is the HTTP method in
    capitals, empty if not known. `address` is the URL as far as it is known, in pieces, without
    query and fragment: a string, or None for a part that is only known at run time; it is empty if
    nothing is known. A call of an official SDK has no address, but the SDK's name in `sdk` and the
    method's in `operation`, as the code writes it. `files` are the paths of the files through
    which the token went. `sent` is the path and the offset of the call that sends the request; a
    helper may have one such call for several places. `parameters` are those that any of the
    requests of the place has. `rivals` are the other types whose token the same request may carry
    instead, with an empty string for a type that is not known. `in_body` tells that the token is
    part of the body, not of the address or headers. `call` is the path and the offset of the
    connector call if that has an id instead of a type.
    """

    type: str
    source: SourceFile
    span: Span
    verb: str = ""
    address: tuple[str | None, ...] = ()
    sdk: str = ""
    operation: str = ""
    files: tuple[str, ...] = ()
    sent: tuple[str, int] = ("", 0)
    parameters: Parameters = Parameters()
    rivals: tuple[str, ...] = ()
    in_body: bool = False
    call: tuple[str, int] = ("", 0)


class TokenLeak(NamedTuple):
    """A place where an access token leaves the function; `sink` completes "goes to …"."""

    type: str
    source: SourceFile
    span: Span
    sink: str


class Holder(Enum):
    """Kinds of values that code takes a property of."""

    CONNECTION = "connection"
    """The object with the token that `getConnection` and similar methods resolve to."""
    TOKEN = "token"  # noqa: S105 - no token
    """The token, a string."""
    PROMISE = "promise"
    """The promise that any of the methods returns, not awaited."""


class Form(Enum):
    """Syntactic forms in which code takes a property of an object."""

    MEMBER = "member"
    """`holder.name`"""
    INDEX = "index"
    """`holder["name"]`"""
    KEY = "key"
    """`{ name: variable } = holder`"""
    SHORT = "short"
    """`{ name } = holder`"""


class MissingProperty(NamedTuple):
    """A property that code takes of the result of a connector call, but that surely does not exist.

    `span` is the property's name, with quotes if it has any, and `rest` reaches from the end of the
    holder to the end of the expression. `is_named` tells that the holder is a variable, and not
    written out in the same place. `method` is the called method, whose name is at `method_span` in
    the call at `call`; `may_await` tells that `await` is allowed at the call.
    """

    source: SourceFile
    span: Span
    name: str
    holder: Holder
    form: Form
    rest: Span
    is_named: bool
    method: str
    method_span: Span
    call: Span
    may_await: bool


class UnresolvedFlow(NamedTuple):
    """A place from which a token could not be followed; `reason` completes "the token …"."""

    type: str
    source: SourceFile
    span: Span
    reason: str


class Unread(NamedTuple):
    """A file that was not analyzed, or not completely; `reason` is a sentence that says why."""

    path: str
    reason: str


class Failure(NamedTuple):
    """A file that connlint failed to analyze because of a bug in connlint."""

    source: SourceFile
    error: Exception


class CodeAnalysis(NamedTuple):
    """Results of the analysis of a project's code, sorted by path and position.

    `unread` and `failures` are not sorted. `unread` has the files that were not analyzed
    completely, because of a limit, a gap such as an import of a missing file, or a failure.
    """

    calls: tuple[ConnectorCall, ...] = ()
    requests: tuple[Request, ...] = ()
    token_leaks: tuple[TokenLeak, ...] = ()
    unresolved_flows: tuple[UnresolvedFlow, ...] = ()
    unread: tuple[Unread, ...] = ()
    failures: tuple[Failure, ...] = ()
    missing_properties: tuple[MissingProperty, ...] = ()


NO_CODE = CodeAnalysis()
