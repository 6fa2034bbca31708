"""Problems of settings as tests show them."""

from __future__ import annotations

from connlint.config.settings import Settings

__all__ = ["problem_lines"]


def problem_lines(settings: Settings) -> list[str]:
    """Each problem in a line: its place, what is there, what is wrong, and what to do."""
    source = settings.source
    assert source is not None
    lines = []
    for problem in settings.problems:
        line, column = source.line_and_column(problem.span.start)
        under = source.slice(problem.span)
        lines.append(f"{line}:{column} {under!r} {problem.message} | {problem.help}")
    return lines
