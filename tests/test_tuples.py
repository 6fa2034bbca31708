"""A named tuple of connlint's is in everything what typing would have made of the same class."""

from __future__ import annotations

import pickle
import types
import typing

import pytest

from connlint import tuples


class Ours(tuples.NamedTuple):
    """A stretch."""

    start: int
    end: int
    names: tuple[str, ...] = ()
    outer: Ours | None = None

    @property
    def length(self) -> int:
        """How long it is."""
        return self.end - self.start


class Theirs(typing.NamedTuple):
    """A stretch."""

    start: int
    end: int
    names: tuple[str, ...] = ()
    outer: Theirs | None = None

    @property
    def length(self) -> int:
        """How long it is."""
        return self.end - self.start


def test_the_class_is_the_same() -> None:
    ours = {name for name in dir(Ours) if not name.startswith("__")}
    theirs = {name for name in dir(Theirs) if not name.startswith("__")}
    assert ours == theirs
    for name in ("_fields", "_field_defaults", "__bases__", "__doc__", "__module__", "__slots__"):
        assert getattr(Ours, name) == getattr(Theirs, name)
    assert Ours.__qualname__ == Ours.__name__ == "Ours"


def test_the_values_are_the_same() -> None:
    ours, theirs = Ours(3, end=8), Theirs(3, end=8)
    assert repr(ours) == "Ours(start=3, end=8, names=(), outer=None)"
    assert repr(ours).replace("Ours", "Theirs") == repr(theirs)
    assert tuple(ours) == tuple(theirs) == (3, 8, (), None)
    assert (ours.length, ours.names, hash(ours)) == (5, (), hash(theirs))
    assert tuple(ours._replace(start=4)) == tuple(theirs._replace(start=4)) == (4, 8, (), None)
    assert ours._asdict() == theirs._asdict()
    assert tuple(Ours._make([1, 2, (), None])) == (1, 2, (), None)
    copy = pickle.loads(pickle.dumps(ours))  # noqa: S301 - written a moment ago
    assert (copy, type(copy)) == (ours, Ours)


@pytest.mark.parametrize(
    "make, refusal",
    [
        (
            lambda: Ours(1),  # type: ignore[call-arg]
            "Ours.__new__() missing 1 required positional argument: 'end'",
        ),
        (
            lambda: Ours(1, 2, (), None, 5),  # type: ignore[call-arg]
            "Ours.__new__() takes from 3 to 5 positional arguments but 6 were given",
        ),
        (
            lambda: Ours(1, 2, no=3),  # type: ignore[call-arg]
            "Ours.__new__() got an unexpected keyword argument 'no'",
        ),
        (
            lambda: Ours._make([1]),
            "Ours.__new__() missing 1 required positional argument: 'end'",
        ),
        (
            lambda: Ours(1, 2)._replace(no=3),  # type: ignore[call-arg]
            "Got unexpected field names: ['no']",
        ),
    ],
)
def test_a_missing_or_superfluous_value_is_refused(
    make: typing.Callable[[], Ours], refusal: str
) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        make()
    assert str(caught.value) == refusal


def test_nothing_can_be_changed() -> None:
    value = Ours(1, 2)
    with pytest.raises(AttributeError):
        value.start = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        value.other = 5  # type: ignore[attr-defined]


def test_classes_of_one_size_have_their_own_names_and_defaults() -> None:
    class Other(tuples.NamedTuple):
        a: int
        b: int = 1
        c: int = 2
        d: int = 3

    assert (Other(a=0)._fields, Other(a=0)) == (("a", "b", "c", "d"), (0, 1, 2, 3))
    assert (Ours(3, 4).start, Other(3, 4).a, Ours(1, end=2)) == (3, 3, (1, 2, (), None))


def test_a_class_without_fields_and_one_with_too_many() -> None:
    class Nothing(tuples.NamedTuple):
        """Nothing."""

    assert (repr(Nothing()), Nothing._fields) == ("Nothing()", ())
    made = types.new_class("Many", (tuples.NamedTuple,), exec_body=_with_fields(24))
    assert tuple(made(*range(24))) == tuple(range(24))
    with pytest.raises(ValueError, match="shorter"):
        types.new_class("Much", (tuples.NamedTuple,), exec_body=_with_fields(25))


def _with_fields(count: int) -> typing.Callable[[dict[str, object]], None]:
    fields = {f"f{number}": "int" for number in range(count)}
    return lambda body: body.update(__annotations__=fields, __qualname__="Made", __module__="m")
