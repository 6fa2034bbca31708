"""Requests of libraries whose functions take an address and an object of options."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import product

from connlint.code.clients.libraries.axios_bases import assigned_bases
from connlint.code.clients.libraries.options import (
    Option,
    limited,
    option,
    option_strings,
    option_verbs,
)
from connlint.code.clients.libraries.table import LIBRARIES, Join, Library, Shape
from connlint.code.requests.partial_string import UNKNOWN, on_base
from connlint.code.requests.query_string import UNCLEAR, Query
from connlint.code.requests.request_site import RequestSite, based, given
from connlint.code.requests.strings import AbstractString, abstract_strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue, Evaluator
from connlint.code.semantics.origins import Origin
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments
from connlint.code.syntax.patterns import REQUEST
from connlint.code.syntax.treesitter import text_of
from connlint.code.taint.state import CALL
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Result = TypeVar("_Result")

__all__ = ["Clients", "Member", "OptionRequest", "member_of", "overrides", "sends_in_options"]

Clients = Callable[["CallContext | None"], Sequence[Sequence[AbstractValue]]]
"""A function that returns the calls that made a client, the first one first, for each way."""

_AXIOS = "axios"
_TEXTS = frozenset({"binary_expression", "string", "template_string"})
_CHANGING = ("defaults", "hooks", "interceptors", "paramsSerializer")
"""Names in code that changes the parameters of requests made elsewhere."""


class Member(NamedTuple):
    """A member of a library, or of the client that the calls `made` make."""

    library: Library
    made: Sequence[AbstractValue]
    name: str


def member_of(origin: Origin) -> Member | None:
    """Return what an origin is of a library of the table; None if it is nothing of one."""
    library = LIBRARIES.get(origin.package)
    if library is None:
        return None
    made: list[AbstractValue] = []
    names: list[str] = []
    for number, step in enumerate(origin.steps):
        if isinstance(step, AbstractValue):
            if ".".join(names) not in library.makers:
                return None
            made.append(step)
            names = []
        elif number or step not in library.whole:
            names.append(step)
    return Member(library, made, ".".join(names))


class OptionRequest(NamedTuple):
    """A call of a function of a library that sends a request."""

    evaluator: Evaluator
    library: Library
    shape: Shape
    call: NodeRef
    clients: Clients

    def site(self, member: Member, key: Hashable, *, has_body: bool) -> RequestSite:
        """Return the site of the request; `has_body` says that parameters may be in its body."""
        more = self._parameters(has_body=has_body)
        readers = tuple(creation.at for creation in member.made)
        return RequestSite(self.call, self._addresses, self._verbs, key, more, readers)

    def sends(self, at: NodeRef, path: tuple[str, ...], context: CallContext | None) -> bool:
        """Tell whether the request has a token that an argument has at a path."""
        syntax = at.names.syntax
        if syntax.parent(at.node) != grammar.arguments_of(self.call.node):
            return False
        index = syntax.position(at.node)
        if index == self.shape.data:
            return CALL not in path
        in_options = self._in_contexts(self._options, context)
        if any(found is not None and found.node == at.node for found in in_options):
            return sends_in_options(self.library, path)
        return index == self.shape.url and not path

    def _in_contexts(
        self, work: Callable[[CallContext | None], _Result], context: CallContext | None
    ) -> list[_Result]:
        return [found for _, found in in_contexts(self.evaluator, context, work)]

    def _options(self, context: CallContext | None) -> NodeRef | None:
        """Return the argument that has the options."""
        if self.shape.is_config and self._is_config(context):
            return argument(self.call, 0)
        return argument(self.call, self.shape.options)

    def _is_config(self, context: CallContext | None) -> bool:
        first = argument(self.call, 0)
        values = self.evaluator.evaluate(first, context) if first is not None else ()
        return self.shape.url is None or any(
            value.at.node.type == "object" and not value.part for value in values
        )

    def _sources(
        self, context: CallContext | None, made: Sequence[AbstractValue]
    ) -> Iterator[AbstractValue]:
        """Yield the objects with options, those that count first at the beginning."""
        own = self._options(context)
        if own is not None:
            yield AbstractValue(own, context)
        for creation in reversed(made):
            for node in reversed(arguments(creation.at)):
                yield AbstractValue(NodeRef(creation.at.names, node), creation.context)

    def _addresses(self, context: CallContext | None) -> Sequence[AbstractString]:
        found: list[AbstractString] = []
        for made in self.clients(context):
            found += self._below_bases(self._paths(context, made), context, made)
        return limited(self.evaluator, found)

    def _paths(
        self, context: CallContext | None, made: Sequence[AbstractValue]
    ) -> Sequence[AbstractString]:
        """Return the addresses as they are given to the function."""
        sources = list(self._sources(context, made))
        for name in self.library.moving:
            if option(self.evaluator, sources, name).values:
                return [UNKNOWN]
        if self.shape.url is None or (self.shape.is_config and self._is_config(context)):
            return option_strings(self.evaluator, option(self.evaluator, sources, "url")) or [
                UNKNOWN
            ]
        at = argument(self.call, self.shape.url)
        return abstract_strings(self.evaluator, at, context) if at is not None else [UNKNOWN]

    def _below_bases(
        self,
        paths: Sequence[AbstractString],
        context: CallContext | None,
        made: Sequence[AbstractValue],
    ) -> Sequence[AbstractString]:
        """Return addresses behind the base URLs of the options."""
        for name, join in self.library.bases.items():
            found = option(self.evaluator, self._sources(context, made), name)
            bases: Sequence[AbstractString] = option_strings(self.evaluator, found)
            if self.library is LIBRARIES[_AXIOS] and not all(path.is_absolute for path in paths):
                bases, found = self._with_defaults(context, made, bases, found)
            if bases:
                joined = self._joined(paths, bases, join)
                paths = [*joined, *paths] if found.may_be_absent else joined
        return paths

    def _with_defaults(
        self,
        context: CallContext | None,
        made: Sequence[AbstractValue],
        bases: Sequence[AbstractString],
        found: Option,
    ) -> tuple[Sequence[AbstractString], Option]:
        """Return base URLs of axios with regard to those that code assigns to its defaults."""
        own = self._options(context)
        sources = [AbstractValue(own, context)] if own is not None else []
        name = next(iter(self.library.bases))
        if not option(self.evaluator, sources, name).may_be_absent:
            return bases, found
        assigned = assigned_bases(self.evaluator, made, has_own=bool(bases))
        return (assigned, found._replace(may_be_absent=False)) if assigned else (bases, found)

    def _joined(
        self, paths: Sequence[AbstractString], bases: Sequence[AbstractString], join: Join
    ) -> Sequence[AbstractString]:
        if join is Join.BELOW:
            return based(self.evaluator, paths, bases)
        pairs = list(product(paths, bases))
        resolved = limited(self.evaluator, [on_base(path, base.text) for path, base in pairs])
        if join is Join.RESOLVED:
            return resolved
        appended = [path.after(base.text) for path, base in pairs]
        return [
            one if one.text == other.text or path.is_absolute else UNKNOWN
            for one, other, (path, _) in zip(resolved, appended, pairs, strict=False)
        ]

    def _verbs(self, context: CallContext | None) -> Sequence[str]:
        shape = self.shape
        if shape.verb:
            return [shape.verb]
        if shape.method is not None:
            at = argument(self.call, shape.method)
            literal = at.literal if at is not None else None
            return [literal.upper() if literal and literal.isalpha() else ""]
        verbs: dict[str, None] = {}
        for made in self.clients(context):
            sources = list(self._sources(context, made))
            found = option(self.evaluator, sources, "method")
            default = self._default_verbs(context, sources) if found.may_be_absent else ()
            verbs.update(dict.fromkeys(option_verbs(self.evaluator, found, default)))
        return list(verbs)

    def _default_verbs(
        self, context: CallContext | None, sources: Sequence[AbstractValue]
    ) -> Sequence[str]:
        """Return the verbs that a request has without the option `method`."""
        first = argument(self.call, 0)
        for value in self.evaluator.evaluate(first, context) if first is not None else ():
            maker = grammar.constructor_of(value.at.node)
            if maker is not None and text_of(maker) == REQUEST:
                # The verb of the Request counts.
                init = argument(value.at, 1)
                inner = [AbstractValue(init, value.context)] if init is not None else []
                return option_verbs(self.evaluator, option(self.evaluator, inner, "method"))
        if not self.library.body_verb:
            return ["GET"]
        body = option(self.evaluator, sources, "body")
        with_body = [self.library.body_verb] if body.values else []
        return [*with_body, "GET"] if body.may_be_absent else with_body

    def _parameters(self, *, has_body: bool) -> Callable[[CallContext | None], Sequence[Query]]:
        """Return a function that gives the parameters in the options, the client and the body."""

        def queries(context: CallContext | None) -> Sequence[Query]:
            own = self._options(context)
            found: list[Query] = []
            for name in self.library.query:
                found += given(self.call, own, "holder", name)(context)
            if has_body:
                for name in self.library.bodies:
                    found += given(self.call, own, "body", name)(context)
            if self.shape.data is not None:
                data = argument(self.call, self.shape.data)
                is_query = self.shape.method is not None and "GET" in self._verbs(context)
                if has_body or is_query:
                    found += given(self.call, data, "holder" if is_query else "body")(context)
            for made in self.clients(context):
                for creation in made:
                    found += self._of_creation(creation)
            return [*found, UNCLEAR] if _is_changed(self.call) else found

        return queries

    def _of_creation(self, creation: AbstractValue) -> Iterator[Query]:
        """Yield the parameters that all requests of a client have."""
        for node in arguments(creation.at):
            at = NodeRef(creation.at.names, node)
            for name in self.library.query:
                yield from given(creation.at, at, "holder", name)(creation.context)
        if _is_changed(creation.at):
            yield UNCLEAR


def overrides(
    evaluator: Evaluator, call: NodeRef, header: str, context: CallContext | None
) -> bool:
    """Tell whether an argument of a call surely has options with a header of a certain name."""

    def is_there(inner: CallContext | None) -> bool:
        for node in arguments(call):
            source = AbstractValue(NodeRef(call.names, node), inner)
            headers = option(evaluator, [source], "headers")
            if not headers.may_be_absent and all(
                value is not None and _has_header(evaluator, value, header)
                for value in headers.values
            ):
                return True
        return False

    return all(found for _, found in in_contexts(evaluator, context, is_there))


def sends_in_options(library: Library, path: tuple[str, ...]) -> bool:
    """Tell whether the library sends what its options have at a path."""
    return bool(path) and path[0] in library.sent and CALL not in path


def _has_header(evaluator: Evaluator, headers: AbstractValue, name: str) -> bool:
    """Tell whether an object of headers surely has one with a name, in the usual spellings."""
    if headers.at.node.type != "object":
        return False
    spellings = dict.fromkeys([name, name.lower(), name.title()])
    found = (evaluator.property(headers, spelling) for spelling in spellings)
    # What may be `undefined` takes the place of nothing.
    return any(values and all(map(_is_text, values)) for values in found)


def _is_text(value: AbstractValue) -> bool:
    return value.at.node.type in _TEXTS and not value.part


def _is_changed(at: NodeRef) -> bool:
    """Tell whether code near an expression may change the parameters of requests."""
    return any(map(at.names.syntax.occurrences, _CHANGING))
