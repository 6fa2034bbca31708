"""Base44's config of an app, right and odd, under one name or both, and where it points."""

from __future__ import annotations

from .accidents import HARMLESS, spoil
from .draft import Draft

__all__ = ["add_config", "odd_config"]

_RIGHT = (
    '{"name": "Notes"}\n',
    '{\n  "name": "Field Notes",\n  "description": "Visits"\n}',
    '// our app\n{\n  "name": "Notes", // shown to users\n  "site": {"outputDirectory": "dist",},\n}\n',
    '{"name": "Notes", "connectorsDir": "connectors", "functionsDir": "./functions/"}\n',
    '{"name": "Notes", "site": {"buildCommand": "npm run build"}, "visibility": "private"}',
    "{}\n",
)
_ODD = (
    '{name:"x"}',
    "{name: 'x',}",
    "{name: x}",
    "{'name': 'x'}",
    '{"name": ""}',
    '{"name": null}',
    '{"name": 44, "description": []}',
    '{"name": "a", "name": "b"}',
    '{"name": "x", "connectorsDir": "a", "connectorsDir": "connectors"}',
    '{"name": "x", "connectorsDir": 1, "functionsDir": {}}',
    '{"name": "x", "visibility": "everybody", "site": []}',
    '{"name": "x", "site": {"buildCommand": 1, "outputDirectory": null}}',
    '{"name": "x", "plugins": "p"}',
    '{"name": "x", "plugins": [{"source": "../plugins/mail"}, {"source": 1}, null]}',
    '{"name": "x", "$schema": "./config.schema.json", "id": "68f0c2b1a9d4e7f3a1b2c3d4"}',
    "[]",
    '[{"name": "x"}]',
    "null",
    '"x"',
    "",
    "// nothing\n",
    "{",
    '{"name": "x"',
    '{"name" "x"}',
    '{"name": "x"} {"name": "y"}',
    '{"name": "\\ud800"}',
    '{"name": "x\u202e", "__proto__": {"connectorsDir": "y"}}',
)
_FOLDERS = (
    "",
    ".",
    "./",
    "connectors/",
    "./connectors//",
    "../connectors",
    "../../shared/connectors",
    "../../../connectors",
    "/connectors",
    "/etc",
    "functions",
    "../src",
    "conectors",
    "Connectors",
    "none/at/all",
    "config.jsonc",
    "connectors/slack.jsonc",
    "connectors/../connectors",
    "..",
    "../..",
    "~",
    "C:\\\\connectors",
    "connectors\\u0000",
    "connectors\\ud800",
    "a" * 300,
    "con\\nnectors",
    "sub folder/conn \u00e9",
)


def add_config(draft: Draft) -> None:
    """Give an app a config that is right, or none."""
    text = draft.rng.choice(_RIGHT)
    ending = draft.rng.choice((".jsonc", ".jsonc", ".json"))
    if draft.happens(0.07):
        return
    data = text.encode()
    if draft.happens(0.15):
        data = draft.rng.choice(HARMLESS)(data, draft.rng)
    draft.put(f"base44/config{ending}", data)


def odd_config(draft: Draft) -> None:
    """Do one odd thing to the config."""
    draft.rng.choice((_other_text, _other_text, _other_folder, _other_folder, _spoilt, _moved))(
        draft
    )


def _place(draft: Draft) -> str:
    here = draft.paths("base44/config.", (".json", ".jsonc"))
    return here[0] if here else "base44/config.jsonc"


def _other_text(draft: Draft) -> None:
    draft.put(_place(draft), draft.rng.choice(_ODD))


def _other_folder(draft: Draft) -> None:
    """Let the config name a folder for its connectors, its functions or both."""
    folders = {key: draft.rng.choice(_FOLDERS) for key in ("connectorsDir", "functionsDir")}
    named = [f'"{key}": "{folder}"' for key, folder in folders.items() if draft.happens(0.65)]
    members = ", ".join(['"name": "x"', *named])
    draft.put(_place(draft), f"{{{members}}}\n")
    if draft.happens(0.4):
        content = '{"type": "slack", "scopes": ["chat:write"]}\n'
        draft.put_new(
            f"{draft.rng.choice(('connectors', 'base44/conectors'))}/slack.jsonc", content
        )


def _spoilt(draft: Draft) -> None:
    place = _place(draft)
    draft.put(place, spoil(b'{\n  "name": "Notes"\n}\n', draft.rng))


def _moved(draft: Draft) -> None:
    """Put a config somewhere else, beside the other, or put something else into its place."""
    rng = draft.rng
    other = rng.choice(_ODD) if rng.random() < 0.5 else '{"name": "Other"}\n'
    case = rng.randrange(6)
    if case == 0:
        draft.put("base44/config.json", other)
        draft.put_new("base44/config.jsonc", '{"name": "Notes"}\n')
    elif case == 1:
        draft.put("config.json", other)
    elif case == 2:
        # The older layout: the config at the root, and all folders beside it.
        draft.move("base44", ".")
        draft.put_new("config.jsonc", '{"name": "Notes"}\n')
    elif case == 3:
        draft.move(
            "base44/config.jsonc", rng.choice(("base44/Config.jsonc", "base44/config.JSONC"))
        )
    elif case == 4:
        draft.link(
            "base44/config.json", rng.choice(("config.jsonc", "nowhere", "config.json", ".."))
        )
    else:
        draft.add_folder("base44/config.json")
