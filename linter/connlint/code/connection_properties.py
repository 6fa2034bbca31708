"""Properties that code takes of the result of a connector call, and that are surely not there.

A value is only looked at where it is plain that it is the result and nothing else: where it is
written out, and in variables that get nothing else and that nobody can give properties to. From
the type declarations and the code of npm `@base44/sdk` 0.8.22 to 0.8.50: a connection has exactly
two properties, and the older methods give the token itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.code.binding import MEMBERS
from connlint.code.call_results import Given, Results, target_of
from connlint.code.connections import Connection
from connlint.code.connectors_module import CONNECTIONS, PROPERTIES, TOKEN, TOKENS
from connlint.code.expressions import argument, function_around, member_name
from connlint.code.model import Form, Holder, MissingProperty, Receiver
from connlint.code.names import FUNCTIONS, Declaration, Names, parameters, pattern_key
from connlint.code.observers import only_looks
from connlint.code.places import At
from connlint.code.syntax import Syntax, text_of
from connlint.code.values import TRANSPARENT
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
# What can put something into a property where it stands.
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
    """A property that is taken, whether it is there or not.

    `node` is its name, and `start` and `end` are where the holder ends and the whole expression.
    """

    given: Given
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
        # Strings and promises have other properties, none of which is called like that.
        return self.name in PROPERTIES or is_token_name(self.name)


def is_token_name(name: str) -> bool:
    """Tell whether a name is one that people have for an access token."""
    return "".join(filter(str.isalnum, name)).casefold() in _TOKEN_NAMES


def missing_properties(
    names: Names, connections: Iterable[Connection]
) -> Iterator[tuple[Connection, MissingProperty]]:
    """Find the properties that are missing in what the connector calls of a file give."""
    calls = {
        each.at.node.id: each
        for each in connections
        if each.call.method in CONNECTIONS | TOKENS and each.call.receiver is Receiver.SERVICE_ROLE
    }
    # What a name means in code that is not whole is a guess.
    if not calls or names.syntax.root.has_error:
        return
    results = Results(names, {place: each.call for place, each in calls.items()})
    finder = _Finder(names, results)
    for place, connection in calls.items():
        given = results.called(place)
        reads = finder.uses(connection.at.node, given, is_source=True) or []
        is_read = any(each.name == TOKEN and each.holder is Holder.CONNECTION for each in reads)
        for read in reads:
            # Who reads the right property as well has thought of several.
            is_other = read.holder is Holder.CONNECTION and is_token_name(read.name)
            if read.is_missing and not (is_read and is_other):
                yield connection, _missing(names, connection.at, read)


def _missing(names: Names, at: At, read: _Read) -> MissingProperty:
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
    """Goes from the calls of a file to what is taken of their results."""

    def __init__(self, names: Names, results: Results) -> None:
        self._names = names
        self._syntax: Syntax = names.syntax
        self._results = results
        self._seen: set[int] = set()

    def uses(self, node: Node, given: Given, *, is_source: bool) -> list[_Read] | None:
        """Find what is taken of an expression; None where it goes elsewhere.

        `is_source` says that a variable may be declared with it.
        """
        parent = self._syntax.parent(node)
        while parent is not None and parent.type in TRANSPARENT:
            if parent.type == "await_expression":
                given = given._replace(is_awaited=True)
            node, parent = parent, self._syntax.parent(parent)
        if parent is None:
            return None
        if parent.type in MEMBERS and parent.child_by_field_name("object") == node:
            return self._member(parent, given)
        target = target_of(parent, node)
        if target is not None and target.type == "object_pattern":
            return self._taken_apart(target, given)
        if target is not None and target.type == "identifier" and is_source:
            return self._variable(self._declared(target), given)
        if parent.type == "array" and is_source:
            return self._one_of_all(parent, node, given)
        return [] if only_looks(self._syntax, node, parent) else None

    def _member(self, member: Node, given: Given) -> list[_Read] | None:
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
        if not given.is_awaited and name in {"then", "catch", "finally"}:
            is_called = around.type == "call_expression"
            return self._chained(around, name, given) if is_called else None
        place = member.child_by_field_name("property") or member.child_by_field_name("index")
        target = member.child_by_field_name("object")
        if not name or place is None or target is None:
            return []
        form = Form.MEMBER if member.child_by_field_name("property") else Form.INDEX
        read = _Read(given, place, name, form, target.end_byte, member.end_byte)
        if read.holder is Holder.CONNECTION and name == TOKEN:
            token = given._replace(holder=Holder.TOKEN)
            return [read, *(self.uses(member, token, is_source=True) or [])]
        return [read]

    def _chained(self, call: Node, name: str, given: Given) -> list[_Read]:
        """What is taken in `.then`, or behind a `.catch` that gives nothing of its own."""
        if name != "then":
            is_same = self._results.adds_nothing(call, name)
            return (self.uses(call, given, is_source=True) or []) if is_same else []
        first = argument(At(self._names, call), 0)
        if first is None or first.node.type not in FUNCTIONS:
            return []
        given = given._replace(is_awaited=True)
        for parameter in parameters(self._syntax, first.node)[:1]:
            pattern = parameter.child_by_field_name("pattern") or parameter
            if pattern.type == "object_pattern":
                return self._taken_apart(pattern, given)
            if pattern.type == "identifier":
                return self._variable(self._names.declaration_at(pattern), given) or []
        return []

    def _one_of_all(self, array: Node, node: Node, given: Given) -> list[_Read] | None:
        """What is taken of one of the results of `await Promise.all([…])`."""
        elements = self._names.once(("results", array.id), lambda: self._results.of_all(array))
        position = self._syntax.position(node)
        if elements is None:
            return None
        if position < len(elements):
            given, element = given._replace(is_awaited=True), elements[position]
            if element.type == "object_pattern":
                return self._taken_apart(element, given)
            if element.type == "identifier":
                return self._references(self._names.declaration_at(element), given)
        return []

    def _taken_apart(self, pattern: Node, given: Given) -> list[_Read]:
        """The properties that a pattern takes."""
        found = []
        for child in self._syntax.children(pattern):
            node, form = child, Form.SHORT
            if child.type == "object_assignment_pattern":
                node = child.child_by_field_name("left") or child
            elif child.type == "pair_pattern":
                node, form = child.child_by_field_name("key") or child, Form.KEY
            name = pattern_key(child) if form is Form.KEY else text_of(node)
            is_name = node.type == "shorthand_property_identifier_pattern" or form is Form.KEY
            if is_name and name != "*":
                found.append(_Read(given, node, name, form, node.start_byte, node.end_byte))
        return found

    def _declared(self, target: Node) -> Declaration | None:
        """The variable that a name is, where it is declared or where something is put into it."""
        return self._names.declaration_at(target) or self._names.resolve(target)

    def _variable(self, declaration: Declaration | None, given: Given) -> list[_Read] | None:
        """What is taken of a variable that is nothing but the result; None where it may be more."""
        if declaration is None or declaration.path:
            return None
        if declaration.node.id in self._seen:
            return []
        if not self._results.is_only(declaration, given):
            self._seen.add(declaration.node.id)
            return None
        return self._references(declaration, given)

    def _references(self, declaration: Declaration | None, given: Given) -> list[_Read] | None:
        """What is taken of a variable wherever it is used; None where it goes elsewhere."""
        if declaration is None or declaration.node.id in self._seen:
            return []
        self._seen.add(declaration.node.id)
        # Whoever gets a string cannot change it.
        is_string = given.is_awaited and given.holder is Holder.TOKEN
        given = given._replace(is_named=True)
        found: list[_Read] = []
        is_returned = False
        for use in self._names.references(declaration):
            parent = self._syntax.parent(use)
            if parent is not None and parent.type == "return_statement":
                is_returned = True
                continue
            if self._names.assignment_to(use) is not None:
                continue
            reads = self.uses(use, given, is_source=False)
            if reads is None and not is_string:
                return None
            found += reads or []
        if is_returned and not is_string:
            # Whoever gets it may change it before another function looks at it again.
            home = function_around(At(self._names, declaration.node))
            found = [each for each in found if self._is_in(each.node, home)]
        return found

    def _is_in(self, node: Node, function: At | None) -> bool:
        around = function_around(At(self._names, node))
        own = around.node.id if around is not None else None
        return own == (function.node.id if function is not None else None)
