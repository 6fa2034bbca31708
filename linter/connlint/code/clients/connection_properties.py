"""Properties that code reads from results of connector calls, where they certainly do not exist.

A value is only checked where it can be nothing but the result: in the call expression itself, and
in variables that have no other value and to which no other code can add properties. According to
the type declarations and the code of npm `@base44/sdk` 0.8.22 to 0.8.50, a connection has exactly
two properties, and the older methods resolve to the token itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.code.clients.call_results import CallResult, CallResults, target_of
from connlint.code.clients.connector_calls import LocatedCall
from connlint.code.connectors_module import CONNECTIONS, PROPERTIES, TOKEN, TOKENS
from connlint.code.model import Form, Holder, MissingProperty, Receiver
from connlint.code.semantics.evaluate import TRANSPARENT
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, function_around, member_name
from connlint.code.syntax.observers import is_only_observed
from connlint.code.syntax.parameter_list import parameters
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import FUNCTIONS, Declaration, SymbolTable, pattern_key
from connlint.code.syntax.treesitter import Syntax, text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["is_token_name", "missing_properties"]

_TOKEN_NAMES = frozenset(
    {
        "accesstoken",
        "token",
        "oauthtoken",
        "authtoken",
        "bearertoken",
        "apitoken",
        "oauthaccesstoken",
    }
)
_OF_EVERY_OBJECT = frozenset(
    {
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)
# The types of parent nodes that may assign to a property.
_WRITES = frozenset(
    {
        "array_pattern",
        "assignment_pattern",
        "for_in_statement",
        "object_assignment_pattern",
        "pair_pattern",
        "rest_pattern",
        "update_expression",
    }
)


class _Read(NamedTuple):
    """A property that code reads, whether it exists or not.

    `node` is its name, `start` and `end` are byte offsets: the ends of holder and expression.
    """

    given: CallResult
    node: Node
    name: str
    form: Form
    start: int
    end: int

    @property
    def holder(self) -> Holder:
        return self.given.holder if self.given.is_awaited else Holder.PROMISE

    @property
    def is_missing(self) -> bool:
        if self.holder is Holder.CONNECTION:
            return self.name not in PROPERTIES and self.name not in _OF_EVERY_OBJECT
        # Strings and promises have no properties with these names.
        return self.name in PROPERTIES or is_token_name(self.name)


def is_token_name(name: str) -> bool:
    """Tell whether a name is a usual one for an access token, in any case and notation."""
    return "".join(filter(str.isalnum, name)).casefold() in _TOKEN_NAMES


def missing_properties(
    names: SymbolTable, connections: Iterable[LocatedCall]
) -> Iterator[tuple[LocatedCall, MissingProperty]]:
    """Yield the missing properties that are read from the results of a file's connector calls."""
    calls = {
        each.at.node.id: each
        for each in connections
        if each.call.method in CONNECTIONS | TOKENS and each.call.receiver is Receiver.SERVICE_ROLE
    }
    # In code with syntax errors, it is a guess what a name refers to.
    if not calls or names.syntax.root.has_error:
        return
    results = CallResults(
        names, {node_id: connection.call for node_id, connection in calls.items()}
    )
    finder = _Finder(names, results)
    for node_id, connection in calls.items():
        result = results.called(node_id)
        reads = finder.uses(connection.at.node, result, is_source=True) or []
        is_read = any(read.name == TOKEN and read.holder is Holder.CONNECTION for read in reads)
        for read in reads:
            # Code that reads the right property as well tries several names on purpose.
            is_other = read.holder is Holder.CONNECTION and is_token_name(read.name)
            if read.is_missing and not (is_read and is_other):
                yield connection, _missing(names, connection.at, read)


def _missing(names: SymbolTable, at: NodeRef, read: _Read) -> MissingProperty:
    syntax, call = names.syntax, read.given.call
    around = function_around(at)
    return MissingProperty(
        source=syntax.source,
        span=syntax.span(read.node),
        name=read.name,
        holder=read.holder,
        form=read.form,
        rest=syntax.span_of(read.start, read.end),
        is_named=read.given.is_named,
        method=call.method,
        method_span=call.method_span,
        call=call.span,
        may_await=around is None or syntax.has(around.node, "async"),
    )


