"""Rendering of results as Markdown, and their insertion into a page."""

from __future__ import annotations

import statistics
from collections.abc import Iterable

from .results import Figures, MeasuredCase, Results

__all__ = ["place", "render"]

_BEGIN, _END = "<!-- benchmark -->", "<!-- /benchmark -->"
_NOTHING = "–"
_EXACT_BELOW = 100
_KIB_IN_MIB = 1024


def render(results: Results) -> str:
    """Return the tables: times, memory, and the call of each program."""
    return "\n\n".join(
        (
            _measured_on(results),
            _times(results),
            _memory(results),
            _calls(results),
            *_notes(results),
        )
    )


def place(page: str, text: str) -> str:
    """Return the page with the text between its markers; ValueError without these."""
    if page.count(_BEGIN) != 1 or page.count(_END) != 1:
        raise ValueError(f"the page needs {_BEGIN} and {_END} once each")
    head, _, rest = page.partition(_BEGIN)
    return f"{head}{_BEGIN}\n{text}\n{_END}{rest.partition(_END)[2]}"


def _measured_on(results: Results) -> str:
    machine = results["machine"]
    starts = [second for case in results["cases"] for second in case["start"]]
    runtimes = ", ".join(f"{name} {version}" for name, version in results["runtimes"].items())
    rounds = ", ".join(f"{case['name']}: {case['rounds']}" for case in results["cases"])
    return (
        f"Measured on {results['date']}: {machine['system']}, {machine['processor']}, "
        f"{machine['cores']} cores, at most {machine['open_files']:,} open files; {runtimes}.\n"
        f"`python -c pass` took {statistics.median(starts) * 1000:.1f} ms "
        f"({min(starts) * 1000:.1f}–{max(starts) * 1000:.1f}).\n"
        f"Rounds: {rounds}."
    )


def _times(results: Results) -> str:
    cases = results["cases"]
    rows = [
        [name, *(_time(case, case["programs"].get(name)) for case in cases)]
        for name in _measured(results)
    ]
    head = ["times `python -c pass`", *(case["name"] for case in cases)]
    return _table(head, rows, numbers=len(cases))


def _time(case: MeasuredCase, figures: Figures | None) -> str:
    """Return the median as a ratio, with the minimum and the maximum of the runs."""
    if figures is None:
        return _NOTHING
    if figures["failure"]:
        return "over the limit" if figures["failure"].startswith("over ") else "fails"
    base = statistics.median(case["start"])
    seconds = figures["seconds"]
    values = (statistics.median(seconds), min(seconds), max(seconds))
    median, least, most = (_number(value / base) for value in values)
    runs = len(seconds)
    few = f", {runs} runs" if runs < case["rounds"] else ""
    return f"{median} ({least}–{most}{few})"


def _memory(results: Results) -> str:
    cases = [case for case in results["cases"] if case["name"] != "start"]
    rows = [
        [name, *(_mebibytes(case["programs"].get(name)) for case in cases)]
        for name in _measured(results)
    ]
    head = ["peak memory, MiB", *(case["name"] for case in cases)]
    return _table(head, rows, numbers=len(cases))


def _mebibytes(figures: Figures | None) -> str:
    if figures is None or figures["failure"]:
        return _NOTHING
    return f"{figures['memory'] / _KIB_IN_MIB:.0f}"


def _calls(results: Results) -> str:
    rows = [
        [
            f"{program['name']} {program['version']}",
            f"`{program['invocation']}`",
            program["remark"],
        ]
        for program in results["programs"]
    ]
    return _table(["program", "called as", "remark"], rows)


def _notes(results: Results) -> list[str]:
    """Return a list, or none, of the programs that could not be measured, at all or in a case."""
    lines = [
        f"- {program['name']} was not measured: {program['missing']}."
        for program in results["programs"]
        if program["missing"]
    ]
    lines += [
        f"- {name}, {case['name']}: {figures['failure']}."
        for case in results["cases"]
        for name, figures in case["programs"].items()
        if figures["failure"]
    ]
    return ["\n".join(lines)] if lines else []


def _measured(results: Results) -> list[str]:
    return [program["name"] for program in results["programs"] if not program["missing"]]


def _number(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < _EXACT_BELOW else f"{ratio:.0f}"


def _table(head: list[str], rows: Iterable[list[str]], numbers: int = 0) -> str:
    rule = ["---"] * (len(head) - numbers) + ["--:"] * numbers
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))
