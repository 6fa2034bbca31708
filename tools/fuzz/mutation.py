"""Mutation of inputs in ways that keep most of their form, determined by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from tools.fuzz.words import words_of

__all__ = ["mutated"]

_TOKEN = re.compile(rb"[A-Za-z0-9_$]+|\s+|[\x80-\xff]+|.", re.DOTALL)
_HEAD = re.compile(rb"^=== [^\n]+\n", re.MULTILINE)
_NUMBER = re.compile(rb"(?<=[A-Za-z_$%])[0-9]{1,4}")
_FOLDERS = ("connectors", "functions/work", "shared", "workflows")
_NAMES = ("slack.jsonc", "gmail.json", "function.jsonc", "entry.ts", "entry.js", "a.ts", "a.jsonc")
_MOST_TIMES = 40
_MOST_STEPS = 4
_LONGEST_RUN = 12

_Change = Callable[[list[bytes], random.Random, Sequence[bytes], Sequence[bytes]], list[bytes]]


def mutated(data: bytes, most: int, seed: int, target: str, seeds: Sequence[bytes] = ()) -> bytes:
    """Return the input after a few changes, cut to `most` bytes.

    `seeds` are inputs from which lines are taken.
    """
    chance = random.Random(seed)  # noqa: S311 - the same for the same seed, and no secret
    words = words_of(target)
    for _ in range(chance.randint(1, _MOST_STEPS)):
        tokens = _TOKEN.findall(data)
        change = chance.choice(_CHANGES)
        data = b"".join(change(tokens, chance, words, seeds))[:most]
    return data


def _run(tokens: Sequence[bytes], chance: random.Random) -> tuple[int, int]:
    """Return start and end of a random short run of tokens."""
    start = chance.randint(0, len(tokens))
    return start, min(len(tokens), start + chance.randint(1, chance.choice((1, 3, _LONGEST_RUN))))


def _insert(
    tokens: list[bytes], chance: random.Random, words: Sequence[bytes], _: Sequence[bytes]
) -> list[bytes]:
    start, _end = _run(tokens, chance)
    return [*tokens[:start], chance.choice(words), *tokens[start:]]


def _replace(
    tokens: list[bytes], chance: random.Random, words: Sequence[bytes], _: Sequence[bytes]
) -> list[bytes]:
    start, end = _run(tokens, chance)
    return [*tokens[:start], chance.choice(words), *tokens[end:]]


def _remove(
    tokens: list[bytes], chance: random.Random, _w: Sequence[bytes], _s: Sequence[bytes]
) -> list[bytes]:
    start, end = _run(tokens, chance)
    return [*tokens[:start], *tokens[end:]]


def _repeat(
    tokens: list[bytes], chance: random.Random, _w: Sequence[bytes], _s: Sequence[bytes]
) -> list[bytes]:
    start, end = _run(tokens, chance)
    times = chance.choice((2, 2, 2, 3, _MOST_TIMES))
    return [*tokens[:start], *tokens[start:end] * times, *tokens[end:]]


def _move(
    tokens: list[bytes], chance: random.Random, _w: Sequence[bytes], _s: Sequence[bytes]
) -> list[bytes]:
    """Move or copy a run of tokens to another position."""
    start, end = _run(tokens, chance)
    part = tokens[start:end]
    rest = tokens if chance.random() < 0.5 else [*tokens[:start], *tokens[end:]]  # noqa: PLR2004
    index = chance.randint(0, len(rest))
    return [*rest[:index], *part, *rest[index:]]


def _splice(
    tokens: list[bytes], chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]
) -> list[bytes]:
    """Insert lines of another input."""
    if not seeds:
        return _insert(tokens, chance, words, seeds)
    lines = chance.choice(seeds).splitlines(keepends=True)
    start = chance.randint(0, len(lines))
    to = chance.randint(0, len(tokens))
    return [*tokens[:to], *lines[start : start + chance.randint(1, _LONGEST_RUN)], *tokens[to:]]


def _wrap(
    tokens: list[bytes], chance: random.Random, _w: Sequence[bytes], _s: Sequence[bytes]
) -> list[bytes]:
    """Put a run of tokens between brackets, quotes or comment marks."""
    start, end = _run(tokens, chance)
    pairs = (
        (b"[", b"]"),
        (b"{", b"}"),
        (b'"', b'"'),
        (b"(", b")"),
        (b"/*", b"*/"),
        (b"`${", b"}`"),
    )
    opener, closer = chance.choice(pairs)
    times = chance.choice((1, 1, 1, 2, _MOST_TIMES))
    inner = [opener] * times + tokens[start:end] + [closer] * times
    return [*tokens[:start], *inner, *tokens[end:]]


def _count_up(
    tokens: list[bytes], chance: random.Random, _w: Sequence[bytes], _s: Sequence[bytes]
) -> list[bytes]:
    """Repeat a few lines, with the numbers in their names counted up."""
    lines = b"".join(tokens).splitlines(keepends=True)
    start = chance.randint(0, len(lines))
    end = min(len(lines), start + chance.choice((1, 1, 2, 3)))
    part = b"".join(lines[start:end])
    again = (
        _NUMBER.sub(lambda found: b"%d" % (int(found[0]) + times), part)  # noqa: B023 - joined here
        for times in range(chance.choice((3, 12, _MOST_TIMES)))
    )
    return [*lines[:start], b"".join(list(again)), *lines[end:]]


def _move_file(
    tokens: list[bytes], chance: random.Random, _w: Sequence[bytes], _s: Sequence[bytes]
) -> list[bytes]:
    """Change the path of a file, or begin a new file in the middle of one."""
    data = b"".join(tokens)
    path = f"base44/{chance.choice(_FOLDERS)}/{chance.choice(_NAMES)}"
    path = chance.choice((path, path, "connlint.toml", "base44/config.jsonc", "src/App.jsx"))
    head = b"=== " + path.encode() + b"\n"
    heads = list(_HEAD.finditer(data))
    if heads and chance.random() < 0.5:  # noqa: PLR2004
        match = chance.choice(heads)
        return [data[: match.start()], head, data[match.end() :]]
    offset = data.rfind(b"\n", 0, chance.randint(0, len(data)) + 1) + 1
    return [data[:offset], head, data[offset:]]


def _end_lines(
    tokens: list[bytes], chance: random.Random, _w: Sequence[bytes], _s: Sequence[bytes]
) -> list[bytes]:
    end = chance.choice((b"\r\n", b"\r", b" "))
    return [token.replace(b"\n", end) if chance.random() < 0.9 else token for token in tokens]  # noqa: PLR2004


_CHANGES: tuple[_Change, ...] = (
    *(_insert, _insert, _insert, _replace, _replace, _replace, _remove, _remove, _repeat),
    *(_move, _move, _splice, _splice, _wrap, _count_up, _count_up, _move_file, _end_lines),
)
