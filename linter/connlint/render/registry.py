"""Registry of the output formats of `connlint check`: one line for each.

A format's module is imported when the format is rendered for the first time. It has a function
`render(report: Report, settings: RenderSettings) -> str`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.render.settings import RenderSettings
    from connlint.reporting.report import Report

__all__ = ["FORMATS", "Format"]


class Format(NamedTuple):
    """An output format.

    `has_frame` says that a report without findings is not empty, or is a separate file.
    `is_terse` says that counts and hints are printed on standard error, beside the report, where
    there are no findings, and `is_summed_up` that they are with findings, too.
    """

    name: str
    module: str
    has_frame: bool = False
    is_terse: bool = False
    is_summed_up: bool = False

    def render(self, report: Report, settings: RenderSettings) -> str:
        """Render a report in this format."""
        name = f"connlint.render.{self.module}"
        # importlib itself would have to be imported.
        __import__(name)
        render: Callable[[Report, RenderSettings], str] = sys.modules[name].render
        return render(report, settings)


_ALL = (
    Format("text", "text"),
    Format("concise", "concise", is_terse=True, is_summed_up=True),
    Format("json", "json_report", has_frame=True),
    Format("sarif", "sarif", has_frame=True),
    Format("github", "github", is_terse=True),
    Format("gitlab", "gitlab", has_frame=True),
    Format("junit", "junit", has_frame=True),
    Format("rdjson", "rdjson", has_frame=True),
    Format("markdown", "markdown", has_frame=True),
)

FORMATS: Mapping[str, Format] = {each.name: each for each in _ALL}
"""The formats by their names, in the order of the documentation."""
