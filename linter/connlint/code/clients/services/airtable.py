"""Requests of the npm package airtable: of a base, its tables, and the records that they give back.

The calls are few, and written here as version 0.12 of the package has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.makers import Maker, maker_named
from connlint.code.clients.services.names import (
    AIRTABLE,
    AIRTABLE_BASE,
    AIRTABLE_PACKAGE,
    AIRTABLE_QUERY,
    AIRTABLE_RECORD,
    AIRTABLE_TABLE,
)
from connlint.code.clients.services.options import are_known, base_of, values_of
from connlint.code.clients.services.results import Kind, ResultObjects
from connlint.code.modules.packages import Imported, uses_of
from connlint.code.requests.partial_string import UNKNOWN, AbstractString, joined
from connlint.code.requests.query_string import UNCLEAR
from connlint.code.requests.request_site import RequestSite, verb_of
from connlint.code.requests.strings import strings
from connlint.code.semantics.callees import values_in_contexts
from connlint.code.semantics.contexts import in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, call_of, callee_of, member_name
from connlint.code.syntax.patterns import ANY
from connlint.code.syntax.symbol_table import FUNCTIONS
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["AirtableClients"]

_PROVIDER = "https://api.airtable.com/v0"
_UNKNOWN = "{}"
"""A part of a client's address that is not known; no id and no name has these signs."""
_READS = frozenset({"all", "eachPage", "firstPage"})
_RECORD_VERBS: Mapping[str, str] = {
    "destroy": "DELETE",
    "fetch": "GET",
    "patchUpdate": "PATCH",
    "putUpdate": "PUT",
    "replaceFields": "PUT",
    "save": "PATCH",
    "updateFields": "PATCH",
}
_TABLE_VERBS: Mapping[str, str] = {"destroy": "DELETE", "replace": "PUT", "update": "PATCH"}
"""The methods of a table that take one record or a list of them."""
_OPTIONS = frozenset({"typecast", "performUpsert", "returnFieldsByFieldId"})
_HARMLESS = frozenset({"get", "getId", "set", "setRawJson"})


