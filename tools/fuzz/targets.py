"""The target functions: each takes any bytes, and raises if a condition does not hold.

They need only connlint, so that every test run can try the inputs that a long run has found.
Inputs have the form that bundle.py reads, except those of `parse`.
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
    """Parse the input as the text of one file, surrogates included."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    check_text(text)


def lint(data: bytes) -> None:
    """Run all rules on an app: connectors, config, connlint.toml, workflows and functions."""
    app = app_of(data)
    if app is not None:
        lint_app(app)


def code(data: bytes) -> None:
    """Run all rules on an app, and make the report about the scopes that its code needs."""
    app = app_of(data)
    if app is not None:
        check_audit(lint_app(app))


def fix(data: bytes) -> None:
    """Apply all fixes of an app, the unsafe ones included."""
    app = app_of(data)
    if app is not None:
        check_fixes(app)


def render(data: bytes) -> None:
    """Render the findings about an app in every format."""
    app = app_of(data)
    if app is not None:
        run = lint_app(app)
        check_formats(run)
        check_audit(run)


TARGETS: Mapping[str, Target] = {each.__name__: each for each in (parse, lint, code, fix, render)}
"""The targets by their names."""
