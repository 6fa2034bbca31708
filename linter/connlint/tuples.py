"""Slotted records: named tuples as `typing.NamedTuple` has them, made in a tenth of the time.

Reading an app with code makes seventy classes. typing compiles the annotation of each field, for
those who ask for types while a program runs; `collections.namedtuple` compiles a constructor for
each class. Nobody asks for types here, and constructors differ in nothing but the names of their
arguments: so one is compiled for each number of fields, and serves under other names.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from types import FunctionType

__all__ = ["NamedTuple"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple

_MOST = 24
"""The most fields that a class can have."""
# What does not depend on the names of fields is what the library has.
_MODEL = namedtuple("_MODEL", [f"field{number}" for number in range(_MOST)])  # type: ignore[misc] # noqa: PYI024 - its fields are nothing but places
_GETTERS = tuple([vars(_MODEL)[f"field{number}"] for number in range(_MOST)])


@cache
def _constructor(count: int) -> FunctionType:
    """Make the constructor of a tuple with so many fields."""
    names = "".join([f"field{number}, " for number in range(count)])
    source = f"lambda _cls, {names}: _new(_cls, ({names}))"
    made: FunctionType = eval(source, {"_new": tuple.__new__, "__builtins__": {}})  # noqa: S307 - nothing in it comes from elsewhere
    return made


def _make(cls: type, values: Iterable[object]) -> object:
    """Make a tuple of as many values as there are fields."""
    return cls(*values)


def _replace(self: NamedTuple, /, **values: object) -> object:
    """Return the tuple with other values in some fields."""
    made = tuple.__new__(self.__class__, map(values.pop, self._fields, self))
    if values:
        raise ValueError(f"Got unexpected field names: {list(values)!r}")
    return made


def _repr(self: NamedTuple) -> str:
    given = ", ".join([f"{name}={value!r}" for name, value in self._asdict().items()])
    return f"{self.__class__.__name__}({given})"


_MEMBERS = {
    "_make": classmethod(_make),
    "_replace": _replace,
    "_asdict": _MODEL._asdict,
    "__repr__": _repr,
    "__getnewargs__": vars(_MODEL)["__getnewargs__"],
    "__slots__": (),
}


class _FromClass(type):
    """Makes a named tuple of a class statement, once for each class."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
        """Make the tuple whose fields are what the body annotates, with the body's methods."""
        if not bases:
            return super().__new__(cls, name, bases, body)
        annotations = body.pop("__annotations__", None)
        fields = tuple(annotations) if isinstance(annotations, dict) else ()
        defaults = {field: body.pop(field) for field in fields if field in body}
        model = _constructor(len(fields))
        code = model.__code__.replace(co_name="__new__", co_varnames=("_cls", *fields))
        new = FunctionType(code, model.__globals__, "__new__", tuple(defaults.values()))
        new.__qualname__ = f"{name}.__new__"
        del body["__qualname__"]
        members = {
            **_MEMBERS,
            "__new__": new,
            "_fields": fields,
            "_field_defaults": defaults,
            "__match_args__": fields,
            **dict(zip(fields, _GETTERS[: len(fields)], strict=True)),
            **body,
        }
        return type(name, (tuple,), members)


if not TYPE_CHECKING:

    class NamedTuple(metaclass=_FromClass):
        """The base of a class statement that says which fields a tuple has."""
