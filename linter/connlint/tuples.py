"""Named tuples as `typing.NamedTuple` has them, made in less than half the time.

typing compiles the annotation of each field when it makes a class, for those who ask for types
while a program runs. Nobody does so here, and reading an app with code makes seventy classes.
What comes out is what `collections.namedtuple` makes.
"""

from __future__ import annotations

from collections import namedtuple

__all__ = ["NamedTuple"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _FromClass(type):
        """Makes a named tuple of a class statement, once for each class."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            """The tuple whose fields are what the body annotates, with the body's methods."""
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.pop("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body.pop("__module__"))  # noqa: PYI024 - this is what makes the typed ones
            for key, value in body.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_FromClass):
        """The base of a class statement that says which fields a tuple has."""
