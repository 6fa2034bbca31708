"""A connector with a misspelled type, as the report sees it: under the type that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.audit.apps import connector, function

from connlint.audit import AuditConnector, audit_connector, audit_projects
from connlint.catalog import Catalog
from connlint.project import Project, find_targets
from connlint.run import read_project

GOOGLE = "https://www.googleapis.com/auth/"
EVENTS = "GET https://www.googleapis.com/calendar/v3/calendars/primary/events"
CATALOG = Catalog()


def _project(root: Path, called: str) -> Project:
    (root / "base44").mkdir(exist_ok=True)
    (root / "base44" / "config.jsonc").write_text('{"name": "App"}')
    connector(root, "googlecalender", [f"{GOOGLE}calendar.events", f"{GOOGLE}calendar.acls"])
    function(root, "read", called, [EVENTS])
    (target,) = find_targets([str(root)], str(root))
    return read_project(target, str(root))


def _shown(found: AuditConnector) -> list[str]:
    return [f"{each.scope.removeprefix(GOOGLE)}: {each.verdict.value}" for each in found.scopes]


@pytest.mark.parametrize("called", ["googlecalendar", "googlecalender"])
def test_code_and_file_are_one_connector_and_nothing_is_called_unused(
    called: str, tmp_path: Path
) -> None:
    project = _project(tmp_path, called)
    ((found,),) = (each.connectors for each in audit_projects([(".", project)], CATALOG).projects)
    assert (found.type, found.name) == ("googlecalender", "Google Calendar")
    assert found.checked_as == "googlecalendar"
    assert _shown(found) == ["calendar.events: needed", "calendar.acls: not understood"]
    (gap,) = found.gaps
    assert (gap.path, gap.line) == ("base44/connectors/googlecalender.jsonc", 2)
    assert gap.reason == (
        '"googlecalender" is not a Base44 connector type; checked as "googlecalendar"'
    )


@pytest.mark.parametrize("name", ["googlecalender", "googlecalendar"])
def test_the_connector_is_found_by_both_names(name: str, tmp_path: Path) -> None:
    found = audit_connector(name, _project(tmp_path, "googlecalendar"), CATALOG)
    assert found is not None
    assert found.type == "googlecalender"


def test_a_type_that_is_near_to_none_is_not_checked(tmp_path: Path) -> None:
    (tmp_path / "base44").mkdir()
    (tmp_path / "base44" / "config.jsonc").write_text('{"name": "App"}')
    connector(tmp_path, "frobnicator", ["read"])
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    found = audit_connector("frobnicator", read_project(target, str(tmp_path)), CATALOG)
    assert found is not None
    assert (found.name, found.checked_as) == ("frobnicator", "")
    assert _shown(found) == ["read: not understood"]
