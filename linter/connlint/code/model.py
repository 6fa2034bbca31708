"""What connlint knows of the code of a Base44 app: which connector, which call, which request.

Everything here is frozen and keeps its place. Spans count code points, as everywhere.
"""

from __future__ import annotations

from enum import Enum

from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = [
    "NO_CODE",
    "CodeReading",
    "ConnectorCall",
    "Exposure",
    "Failure",
    "Form",
    "Holder",
    "MissingProperty",
    "Parameters",
    "Receiver",
    "Request",
    "Unfollowed",
    "Unread",
]


class Receiver(Enum):
    """On whose behalf the connectors object of a call acts."""

    SERVICE_ROLE = "service role"
    """`base44.asServiceRole.connectors`, by whatever name."""
    USER = "user"
    """`base44.connectors`."""
    UNKNOWN = "unknown"
    """It cannot be told; the method's name alone says that it is a connector call."""


class ConnectorCall(NamedTuple):
    """A call of Base44's connectors module, such as `….connectors.getConnection("gmail")`.

    `span` is the whole call, `method_span` the method's name, `argument` its first argument
    (None without one) and `values` the texts that the argument can be, in the order in which
    they were found; none where that is not known. `literal` is where the text itself stands,
    if the argument or the constant that it names is one text in the same file, quotes included.
    `client` is the expression before `.connectors` where that is written out in the call.
    `awaited` is the `await` expression that the call is the operand of, and `variable` the name
    that is declared with nothing but that as its value.
    `in_front_end` says that the file is part of the app's pages, not of a function.
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
        """Where the argument stands as a text, else as an expression, else the method's name."""
        return self.literal or self.argument or self.method_span


class Parameters(NamedTuple):
    """The named parameters of a request: of its query, and of the arguments of an SDK's method.

    `known` has names with their values, None for a value that only a run can tell; a parameter
    that may have several values, or may be absent, is there once for each value. They are in the
    order of names and values. `is_complete` says that there are no others, provided that a part of
    the path that only a run can tell, and that begins a segment, is no more than that.
    """

    known: tuple[tuple[str, str | None], ...] = ()
    is_complete: bool = False


class Request(NamedTuple):
    """A request to a service with the token of a connector.

    `type` is the connector type whose token it carries, empty where only an id is known.
    `source` and `span` are the place that decides which request it is: the call of `fetch`,
    or the call of the local helper that gives the path to it. `verb` is the HTTP method in
    capitals, empty where it is not known. `address` is the URL as far as it is known, in
    pieces, without query and fragment: a text, or None for a part that only a run can tell;
    it is empty where nothing is known. A call of an official SDK has no address but the
    SDK's name in `sdk` and the method's in `operation`, as the code writes it. `files` are
    the paths of the files through which the token went. `sent` is the path and the offset of the
    call that sends it, which a helper may make for several places. `parameters` are those that
    any of the requests of the place has. `rivals` are the other types one of whose tokens the same
    request may carry in its place, empty for one that is not known. `in_body` says that the token
    is part of what is sent, not of its address or headers. `call` is the path and the offset of
    the connector call, where that names no type but an id.
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


class Exposure(NamedTuple):
    """A place where an access token leaves the function: `sink` continues "goes to …"."""

    type: str
    source: SourceFile
    span: Span
    sink: str


class Holder(Enum):
    """What a property is taken of."""

    CONNECTION = "connection"
    """What `getConnection` and the like resolve to: an object with the token in it."""
    TOKEN = "token"  # noqa: S105 - no token
    """The token, a string."""
    PROMISE = "promise"
    """What any of the calls returns, and nobody has awaited."""


class Form(Enum):
    """How code takes a property out of an object."""

    MEMBER = "member"
    """`holder.name`"""
    INDEX = "index"
    """`holder["name"]`"""
    KEY = "key"
    """`{ name: variable } = holder`"""
    SHORT = "short"
    """`{ name } = holder`"""


class MissingProperty(NamedTuple):
    """A property that code takes of the result of a connector call, and that is surely not there.

    `span` is the name where it is taken, with the quotes that it has there, and `rest` reaches from
    the end of the holder to the end of the expression. `is_named` says that the holder is a
    variable, and not written out where the property is taken. `method` is the method that is
    called, at `method_span`, by the call at `call`; `may_await` says that `await` may be there.
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


class Unfollowed(NamedTuple):
    """A place from which a token could not be followed; `reason` continues "the token …"."""

    type: str
    source: SourceFile
    span: Span
    reason: str


class Unread(NamedTuple):
    """A file that was not read, or not to its end; `reason` is a sentence that says why."""

    path: str
    reason: str


class Failure(NamedTuple):
    """A file that connlint failed to read by a mistake of its own."""

    source: SourceFile
    error: Exception


class CodeReading(NamedTuple):
    """All that was read from the code of a project, each in the order of path and place.

    `unread` has the files that could not be read within the limits, or where connlint failed,
    which `failures` says.
    """

    calls: tuple[ConnectorCall, ...] = ()
    requests: tuple[Request, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    unfollowed: tuple[Unfollowed, ...] = ()
    unread: tuple[Unread, ...] = ()
    failures: tuple[Failure, ...] = ()
    missing_properties: tuple[MissingProperty, ...] = ()


NO_CODE = CodeReading()
