"""The target functions: each takes any bytes, and raises where something does not hold.

They need nothing but connlint, so that what a long run finds is tried again in every test run.
What bundle.py reads is the form of all inputs but those of `parse`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tools.fuzz.apps import app_of, lint_app
from tools.fuzz.fixing import check_fixes
from tools.fuzz.rendering import check_audit, check_formats
from tools.fuzz.trees import check_text

__all__ = ["TARGETS", "Target"]

Target = Callable[[bytes], None]


def parse(data: bytes) -> None:
    """The text of one file, surrogates included."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    check_text(text)


def lint(data: bytes) -> None:
    """All rules over an app: connectors, config, connlint.toml, workflows and functions."""
    app = app_of(data)
    if app is not None:
        lint_app(app)


def code(data: bytes) -> None:
    """The same, and the report about what the code needs."""
    app = app_of(data)
    if app is not None:
        check_audit(lint_app(app))


def fix(data: bytes) -> None:
    """All fixes of an app, the unsafe ones included."""
    app = app_of(data)
    if app is not None:
        check_fixes(app)


def render(data: bytes) -> None:
    """Every format over the findings about an app."""
    app = app_of(data)
    if app is not None:
        run = lint_app(app)
        check_formats(run)
        check_audit(run)


TARGETS: Mapping[str, Target] = {each.__name__: each for each in (parse, lint, code, fix, render)}
"""The targets by their names."""
