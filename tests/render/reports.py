"""Reports for tests of formats, made by hand from texts and by hypothesis from anything."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Range, Related
from connlint.diagnostics.severity import Safety, Severity
from connlint.reporting.report import Part, Report, summarize
from connlint.text.source import SourceFile, Span

SLACK = "base44/connectors/slack.jsonc"


def span_of(text: str, part: str) -> Span:
    """Where a part of a text stands, the first time."""
    start = text.index(part)
    return Span(start, start + len(part))


def find(
    source: SourceFile,
    span: Span,
    *,
    rule: str = "unknown-type",
    severity: Severity = Severity.ERROR,
    message: str = "this is wrong",
    help: str = "do it in another way",
    related: tuple[Related, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """A finding about a part of a file."""
    docs = f"https://example.com/{rule}"
    place = Range.of(span, source)
    return Diagnostic(rule, severity, message, help, docs, source.path, place, related, fixes)


def report_of(
    found: Iterable[Diagnostic],
    *sources: SourceFile,
    silenced: Iterable[Diagnostic] = (),
    known: Iterable[Diagnostic] = (),
) -> Report:
    """A report of one project."""
    shown = tuple(found)
    return Report(
        shown,
        summarize(shown, 1, len(sources)),
        {source.path: source for source in sources},
        (Part(".", shown),),
        tuple(silenced),
        tuple(known),
    )


# What is dear to somebody who wants to break out of a format, and anything else.
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\0\a\b\t\n\r\x1b\x7f\x85\x9b\xa0\u200b\u202e\u2028\u2066\ud800\udcff\ufeff"
        ),
        st.sampled_from("%:,;=&<>\"']![(#/\\ "),
    ),
    max_size=20,
).flatmap(
    lambda text: st.sampled_from(
        ["", "\n::error::x", "##[error]x", "]]>", "%0A", "\x1b[2J", "[x](https://x)", "&#0;"]
    ).map(lambda more: text + more)
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports in which every part that comes from files holds anything at all."""
    sources = [SourceFile(f"{start}/{draw(HOSTILE)}", draw(HOSTILE)) for start in ("a", "b")]
    found = []
    for _ in range(draw(st.integers(0, 3))):
        source, other = draw(st.permutations(sources))
        place = Range.of(draw(_spans(source)), source)
        edit = Edit(source.path, place, draw(HOSTILE))
        related = Related(other.path, Range.of(draw(_spans(other)), other), draw(HOSTILE))
        found.append(
            find(
                source,
                draw(_spans(source)),
                severity=draw(st.sampled_from(Severity)),
                message=draw(HOSTILE),
                help=draw(HOSTILE),
                related=(related,),
                fixes=(Fix(draw(HOSTILE), draw(st.sampled_from(Safety)), (edit,)),),
            )
        )
    return report_of(found, *sources)


def _spans(source: SourceFile) -> st.SearchStrategy[Span]:
    places = st.integers(0, len(source.text))
    return st.tuples(places, places).map(lambda ends: Span(min(ends), max(ends)))
