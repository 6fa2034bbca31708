"""Which of the scopes before it a repeated scope is compared with."""

from __future__ import annotations

from pathlib import Path

from .apps import connector, said

SHORT, LONG = "Mail.Read", "https://graph.microsoft.com/Mail.Read"


def test_the_same_text_counts_before_another_form_of_the_same_scope(tmp_path: Path) -> None:
    found = said(connector("outlook", SHORT, LONG, LONG), "duplicate-scope", tmp_path)
    text = "\n".join(found)
    assert text.count(f'"{SHORT}" and "{LONG}" are the same scope') == 1
    assert text.count(f'The scope "{LONG}" is listed twice') == 1
