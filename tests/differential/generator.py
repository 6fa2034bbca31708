"""Apps as people and accidents make them: each seed gives the same one every time."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import dirname, relpath

from .changes import Change
from .code import add_code, odd_code
from .configs import add_config, odd_config
from .connectors import SCOPES, add_connectors, odd_connector
from .draft import App, Draft
from .layouts import ask, odd_layout, place_root
from .settings import BAD_SETTINGS, add_settings, odd_settings

__all__ = ["make_app"]

_ODDITIES: dict[Callable[[Draft], None], int] = {
    odd_connector: 5,
    odd_config: 3,
    odd_code: 4,
    odd_settings: 2,
    odd_layout: 2,
}
"""What may be odd about an app, and how often it is."""
_QUIET = 0.35
"""The share of apps to which nothing odd is done: most of them make connlint print nothing."""


def make_app(seed: int) -> App:
    """Make the app of a seed."""
    draft = Draft(seed)
    rng = draft.rng
    place_root(draft)
    add_config(draft)
    used = add_code(draft)
    others = rng.sample(sorted(SCOPES), rng.randint(0, 3))
    if used:
        # A connector that no code uses is a finding, and so is one that is missing.
        others = others if draft.happens(0.2) else []
        if draft.happens(0.1):
            used = used[1:]
    add_connectors(draft, [*used, *others])
    add_settings(draft)
    if not draft.happens(_QUIET):
        for add in rng.choices([*_ODDITIES], [*_ODDITIES.values()], k=draft.some(4)):
            add(draft)
    ask(draft)
    is_linked = draft.happens(0.03)
    app = draft.done(_change(draft), is_linked=is_linked)
    if is_linked:
        link = "home/team/linked"
        app = app._replace(root=link, links={**app.links, link: relpath(app.root, dirname(link))})
    return app


def _change(draft: Draft) -> Change:
    """Choose what happens to an app after its first runs."""
    rng = draft.rng
    root = draft.root
    wrong = b'{"type": "slak", "note": 1}'
    additions = (
        (f"{root}/base44/connlint.toml", rng.choice(BAD_SETTINGS).encode()),
        (f"{root}/connlint.toml", rng.choice(BAD_SETTINGS).encode()),
        ("home/team/connlint.toml", rng.choice(BAD_SETTINGS).encode()),
        ("home/connlint.toml", rng.choice(BAD_SETTINGS).encode()),
        ("home/team/.git/HEAD", b"ref: refs/heads/main\n"),
        (f"{root}/base44/connectors/new.jsonc", wrong),
        (f"{root}/base44/connectors/sub/new.jsonc", wrong),
        (f"{root}/base44/config.json", b'{"name": "x", "connectorsDir": "none"}'),
        (f"{root}/apps/new/base44/connectors/new.jsonc", wrong),
        (f"{root}/base44/functions/new/entry.ts", b'connectors.getConnection("slak");\n'),
        (f"{root}/base44/workflows/new.jsonc", b'{"trigger": {"trigger_type": "connector"}}'),
        (f"{root}/src/new.jsx", b'base44.asServiceRole.connectors.getConnection("slack");\n'),
    )
    files = sorted(draft.files) or [f"{root}/base44/config.jsonc"]
    if draft.happens(0.45):
        return Change("write", *rng.choice(additions))
    path = rng.choice(files)
    kind = rng.choice(("append", "replace", "swap", "delete", "rename", "touch", "link", "delete"))
    contents = {
        "append": b"\n{",
        "replace": wrong,
        "swap": b'{"type": "slak"}',
        "rename": b"renamed.jsonc",
        "link": rng.choice(
            (b"nowhere", b"..", path.rpartition("/")[2].encode("utf-8", "surrogateescape"))
        ),
    }
    if kind == "delete" and draft.happens(0.4):
        path = path.rpartition("/")[0]
    return Change(kind, path, contents.get(kind, b""))
