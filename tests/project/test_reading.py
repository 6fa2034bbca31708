"""From bytes on disk to text: what is read as UTF-8, and what is said about the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from connlint.files.reading import SIZE_LIMIT
from connlint.jsonc import parse
from connlint.project.reading import decode, read_file

UTF8_ONLY = "but Base44 only reads UTF-8"
TEXT = '{"type": "slack"}'


def _outcome(data: bytes) -> tuple[str | None, str | None]:
    source, problem = decode("a.jsonc", "/x/a.jsonc", data)
    return source.text if source else None, problem.reason if problem else None


READ: dict[str, tuple[bytes, str]] = {
    "empty": (b"", ""),
    "one character": (b"{", "{"),
    "ASCII": (TEXT.encode(), TEXT),
    "UTF-8": ("{é 日 😀}".encode(), "{é 日 😀}"),
    "byte order mark": (b"\xef\xbb\xbf{}", "{}"),
    "byte order mark alone": (b"\xef\xbb\xbf", ""),
    "byte order mark twice": (b"\xef\xbb\xbf\xef\xbb\xbf{}", "\ufeff{}"),
    "line ends stay": (b"{\r\n}\r\n", "{\r\n}\r\n"),
    "one NUL among text": (b'{"type": "sla\0ck"}', '{"type": "sla\0ck"}'),
    "NUL bytes alone": (b"\0\0\0\0", "\0\0\0\0"),
    "a NUL alone": (b"\0", "\0"),
    "a string of a NUL": (b'"\0"', '"\0"'),
    "a string of a NUL in single quotes": (b"'\0'", "'\0'"),
    "a string of two NULs": (b'"\0\0"', '"\0\0"'),
    "a string of three NULs": (b'"\0\0\0"', '"\0\0\0"'),
    "a string of six NULs": (b'"\0\0\0\0\0\0"', '"\0\0\0\0\0\0"'),
    "a string of 99 NULs": (b'"' + b"\0" * 99 + b'"', '"' + "\0" * 99 + '"'),
    "a string with a NUL for every second character": (b'"\0a\0b\0c\0"', '"\0a\0b\0c\0"'),
    "the same with a line end": (b'"\0a\0b\0c\0"\n', '"\0a\0b\0c\0"\n'),
    "the same with a comment": (b'"\0a\0b\0" //c', '"\0a\0b\0" //c'),
    "a string that begins with a NUL": (b'"\0gmail"\n', '"\0gmail"\n'),
    "an escaped NUL": (b'"\\0"', '"\\0"'),
    "a NUL in braces": (b"{\0}", "{\0}"),
    "NULs as a value": (b'{"type":"\0\0\0\0"}', '{"type":"\0\0\0\0"}'),
    "a NUL before the text": (b'\0{"type": "slack"}', '\0{"type": "slack"}'),
    "a NUL behind the text": (b'{"type": "slack"}\0', '{"type": "slack"}\0'),
    "a text that was padded with NULs": (b"{}" + b"\0" * 62, "{}" + "\0" * 62),
    "words that end with a NUL": (b"type\0slack\0scopes\0", "type\0slack\0scopes\0"),
}


@pytest.mark.parametrize("data, text", READ.values(), ids=READ.keys())
def test_utf8_is_read_as_it_is(data: bytes, text: str) -> None:
    assert _outcome(data) == (text, None)


@pytest.mark.parametrize("data, has_bom", [(b"{}", False), (b"\xef\xbb\xbf{}", True)])
def test_a_byte_order_mark_is_remembered(data: bytes, has_bom: bool) -> None:  # noqa: FBT001
    source, _ = decode("a.jsonc", "/x/a.jsonc", data)
    assert source is not None
    assert source.has_bom is has_bom


@pytest.mark.parametrize(
    "encoding, mark, name",
    [
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
        ("utf-32-le", b"\xff\xfe\0\0", "UTF-32"),
        ("utf-32-be", b"\0\0\xfe\xff", "UTF-32"),
        ("utf-32-le", b"", "UTF-32"),
        ("utf-32-be", b"", "UTF-32"),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "{}",
        '{"type": "slack", "scopes": []}\n' * 20,
        '{"type": "slack"} // für Ines – „ja“',
        '// Коннектор\n{"type": "slack", "scopes": []}\n',
        '{"type": "日本語"}',
        '"slack"',
        '"日本"',
        '"slack" // für Ines\r\n',
        " \t{ }",
        'const token = "a";\n',
        '"use strict";\n',
        '[rules]\nschema = "off"\n',
    ],
)
def test_other_encodings_are_named(encoding: str, mark: bytes, name: str, text: str) -> None:
    assert _outcome(mark + text.encode(encoding)) == (None, f"is saved as {name}, {UTF8_ONLY}")


DAMAGED: dict[str, tuple[bytes, str]] = {
    "a line end of one byte at the end": (TEXT.encode("utf-16-le") + b"\n", "UTF-16"),
    "the last byte lost": ((TEXT + "\n").encode("utf-16-le")[:-1], "UTF-16"),
    "line ends changed as in UTF-8": (
        '{\n  "type": "slack"\n}\n'.encode("utf-16-be").replace(b"\n", b"\r\n"),
        "UTF-16",
    ),
    "half a character of four bytes": (TEXT.encode("utf-32-be") + b"\0\0", "UTF-32"),
    "half a surrogate pair": (TEXT.encode("utf-16-le") + b"\0\xd8", "UTF-16"),
}


@pytest.mark.parametrize("data, name", DAMAGED.values(), ids=DAMAGED.keys())
def test_another_encoding_is_known_by_its_beginning(data: bytes, name: str) -> None:
    assert _outcome(data) == (None, f"is saved as {name}, {UTF8_ONLY}")


_values = st.recursive(
    st.text("\0\0\0ab/ \u0100\u4e00"), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)
_around = st.sampled_from(["", " ", "\n", "\0", "// \0a\0\n", "/*\0*/"])


@given(_around, _values, _around)
def test_a_text_that_base44_takes_is_in_no_other_encoding(
    before: str, value: object, after: str
) -> None:
    text = before + json.dumps(value, ensure_ascii=False).replace("\\u0000", "\0") + after
    assume(not parse(text).problems)
    assert _outcome(text.encode()) == (text, None)


INVALID: dict[str, tuple[bytes, str, str, tuple[int, int]]] = {
    "a byte of Latin-1": (b'{"a":\n  "caf\xe9"}', '{"a":\n  "caf\ufffd"}', "0xE9", (2, 7)),
    "the first byte": (b"\xff{}", "\ufffd{}", "0xFF", (1, 1)),
    "the last byte": (b"{}\x80", "{}\ufffd", "0x80", (1, 3)),
    "a cut-off sequence": (b'{"\xe2\x82', '{"\ufffd', "0xE2", (1, 3)),
    "an overlong slash": (b'"\xc0\xaf"', '"\ufffd\ufffd"', "0xC0", (1, 2)),
    "half a surrogate pair": (b'"\xed\xa0\x80"', '"\ufffd\ufffd\ufffd"', "0xED", (1, 2)),
    "after wide characters": ("日😀".encode() + b"\xfe", "日😀\ufffd", "0xFE", (1, 3)),
    "after CRLF": (b"{\r\n\r\n\xff}", "{\r\n\r\n\ufffd}", "0xFF", (3, 1)),
    "after a byte order mark": (b"\xef\xbb\xbf{\xff}", "{\ufffd}", "0xFF", (1, 2)),
    "the first of many": (b"{\n\xe9\n\xe9}", "{\n\ufffd\n\ufffd}", "0xE9", (2, 1)),
}


@pytest.mark.parametrize("data, text, byte, place", INVALID.values(), ids=INVALID.keys())
def test_invalid_utf8_is_read_as_base44_reads_it_and_pointed_at(
    data: bytes, text: str, byte: str, place: tuple[int, int]
) -> None:
    source, problem = decode("a.jsonc", "/x/a.jsonc", data)
    assert source is not None
    assert problem is not None
    assert source.text == text
    assert problem.source is source
    assert problem.reason == (f"is not valid UTF-8: the byte {byte} is not part of a character")
    assert source.slice(problem.span) == "\ufffd"
    assert source.line_and_column(problem.span.start) == place


@given(st.binary(max_size=200))
def test_any_bytes_have_a_text_or_a_reason(data: bytes) -> None:
    text, reason = _outcome(data)
    assert text is not None or reason is not None
    if reason is None:
        assert text == data.decode("utf-8-sig")
    elif text is not None:
        assert "\ufffd" in text


TOO_LARGE = "has 1,048,577 bytes, but connlint reads files of up to 1,048,576"


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_file_of_one_mebibyte_is_read_and_a_larger_one_is_not(
    on_disk: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonc"
    for size, read, expected in [(SIZE_LIMIT, True, None), (SIZE_LIMIT + 1, False, TOO_LARGE)]:
        data = b" " * size
        if on_disk:
            path.write_bytes(data)
            source, problem = read_file("a.jsonc", str(path))
        else:
            source, problem = decode("a.jsonc", str(path), data)
        assert (source is not None) is read
        assert (problem.reason if problem else None) == expected


def test_a_file_that_is_too_large_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonc"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    source, problem = read_file("a.jsonc", str(path))
    assert source is None
    assert problem is not None
    assert problem.reason == (
        "has 1,099,511,627,776 bytes, but connlint reads files of up to 1,048,576"
    )


def test_what_cannot_be_opened_has_the_reason_of_the_system(tmp_path: Path) -> None:
    for name, reason in [("gone", "No such file or directory"), (".", "Is a directory")]:
        source, problem = read_file(name, str(tmp_path / name))
        assert source is None
        assert problem is not None
        assert problem.reason == f"cannot be read: {reason}"
        assert (problem.source.path, problem.source.text) == (name, "")


# Root may read everything, so the check runs as somebody else.
_AS_NOBODY = """
import os, sys
from connlint.jsonc import parse
from connlint.project.reading import read_file
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
source, problem = read_file("a.jsonc", "a.jsonc")
print(source, problem.reason)
"""


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions are those of POSIX")
def test_a_file_without_permission_to_read_it_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonc"
    path.write_text(TEXT)
    path.chmod(0)
    # The name is relative, so that nobody need enter the directories above.
    tmp_path.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.stdout, done.stderr) == ("None cannot be read: Permission denied\n", "")
