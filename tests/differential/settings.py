"""Files connlint.toml, and the catalogs that they name: right and odd, beside and above an app."""

from __future__ import annotations

from collections.abc import Callable

from .accidents import HARMLESS, spoil
from .draft import Draft

__all__ = ["BAD_SETTINGS", "add_settings", "odd_settings"]

_RIGHT = (
    'min-severity = "info"\n',
    'fail-on = "warning"\n',
    'fail-on = "never"\nmin-severity = "error"\n',
    'fail-on = "info"\n',
    'extra-types = ["acme_crm"]\n',
    'extra-types = ["Acme_CRM", "acme_crm", "ACME_crm"]\n',
    "extra-types = []\nexclude = []\n[rules]\n",
    '[rules]\nunknown-property = "off"\nunused-connector = "error"\nfile-name = "warning"\n',
    "# nothing but a comment\n",
    'exclude = ["base44/connectors/slack*", "**/gmail.jsonc", "vendor/**"]\n',
    'exclude = ["**"]\n',
    'exclude = ["base44/functions/**", "src/**"]\n',
    '[extra-scopes]\ngmail = ["https://www.googleapis.com/auth/new.scope"]\nslack = ["chat:wriet"]\n',
    '[per-file-rules."**"]\nunknown-scope = "off"\nsyntax-error = "warning"\n',
    '[per-file-rules."**/base44/connectors/*.jsonc"]\nunknown-type = "info"\n'
    '[per-file-rules."**/slack.jsonc"]\nunknown-type = "error"\n',
)
BAD_SETTINGS = (
    "rules = 1\n",
    'min-severity = "loud"\n',
    'min_severity = "info"\n',
    '[rules]\nno-such-rule = "off"\nunknown-scope = "quiet"\n',
    "no-such-key = true # connlint-ignore config-error\n",
    'extra-types = "acme_crm"\n',
    "exclude = [1]\n",
    'exclude = ["[", "***/**", "a\\u0000b", ""]\nfail-on = 3\n',
    '[per-file-rules]\n"a" = 1\n',
    'catalog = ""\n',
    'catalog = "no-such-catalog.json"\n',
    '[rules\nunknown-scope = "off"\n',
    "fail-on = never\n",
    "a = 1\na = 2\n",
    "[rules]\n[rules]\n",
    'fail-on = "error\n',
    "= 1\n",
    "date = 1979-13-45\n",
    "x = {a = 1, b = [1, 2,\n",
    'text = """never ends\n',
    "number = 0x\n",
    'text = "\\q"\n',
    '{"name": "x"}\n',
    '# tab \x01 in a comment\nfail-on = "error"\n',
    'fail-on = "error"\r\rmin-severity = "info"\n',
)
"""Texts that connlint has something to say about."""
_CATALOGS = (
    '{"version": 1, "types": {"acme_crm": {"name": "Acme CRM"}}}\n',
    '{"version": 1, "types": {"ACME_CRM": {"name": "Acme"}, "acme_crm": {"name": "Acme"}}}\n',
    '{"version": 1, "types": {"acme_crm": {"name": 4}, "slack": {}}}\n',
    '{"version": 2, "types": {}}\n',
    '{"version": 1, "types": {"a b": {}}}\n',
    '{"version": 1, "types": []}\n',
    "[]\n",
    '{"version": 1, "types": {"acme_crm": {"name": "Acme"},}}\n',
    '{"version": 1,\n',
    "",
    "not JSON\n",
    "[" * 3_000,
)
_PLACES = ("connlint.toml", "connlint.toml", "base44/connlint.toml", "../connlint.toml")
_ODD_PLACES = (
    *_PLACES,
    "../../connlint.toml",
    "base44/connectors/connlint.toml",
    "base44/functions/connlint.toml",
    ".connlint.toml",
    "Connlint.toml",
    "connlint.toml/connlint.toml",
)


def add_settings(draft: Draft) -> None:
    """Give an app right settings, beside it or above it, or none."""
    _decide_about_repository(draft)
    if draft.happens(0.65):
        return
    text = draft.rng.choice(_RIGHT).encode()
    if draft.happens(0.2):
        text = draft.rng.choice(HARMLESS[1:2])(text, draft.rng)
    draft.put(draft.rng.choice(_PLACES), text)


def odd_settings(draft: Draft) -> None:
    """Do one odd thing about connlint's settings."""
    draft.rng.choice(_ODDITIES)(draft)


def _decide_about_repository(draft: Draft) -> None:
    """Let the app, or a folder above it, be the root of a repository, or none of them."""
    place = draft.rng.choice(("", "", ".git", "../.git", "../../.git", "base44/.git"))
    if not place:
        return
    if draft.happens(0.2):
        draft.put(place, "gitdir: ../.git/worktrees/app\n")
    else:
        draft.add_folder(place)


def _bad(draft: Draft) -> None:
    draft.put(draft.rng.choice(_ODD_PLACES), draft.rng.choice(BAD_SETTINGS))


def _right_elsewhere(draft: Draft) -> None:
    draft.put(draft.rng.choice(_ODD_PLACES), draft.rng.choice(_RIGHT))


def _several(draft: Draft) -> None:
    """Put different settings into several folders: only the nearest count."""
    for place in (
        "base44/connlint.toml",
        "connlint.toml",
        "../connlint.toml",
        "../../connlint.toml",
    ):
        if draft.happens(0.6):
            texts = BAD_SETTINGS if draft.happens(0.3) else _RIGHT
            draft.put(place, draft.rng.choice(texts))


def _spoilt(draft: Draft) -> None:
    text = draft.rng.choice(_RIGHT).encode()
    draft.put(draft.rng.choice(_PLACES), spoil(text, draft.rng))


def _catalog(draft: Draft) -> None:
    place = draft.rng.choice(("connlint-catalog.json", "../own.json", "base44/connectors/own.json"))
    draft.put("connlint.toml", f'catalog = "{place}"\nextra-types = ["acme_erp"]\n')
    if draft.happens(0.85):
        draft.put(place, draft.rng.choice(_CATALOGS))
    else:
        draft.link(place, draft.rng.choice(("..", "nowhere", "/dev/null")))
    name = draft.rng.choice(("acme_crm", "Acme_crm", "acme_crn", "acme_erp"))
    draft.put(f"base44/connectors/{name.lower()}.jsonc", f'{{"type": "{name}", "scopes": ["a"]}}\n')


def _own_types(draft: Draft) -> None:
    """Let types of the app's own differ by case, from each other and from known ones."""
    types = draft.rng.choice(
        ('"acme_crm"', '"ACME_CRM", "acme_crm"', '"Slack", "gmail"', '"", " "')
    )
    draft.put("connlint.toml", f"extra-types = [{types}]\n")
    for name in draft.rng.sample(["acme_crm", "Acme_CRM", "Slack", "slack", "acme-crm"], 2):
        draft.put(f"base44/connectors/{name}.jsonc", f'{{"type": "{name}", "scopes": []}}\n')


def _link(draft: Draft) -> None:
    draft.put("../settings.toml", draft.rng.choice(_RIGHT))
    targets = ("../settings.toml", "nowhere.toml", "connlint.toml", "base44", "/dev/null")
    draft.link("connlint.toml", draft.rng.choice(targets))


def _folder(draft: Draft) -> None:
    draft.add_folder("connlint.toml")


_ODDITIES: tuple[Callable[[Draft], None], ...] = (
    _bad,
    _bad,
    _bad,
    _catalog,
    _catalog,
    _folder,
    _link,
    _own_types,
    _own_types,
    _right_elsewhere,
    _several,
    _spoilt,
)