class AirtableClients(Detector):
    """A detector of the requests of Airtable's client."""

    def __init__(self, results: FlowResults) -> None:
        super().__init__(results)
        self._objects = ResultObjects(results)
        self._kind = Kind(self._of_record, frozenset(), frozenset(), _HARMLESS)

    def passed(
        self, state: TaintState, call: NodeRef, _found: Imported | None, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return all uses of the package, which `Airtable.configure({ apiKey })` authorizes."""
        maker = maker_named(AIRTABLE)
        is_token = maker is not None and path in maker.tokens and state.client is None
        if not is_token or not self._is_default(call, state.context, maker):
            return None
        uses = uses_of(self._evaluator.program, AIRTABLE)
        if uses is None:
            return None
        return [TaintState(use, None, (), ClientHandle(AIRTABLE_PACKAGE)) for use in uses]

    def _is_default(self, call: NodeRef, context: CallContext | None, maker: Maker | None) -> bool:
        """Tell whether options are known, and leave the address as it is."""
        return maker is not None and are_known(
            self._evaluator, call, context, maker._replace(base="")
        )

    def member(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        call = call_of(end)
        if client.name == AIRTABLE_RECORD:
            return self._objects.member(state, client, self._kind, chain, end)
        if client.name == AIRTABLE_PACKAGE:
            return self._of_package(state, client, chain, end)
        if call is None:
            return None
        if client.name == AIRTABLE:
            return self._bases(state, client, call) if chain == ["base"] else None
        if client.name == AIRTABLE_BASE:
            return self._of_base(state, client, chain, call)
        if len(chain) != 1:
            return None
        if client.name == AIRTABLE_QUERY:
            return self._read(state, client, chain[0], call) if chain[0] in _READS else None
        return self._of_table(state, client, chain[0], call)

    def _of_package(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a use of the package itself after `Airtable.configure`."""
        call = call_of(end)
        if call is None or list(chain) not in (["base"], ["configure"], []):
            return None
        if list(chain) == ["base"]:
            return self._bases(state, client, call)
        if list(chain) == ["configure"]:
            return []
        maker = maker_named(AIRTABLE)
        if not self._is_default(call, state.context, maker):
            return None
        return [TaintState(call, state.context, (), ClientHandle(AIRTABLE))]

    def _bases(
        self, state: TaintState, client: ClientHandle, call: NodeRef
    ) -> list[TaintState] | None:
        """Return the clients of the bases that `airtable.base(id)` gives."""
        maker, made = maker_named(AIRTABLE), client.made
        starts: Sequence[AbstractString] = [AbstractString((_PROVIDER,))]
        if maker is not None and made is not None:
            starts = base_of(self._evaluator, made, client.context, maker, _PROVIDER)
        texts = [_UNKNOWN if text == UNKNOWN else _joined(text.text) for text in starts]
        return [
            TaintState(call, state.context, (), ClientHandle(AIRTABLE_BASE, (f"{start}/{name}",)))
            for start in texts
            for name in self._names(state, call)
        ]

    def _names(self, state: TaintState, call: NodeRef) -> list[str]:
        """Return the texts of the first argument of a call, for all callers."""
        first = argument(call, 0)
        if first is None:
            return [_UNKNOWN]
        pairs = in_contexts(
            self._evaluator, state.context, partial(strings, self._evaluator, first)
        )
        return list(dict.fromkeys(_encoded(text) for _, texts in pairs for text in texts))

    def _of_base(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], call: NodeRef
    ) -> list[TaintState] | None:
        """Handle `base("Tasks")`, `base.table("Tasks")` and `base.makeRequest({ path })`."""
        if list(chain) == ["getId"]:
            return []
        options = argument(call, 0)
        if list(chain) == ["makeRequest"] and options is not None:
            site = RequestSite(
                call,
                lambda context: [
                    AbstractString((*_pieces(client.prefix[0]),)).after(())
                    if path == UNKNOWN
                    else path.after(_pieces(client.prefix[0]))
                    for path in values_of(self._evaluator, options, context, "path")
                ],
                verb_of(self._evaluator, options, "GET"),
                ("airtable", client.prefix),
                lambda _: (UNCLEAR,),
            )
            self._results.request(site, state)
            return []
        if list(chain) not in ([], ["table"]):
            return None
        return [
            TaintState(
                call,
                state.context,
                (),
                ClientHandle(AIRTABLE_TABLE, (f"{client.prefix[0]}/{name}",)),
            )
            for name in self._names(state, call)
        ]

    def _of_table(
        self, state: TaintState, client: ClientHandle, name: str, call: NodeRef
    ) -> list[TaintState] | None:
        """Handle a method of a table; None if it is unknown."""
        address = client.prefix[0]
        first = argument(call, 0)
        if name == "select":
            verb = "POST" if first is not None and self._has_method(state, first) else "GET"
            way = f"{address}/listRecords" if verb == "POST" else address
            asked = ClientHandle(AIRTABLE_QUERY, (way, verb))
            return [TaintState(call, state.context, (), asked)]
        if first is None:
            return None
        if name == "create":
            self._add(state, call, "POST", address)
        elif name == "find":
            self._add_records(state, call, "GET", address, first)
        elif name in _TABLE_VERBS:
            is_list = self._is_list(state, first)
            second = argument(call, 1)
            has_fields = second is not None and self._has_fields(state, second)
            if is_list is None and name != "destroy":
                is_list = not has_fields
            if is_list is not False:
                self._add(state, call, _TABLE_VERBS[name], address)
            if not is_list:
                self._add_records(state, call, _TABLE_VERBS[name], address, first)
        else:
            return None
        return self._records(state, call, address, self._paths(state, name, first))

    def _paths(self, state: TaintState, name: str, first: NodeRef) -> Sequence[tuple[str, ...]]:
        """Return where the records are in what a method of a table gives back."""
        is_list = False if name == "find" else self._is_list(state, first)
        paths: dict[bool | None, Sequence[tuple[str, ...]]] = {True: [(ANY,)], False: [()]}
        return paths.get(is_list, [(), (ANY,)])

    def _records(
        self, state: TaintState, call: NodeRef, address: str, paths: Sequence[tuple[str, ...]]
    ) -> list[TaintState] | None:
        """Return the records that a call gives back, one or a list, also to its callback."""
        uses: list[TaintState] = []
        for path in paths:
            given = TaintState(call, state.context, path, ClientHandle(AIRTABLE_RECORD, (address,)))
            uses.append(given)
            for index, at in enumerate(arguments(call)):
                values = values_in_contexts(self._evaluator, NodeRef(call.names, at), state.context)
                if any(value.at.node.type in FUNCTIONS for value in values):
                    found = self._objects.given_to(given, call, index, 1)
                    if found is None:
                        return None
                    uses += found
        return uses

    def _read(
        self, state: TaintState, client: ClientHandle, name: str, call: NodeRef
    ) -> list[TaintState] | None:
        """Add the request of a query, and return the records that it gives."""
        address, verb = client.prefix
        self._add(state, call, verb, address)
        record = ClientHandle(AIRTABLE_RECORD, (address.removesuffix("/listRecords"),))
        given = TaintState(call, state.context, (ANY,), record)
        if not arguments(call):
            return [given]
        # `eachPage` gives the records first, `all` and `firstPage` after an error.
        return self._objects.given_to(given, call, 0, 0 if name == "eachPage" else 1)

    def _of_record(self, state: TaintState, client: ClientHandle, name: str, call: NodeRef) -> bool:
        """Add the request of a method of a record; return False if it sends none."""
        if name not in _RECORD_VERBS:
            return False
        self._add(state, call, _RECORD_VERBS[name], f"{client.prefix[0]}/{_UNKNOWN}")
        return True

    def _add_records(
        self, state: TaintState, call: NodeRef, verb: str, address: str, first: NodeRef
    ) -> None:
        """Add the request to one record, which the first argument names."""
        texts = in_contexts(
            self._evaluator, state.context, partial(strings, self._evaluator, first)
        )
        for name in dict.fromkeys(_encoded(text) for _, found in texts for text in found):
            self._add(state, call, verb, f"{address}/{name}")

    def _add(self, state: TaintState, call: NodeRef, verb: str, address: str) -> None:
        pieces = [AbstractString(tuple(_pieces(address)))]
        site = RequestSite(
            call, lambda _: pieces, lambda _: [verb], (verb, address), lambda _: (UNCLEAR,)
        )
        self._results.request(site, state)

    def _has_method(self, state: TaintState, options: NodeRef) -> bool:
        """Tell whether a query may be sent with POST."""
        return any(
            self._evaluator.property(value, "method") != []
            for value in values_in_contexts(self._evaluator, options, state.context)
            if value.at.node.type == "object"
        )

    def _is_list(self, state: TaintState, at: NodeRef) -> bool | None:
        """Tell whether an argument is a list of records, and not the id of one; None if unknown."""
        values = values_in_contexts(self._evaluator, at, state.context)
        kinds = {_is_list(value.at) for value in values}
        return kinds.pop() if len(kinds) == 1 else None

    def _has_fields(self, state: TaintState, at: NodeRef) -> bool:
        """Tell whether a second argument has the fields of a record, and is not just options."""
        for value in values_in_contexts(self._evaluator, at, state.context):
            if value.at.node.type in FUNCTIONS:
                return False
            if value.at.node.type == "object":
                keys = {
                    grammar.key_of(child) for child in value.at.names.syntax.children(value.at.node)
                }
                names = {key.text.decode() for key in keys if key is not None and key.text}
                if names and names <= _OPTIONS:
                    return False
        return True


_SINGLE = frozenset({"object", "string", "template_string"})
_LISTING = frozenset({"concat", "filter", "flatMap", "map", "slice"})


def _is_list(at: NodeRef) -> bool | None:
    """Tell whether a value is a list; None if that is not known."""
    callee = callee_of(at) if at.node.type == "call_expression" else None
    if callee is not None:
        return True if member_name(callee.node) in _LISTING else None
    is_list = at.node.type == "array"
    return is_list if is_list or at.node.type in _SINGLE else None


def _encoded(text: Sequence[str | None]) -> str:
    """Return a text as it is in an address; _UNKNOWN where that is not known."""
    from urllib.parse import quote

    if len(text) != 1 or text[0] is None:
        return _UNKNOWN
    return quote(text[0], safe="!'()*~")


def _joined(pieces: Sequence[str | None]) -> str:
    return "".join(_UNKNOWN if piece is None else piece for piece in pieces)


def _pieces(address: str) -> list[str | None]:
    """Return the pieces of an address of a client, None for what is not known."""
    parts = address.split(_UNKNOWN)
    pieces: list[str | None] = [parts[0]]
    for part in parts[1:]:
        pieces += [None, part]
    return list(joined(pieces))
