"""API methods as connlint ships them: the routes of URL templates, and what methods accept."""

from __future__ import annotations

import pytest
from tools.catalogue.methods import render
from tools.catalogue.shipped import shipped
from tools.catalogue.templates import route_of, template_of

_GRAPH = "https://graph.microsoft.com/{version}/"


@pytest.mark.parametrize(
    "url, route",
    [
        ("https://a.b", "a.b"),
        ("https://a.b/", "a.b"),
        ("https://A.b/c//d%20e/", None),
        ("https://A.b/C//d%40e/", "a.b C d@e"),
        ("https://{company}.b.com/c", "*.b.com c"),
        ("https://a.b/{c}/d", "a.b {} d"),
        ("https://a.b/(c)/d", "a.b {} d"),
        ("https://a.b/{c}:run", "a.b {|:run}"),
        ("https://a.b/c-{d}.{e}", "a.b {c-|}"),
        ("https://a.b/c('{d}')", "a.b {c('|')}"),
        ("https://a.b/{+c}", "a.b {+}"),
        ("https://a.b/c/{path}", "a.b c {+}"),
        ("https://a.b/{path}/c", "a.b {} c"),
        ("https://a.b/c|d", None),
        ("https://a.b/{c}|", None),
    ],
)
def test_a_template_is_a_route(url: str, route: str | None) -> None:
    template = template_of(url)
    assert template is not None
    if route is None:
        with pytest.raises(ValueError, match="no route can have the segment"):
            route_of(template)
    else:
        assert route_of(template) == route


@pytest.mark.parametrize("url", ["", "a/b", "http://a.b/c", "https://", "{url}/a"])
def test_what_has_no_host_is_no_template(url: str) -> None:
    assert template_of(url) is None


@pytest.mark.parametrize(
    "path, route",
    [
        ("me/SendMail", "me sendmail"),
        ("me/microsoft.graph.sendMail", "me sendmail"),
        ("drives/{id}/root:/{path}:/content", "drives {} root: {|:} content"),
        ("drives/{id}/root:/{path}/content", "drives {} root: {|:} content"),
        ("drives/{id}/root:/{path}", "drives {} root: {+}"),
        ("sites/{host}:/{path}:/lists", "sites {|:} {|:} lists"),
        ("me/events/delta()", "me events delta"),
        ("me/reminderView(startDateTime={s},endDateTime='{e}')",
         "me $reminderview(startdatetime=,enddatetime=)"),
    ],
)  # fmt: skip
def test_templates_of_graph_are_canonical(path: str, route: str) -> None:
    template = template_of(_GRAPH + path, "Microsoft")
    assert template is not None
    assert route_of(template) == f"graph.microsoft.com {{}} {route}"


def test_a_file_of_an_example_is_no_template_of_graph() -> None:
    url = f"{_GRAPH}me/drive/root:/FolderA/FileB.txt:/content"
    assert template_of(url, "Microsoft") is None
    assert template_of(url) is not None


def test_methods_as_they_are_shipped() -> None:
    content = {
        "api": "demo",
        "base": "https://a.b/v1/",
        "scopes": ["r", "w"],
        "methods": [
            ["", "", "only.an.id", []],
            ["GET", "x/{id}", "GET /x/{id}", [0, 1], 0],
            ["GET", "x/{other}", "0123456789abcdef0123456789abcdef", [[0, 1]]],
            ["PUT", "x/{id}", "x.put", [0, 1], 0],
            ["GET", "x-y", "x.get", [0, 1]],
        ],
    }
    assert shipped(content, "Demo") == {
        "api": "demo",
        "base": "https://a.b/v1/",
        "scopes": ["r", "w"],
        "accepted": [[[]], [[0, 1], 0], [[[0, 1]]], [[0, 1]]],
        "methods": [
            ["", "", "only.an.id", 0],
            ["GET", "x/{id}", "", 1],
            ["GET", "x/{other}", "", 2],
            ["PUT", "x/{id}", "x.put", 1],
            ["GET", "x-y", "x.get", 3],
        ],
        "prefix": "a.b ",
        "routes": {"v1": [0], "v1 x {}": [1, 2, 3], "v1 x-y": [4]},
    }


@pytest.mark.parametrize(
    "provider, operations",
    [
        ("GitHub", {"codeScanning.listAlerts": 0, "repos.get": 2}),
        ("Dropbox", {"codeScanningListAlerts": 0, "reposGet": 2}),
    ],
)
def test_the_names_of_an_sdk_are_worked_out(provider: str, operations: dict[str, int]) -> None:
    names = ["code-scanning/list-alerts", "code-scanning/list_alerts", "repos/get"]
    rows = [["GET", f"{number}", name, []] for number, name in enumerate(names)]
    content = {"api": "demo", "base": "https://a.b/", "scopes": [], "methods": rows}
    assert shipped(content, provider)["operations"] == operations


def test_an_object_has_a_line_for_each_entry() -> None:
    value = {"routes": {"a b": [0], "a {}": [1, 2]}, "operations": {}}
    assert render(value) == '{"routes":{\n"a b":[0],\n"a {}":[1,2]\n},\n"operations":{}}\n'