class _Finder:
    """A search for the properties that are read from the results of the calls of a file."""

    def __init__(self, names: SymbolTable, results: CallResults) -> None:
        self._names = names
        self._syntax: Syntax = names.syntax
        self._results = results
        self._seen: set[int] = set()

    def uses(self, node: Node, result: CallResult, *, is_source: bool) -> list[_Read] | None:
        """Return the properties read from an expression; None if other code may get its value.

        `is_source` says that a variable may be declared with it.
        """
        parent = self._syntax.parent(node)
        while parent is not None and parent.type in TRANSPARENT:
            if parent.type == "await_expression":
                result = result._replace(is_awaited=True)
            node, parent = parent, self._syntax.parent(parent)
        if parent is None:
            return None
        if parent.type in MEMBERS and grammar.object_of(parent) == node:
            return self._member(parent, result)
        target = target_of(parent, node)
        if target is not None and target.type == "object_pattern":
            return self._destructured(target, result)
        if target is not None and target.type == "identifier" and is_source:
            return self._variable(self._declared(target), result)
        if parent.type == "array" and is_source:
            return self._one_of_all(parent, node, result)
        return [] if is_only_observed(self._syntax, node, parent) else None

    def _member(self, member: Node, result: CallResult) -> list[_Read] | None:
        around = self._syntax.parent(member)
        is_deleted = (
            around is not None
            and around.type == "unary_expression"
            and self._syntax.has(around, "delete")
        )
        is_written = self._names.assignment_to(member) is not None or is_deleted
        if is_written or around is None or around.type in _WRITES:
            return None
        name = member_name(member)
        if not result.is_awaited and name in {"then", "catch", "finally"}:
            is_called = around.type == "call_expression"
            return self._chained(around, name, result) if is_called else None
        place = grammar.property_of(member) or grammar.index_of(member)
        target = grammar.object_of(member)
        if not name or place is None or target is None:
            return []
        form = Form.MEMBER if grammar.property_of(member) else Form.INDEX
        read = _Read(result, place, name, form, target.end_byte, member.end_byte)
        if read.holder is Holder.CONNECTION and name == TOKEN:
            token = result._replace(holder=Holder.TOKEN)
            return [read, *(self.uses(member, token, is_source=True) or [])]
        return [read]

    def _chained(self, call: Node, name: str, result: CallResult) -> list[_Read]:
        """Return the properties read in `.then`, or after a `.catch` that adds no result."""
        if name != "then":
            is_same = self._results.adds_nothing(call, name)
            return (self.uses(call, result, is_source=True) or []) if is_same else []
        first = argument(NodeRef(self._names, call), 0)
        if first is None or first.node.type not in FUNCTIONS:
            return []
        result = result._replace(is_awaited=True)
        for parameter in parameters(self._syntax, first.node)[:1]:
            pattern = grammar.pattern_of(parameter) or parameter
            if pattern.type == "object_pattern":
                return self._destructured(pattern, result)
            if pattern.type == "identifier":
                return self._variable(self._names.declaration_at(pattern), result) or []
        return []

    def _one_of_all(self, array: Node, node: Node, result: CallResult) -> list[_Read] | None:
        """Return the properties read from one result of `await Promise.all([…])`."""
        elements = self._names.once(("results", array.id), lambda: self._results.of_all(array))
        position = self._syntax.position(node)
        if elements is None:
            return None
        if position < len(elements):
            result, element = result._replace(is_awaited=True), elements[position]
            if element.type == "object_pattern":
                return self._destructured(element, result)
            if element.type == "identifier":
                return self._references(self._names.declaration_at(element), result)
        return []

    def _destructured(self, pattern: Node, result: CallResult) -> list[_Read]:
        """Return the properties that a pattern reads."""
        reads = []
        for child in self._syntax.children(pattern):
            node, form = child, Form.SHORT
            if child.type == "object_assignment_pattern":
                node = grammar.left_of(child) or child
            elif child.type == "pair_pattern":
                node, form = grammar.key_of(child) or child, Form.KEY
            name = pattern_key(child) if form is Form.KEY else text_of(node)
            is_name = node.type == "shorthand_property_identifier_pattern" or form is Form.KEY
            if is_name and name != "*":
                reads.append(_Read(result, node, name, form, node.start_byte, node.end_byte))
        return reads

    def _declared(self, target: Node) -> Declaration | None:
        """Return the variable that a name declares or refers to."""
        return self._names.declaration_at(target) or self._names.resolve(target)

    def _variable(self, declaration: Declaration | None, result: CallResult) -> list[_Read] | None:
        """Return the properties read from a variable; None if it may have other values."""
        if declaration is None or declaration.path:
            return None
        if declaration.node.id in self._seen:
            return []
        if not self._results.is_only(declaration, result):
            self._seen.add(declaration.node.id)
            return None
        return self._references(declaration, result)

    def _references(
        self, declaration: Declaration | None, result: CallResult
    ) -> list[_Read] | None:
        """Return the properties read at all references; None if other code may get the value."""
        if declaration is None or declaration.node.id in self._seen:
            return []
        self._seen.add(declaration.node.id)
        # Other code that gets a string cannot change it.
        is_string = result.is_awaited and result.holder is Holder.TOKEN
        result = result._replace(is_named=True)
        reads: list[_Read] = []
        is_returned = False
        for use in self._names.references(declaration):
            parent = self._syntax.parent(use)
            if parent is not None and parent.type == "return_statement":
                is_returned = True
                continue
            if self._names.assignment_to(use) is not None:
                continue
            reads_here = self.uses(use, result, is_source=False)
            if reads_here is None and not is_string:
                return None
            reads += reads_here or []
        if is_returned and not is_string:
            # The caller that gets it may change it before another function reads it.
            home = function_around(NodeRef(self._names, declaration.node))
            reads = [read for read in reads if self._is_in(read.node, home)]
        return reads

    def _is_in(self, node: Node, function: NodeRef | None) -> bool:
        around = function_around(NodeRef(self._names, node))
        own = around.node.id if around is not None else None
        return own == (function.node.id if function is not None else None)
