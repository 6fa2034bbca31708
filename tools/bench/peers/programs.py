"""Programs to compare: connlint and its peers, with their installation, call and expected output.

A peer gets the connector schema if it supports schemas. It is called as its own help says, with
the directory, a pattern or the list of files: the first of these that it supports.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.npm import npm_pack
from tests.packaging.programs import npm_packages, npm_program, program
from tests.parity.base44 import VERSION as BASE44
from tools.bench.installation import install_connlint

__all__ = ["PROGRAMS", "Program", "install"]

_HERE = Path(__file__).parent
_DIRECTORY = "base44/connectors"
_FILES = f"{_DIRECTORY}/*.json"
_SCHEMA = "connector.schema.json"


class Program(NamedTuple):
    """A program as it is called in an app's folder; connlint's version is that of the checkout.

    `healthy` is a pattern of its whole output for a healthy app, with COUNT for the number of
    files. `shape` and `syntax` are its exit statuses for a file that violates the schema, and for
    one that is not JSON; `shape` is None for a program that takes no schema.
    """

    name: str
    version: str
    get: Callable[[], list[str]]
    """A function that installs the program and returns the words that start it."""
    arguments: tuple[str, ...]
    shown: str
    healthy: str
    shape: int | None
    syntax: int
    start: tuple[str, ...] = ("--version",)
    remark: str = ""
    functions: bool = False
    """True for a program that reads backend functions."""

    @property
    def invocation(self) -> str:
        """Return the command line as a user would type it."""
        return " ".join((self.shown, *self.arguments))


def _python(name: str, version: str) -> Callable[[], list[str]]:
    return lambda: [str(program(name, f"{name}=={version}"))]


def _npm(name: str, package: str) -> Callable[[], list[str]]:
    return lambda: [str(npm_program(name, package))]


def _eslint() -> list[str]:
    folder = npm_packages("eslint@10.15.0", "@eslint/json@2.1.1")
    # ESLint searches the plugin from the folder of the configuration.
    config = shutil.copy(_HERE / "eslint.config.mjs", folder)
    return [str(folder / "node_modules" / ".bin" / "eslint"), "--config", str(config)]


def _node() -> str:
    return shutil.which("node") or pytest.skip("node is not installed")


def _vscode() -> list[str]:
    folder = npm_packages("vscode-json-languageservice@5.7.2")
    return [_node(), str(shutil.copy(_HERE / "validate.cjs", folder))]


def _base44() -> list[str]:
    return [_node(), str(npm_pack("base44", BASE44) / "bin" / "run.js")]


def install(wanted: Program) -> tuple[list[str], str]:
    """Install a program; return the words that start it, or none and the reason why."""
    try:
        return wanted.get(), ""
    except (pytest.skip.Exception, pytest.fail.Exception) as error:
        return [], " ".join(str(error).split())


_THROUGH_NODE = "A native program, which npm's package starts through Node."

PROGRAMS = (
    Program(
        "connlint",
        "",
        lambda: [str(install_connlint().with_name("connlint"))],
        ("check", "--quiet"),
        "connlint",
        healthy="",
        shape=1,
        syntax=1,
        remark="All its rules, in the whole app, without its cache.",
        functions=True,
    ),
    Program(
        "jsonvet",
        "3.1.1",
        _python("jsonvet", "3.1.1"),
        ("--schema", _SCHEMA, _DIRECTORY),
        "jsonvet",
        healthy="",
        shape=1,
        syntax=1,
        remark="A native program.",
    ),
    Program(
        "@sourcemeta/jsonschema",
        "16.11.0",
        _npm("jsonschema", "@sourcemeta/jsonschema@16.11.0"),
        ("validate", _SCHEMA, _DIRECTORY),
        "jsonschema",
        healthy=r"COUNT validated, COUNT passed, 0 failed\n",
        shape=2,
        syntax=6,
        start=("version",),
        remark=_THROUGH_NODE,
    ),
    Program(
        "ajv-cli",
        "5.0.0",
        _npm("ajv", "ajv-cli@5.0.0"),
        ("validate", "--spec=draft2020", "--strict=false", "-s", _SCHEMA, "-d", f"'{_FILES}'"),
        "ajv",
        healthy=r"(\S+ valid\n){COUNT}",
        shape=1,
        syntax=2,
        start=("help",),
        remark="Its strict mode refuses the schema's hints for editors. It has no `--version`: "
        "the start is that of `ajv help`.",
    ),
    Program(
        "vscode-json-languageservice",
        "5.7.2",
        _vscode,
        (_SCHEMA, _DIRECTORY),
        "node validate.cjs",
        healthy="",
        shape=1,
        syntax=1,
        start=(),
        remark="A library: a script of 20 lines parses and validates each file. "
        "It has no start by itself.",
    ),
    Program(
        "check-jsonschema",
        "0.39.0",
        _python("check-jsonschema", "0.39.0"),
        ("--schemafile", _SCHEMA, _FILES),
        "check-jsonschema",
        healthy=r"ok -- validation done\n",
        shape=1,
        syntax=1,
        remark="Takes only a list of files.",
    ),
    Program(
        "Biome",
        "2.6.8",
        _npm("biome", "@biomejs/biome@2.6.8"),
        ("lint", _DIRECTORY),
        "biome",
        healthy=r"Checked COUNT files? in \S+\. No fixes applied\.\n",
        shape=None,
        syntax=1,
        remark=f"Takes no schema: syntax and repeated keys only. {_THROUGH_NODE}",
    ),
    Program(
        "ESLint",
        "10.15.0",
        _eslint,
        (_DIRECTORY,),
        "eslint --config eslint.config.mjs",
        healthy="",
        shape=None,
        syntax=1,
        remark="Takes no schema: syntax, and the rules that @eslint/json 2.1.1 recommends.",
    ),
    Program(
        "base44",
        BASE44,
        _base44,
        ("types", "generate"),
        "base44",
        healthy=r"(?s).*Generated base44/\.types/types\.d\.ts\n",
        shape=1,
        syntax=1,
        remark="Reads the whole app, ends at the first mistake, and writes declarations of its "
        "types: it has no command that only checks. It opens all files at once, as far as the "
        "system lets it.",
    ),
)
