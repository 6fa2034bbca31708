"""Places of apps: in repositories with others, within each other, under odd names, behind links."""

from __future__ import annotations

from collections.abc import Callable

from .connectors import SCOPES, connector_text
from .draft import Draft

__all__ = ["ask", "odd_layout", "place_root"]

_ROOTS = (
    "home/team/app",
    "home/team/app",
    "home/team/repo/packages/app",
    "home/team/my app",
    "home/team/a'pp \u00e9\u30a2",
    "home/team/base",
    "home/team/connectors",
    "home/.team/app",
    "home/team/node_modules/app",
    "home/team/-app",
    "home/team/a\\b",
    "home/team/a\nb",
    "home/team/a:1:1",
)


def place_root(draft: Draft) -> None:
    """Choose the place of the app."""
    draft.root = draft.rng.choice(_ROOTS) if draft.happens(0.35) else _ROOTS[0]


def odd_layout(draft: Draft) -> None:
    """Move an app, add another one, or rename a folder."""
    draft.rng.choice(_ODDITIES)(draft)


def ask(draft: Draft) -> None:
    """Choose the PATHs that connlint is to check: nearly always the app."""
    if draft.happens(0.8):
        return
    files = [path for path in draft.paths() if not path.startswith("../") and "\\" not in path]
    choices = (
        "base44",
        "base44/connectors",
        "base44/functions",
        "./base44/..",
        "no/such/path",
        "connlint.toml",
        "base44/connectors/../config.jsonc",
    )
    asked = [draft.rng.choice(files) if files and draft.happens(0.5) else draft.rng.choice(choices)]
    if draft.happens(0.3):
        asked.append(draft.rng.choice((".", "base44", *files[:3])))
    draft.asked = tuple(asked)


def _app(draft: Draft, place: str) -> None:
    """Put another app somewhere."""
    name = draft.rng.choice(sorted(SCOPES))
    text = draft.rng.choice(
        (connector_text(name, SCOPES[name], draft.rng), '{"type": "slak"}', "{")
    )
    draft.put(f"{place}/base44/connectors/{name}.jsonc", text)
    if draft.happens(0.7):
        draft.put(
            f"{place}/base44/config.jsonc", draft.rng.choice(('{"name": "y"}', '{name:"x"}', ""))
        )


def _monorepo(draft: Draft) -> None:
    for name in draft.rng.sample(
        ["one", "two", "three", "Two", "sub/four", ".five"], draft.some(4)
    ):
        _app(draft, f"apps/{name}")


def _nested(draft: Draft) -> None:
    places = (
        "inner",
        "base44/inner",
        "base44/functions/inner",
        "base44/connectors/inner",
        "base44",
    )
    _app(draft, draft.rng.choice(places))


def _around(draft: Draft) -> None:
    """Put an app above the app."""
    _app(draft, draft.rng.choice(("..", "../..")))


def _without_folder(draft: Draft) -> None:
    """Leave only an app above, or none at all."""
    for place in draft.paths("base44/"):
        draft.remove(place)
    draft.put("README.md", "# Nothing here\n")


def _renamed(draft: Draft) -> None:
    """Write the name of a folder or file with other capitals."""
    pairs = (
        ("base44", "Base44"),
        ("base44/connectors", "base44/Connectors"),
        ("base44/connectors", "base44/connector"),
        ("base44/functions", "base44/Functions"),
        ("base44/shared", "base44/Shared"),
        ("src", "Src"),
        ("base44", ".base44"),
    )
    draft.move(*draft.rng.choice(pairs))


def _twice(draft: Draft) -> None:
    """Have a folder twice, once with a capital."""
    draft.put("base44/Connectors/slack.jsonc", '{"type": "slak"}')
    draft.put("Base44/connectors/slack.jsonc", '{"type": "slak"}')


def _linked_folder(draft: Draft) -> None:
    """Put the base44 folder somewhere else, and a link in its place."""
    draft.move("base44", "../elsewhere/base44")
    draft.link("base44", draft.rng.choice(("../elsewhere/base44", "nowhere", "base44", "..")))


def _linked_app(draft: Draft) -> None:
    """Put a link to an app beside it."""
    draft.link("apps/linked", draft.rng.choice(("../../app", "..", "../inner")))
    _app(draft, "inner")


_ODDITIES: tuple[Callable[[Draft], None], ...] = (
    _around,
    _linked_app,
    _linked_folder,
    _monorepo,
    _monorepo,
    _nested,
    _nested,
    _renamed,
    _renamed,
    _twice,
    _without_folder,
)
