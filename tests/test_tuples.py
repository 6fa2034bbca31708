"""A named tuple of connlint's is in everything what typing would have made of the same class."""

from __future__ import annotations

import pickle
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
    copy = pickle.loads(pickle.dumps(ours))  # noqa: S301 - written a moment ago
    assert (copy, type(copy)) == (ours, Ours)


@pytest.mark.parametrize("make", [lambda: Ours(1), lambda: Ours(1, 2, (), None, 5)])  # type: ignore[call-arg]
def test_a_missing_or_superfluous_value_is_refused(make: typing.Callable[[], Ours]) -> None:
    with pytest.raises(TypeError):
        make()


def test_nothing_can_be_changed() -> None:
    value = Ours(1, 2)
    with pytest.raises(AttributeError):
        value.start = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        value.other = 5  # type: ignore[attr-defined]
