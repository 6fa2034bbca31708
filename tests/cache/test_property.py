"""The answer with the cache is always the one without, whatever happens to the files."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

HEALTHY = Path(__file__).parents[2] / "examples" / "healthy-app"
APPS, ROUNDS = 10, 4
SETTLED = 2.1
"""Seconds after which a change is old enough for an entry."""
_SCOPE = "https://www.googleapis.com/auth/gmail.readonly"
_CODE = """
import { createClientFromRequest } from "npm:@base44/sdk";
import { send } from "./more.ts";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("gmail");
  return Response.json(await send(accessToken));
});
"""


class Outcome(NamedTuple):
    """What a process printed, and how it ended."""

    status: int
    out: bytes
    err: bytes


def _files(root: Path, pattern: str = "*") -> list[Path]:
    return sorted(path for path in root.rglob(pattern) if path.is_file())


def _edit(root: Path, dice: random.Random) -> None:
    """Replace one character by another, and keep the times as far as one can."""
    path = dice.choice(_files(root))
    status = path.stat()
    data = bytearray(path.read_bytes())
    if data:
        data[dice.randrange(len(data))] = dice.choice(b'x",{}[] ')
        path.write_bytes(bytes(data))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _misspell(root: Path, dice: random.Random) -> None:
    path = dice.choice(_files(root / "base44" / "connectors") or _files(root))
    path.write_text(path.read_text("utf-8", "replace").replace('"type"', '"tipe"'), "utf-8")


def _touch(root: Path, dice: random.Random) -> None:
    os.utime(dice.choice(_files(root)))


def _delete(root: Path, dice: random.Random) -> None:
    dice.choice(_files(root)).unlink()


def _rename(root: Path, dice: random.Random) -> None:
    path = dice.choice(_files(root))
    path.rename(path.with_name(dice.choice(["a.jsonc", "notion.json", "entry.ts", "x.yaml"])))


def _swap(root: Path, dice: random.Random) -> None:
    """Let two files of one folder change their names."""
    one, other = dice.choice(_files(root)), dice.choice(_files(root))
    between = one.with_name("between")
    one.rename(between)
    if other.exists():
        other.rename(one)
    between.rename(other)


def _link(root: Path, dice: random.Random) -> None:
    path = dice.choice(_files(root))
    target = dice.choice(_files(root))
    path.unlink()
    path.symlink_to(target)


def _add(root: Path, dice: random.Random) -> None:
    name, text = dice.choice(
        [
            ("base44/connectors/slak.jsonc", '{"type": "slak", "scopes": []}\n'),
            ("base44/connectors/x.yaml", "type: slack\n"),
            ("base44/connectors/sub/slack.jsonc", "{}"),
            ("base44/config.json", "{}\n"),
            ("base44/config.json", '{"connectorsDir": "elsewhere"}\n'),
            ("config.jsonc", '{"name": "x"}\n'),
            ("connlint.toml", 'min-severity = "info"\n'),
            ("base44/connlint.toml", "[rules]\nunknown-type = 7\n"),
            ("../connlint.toml", 'fail-on = "info"\n'),
            ("pyproject.toml", "[tool.connlint]\nnonsense = 1\n"),
            ("pyproject.toml", "[project]\n"),
            ("base44/package.json", '{"connlint": {"nonsense": 1}}'),
            ("../../connlint.toml", "nonsense = 1\n"),
            ("base44/functions/more/entry.ts", _CODE),
            ("base44/functions/more/more.ts", "export const send = (token) => token;\n"),
            ("base44/functions/more/more.js", "export const send = (token) => fetch(token);\n"),
            ("base44/shared/more.ts", 'export * from "../../outside.ts";\n'),
            ("outside.ts", 'getConnection("gmail")\n'),
            ("base44/functions/more/entry.ts", _CODE.replace("./more.ts", "@/more")),
            ("tsconfig.json", '{"extends": "./paths.json"}'),
            (
                "paths.json",
                '{"compilerOptions": {"paths": {"@/*": ["./base44/functions/more/*"]}}}',
            ),
            ("base44/jsconfig.json", '{"compilerOptions": {"baseUrl": "functions/more"}}'),
            ("base44/deno.json", '{"imports": {"@/": "./shared/"}}'),
            ("base44/package.json", '{"imports": 3}'),
            ("base44/workflows/mail.jsonc", '{"trigger": {"config": 3}}\n'),
            ("src/App.jsx", 'base44.asServiceRole.connectors.getConnection("gmail");\n'),
            ("app/_layout.tsx", 'base44.asServiceRole.connectors.getConnection("gmail");\n'),
            ("src/routes/__root.tsx", "export {};\n"),
            ("functions/mail.ts", f'import "npm:@base44/sdk";{_CODE}'),
            ("base44/config.json", '{"plugins": [{"source": "../inner"}]}\n'),
            ("inner/base44/connectors/gmail.jsonc", f'{{"type": "gmail", "scopes": ["{_SCOPE}"]}}'),
        ]
    )
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _move_folder(root: Path, dice: random.Random) -> None:
    """Put a folder elsewhere, and perhaps a link in its place."""
    folders = sorted(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())
    folder = dice.choice(folders)
    place = root / f"moved{dice.randrange(1000)}"
    folder.rename(place)
    if dice.random() < 0.5:
        folder.symlink_to(place)


def _repository(root: Path, _: random.Random) -> None:
    """Make the parent folder a repository, or no longer one."""
    git = root.parent / ".git"
    git.rmdir() if git.exists() else git.mkdir()


def _restore(root: Path, _: random.Random) -> None:
    shutil.rmtree(root)
    shutil.copytree(HEALTHY, root)


CHANGES: list[Callable[[Path, random.Random], None]] = [
    _edit,
    _misspell,
    _touch,
    _delete,
    _rename,
    _swap,
    _link,
    _add,
    _add,
    _add,
    _move_folder,
    _repository,
    _restore,
]


class App:
    """An app on disk, with a cache of its own."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.dice = random.Random(seed)  # noqa: S311 - it decides on edits
        self.history: list[str] = []
        self.hits = 0
        self.cache = root.parents[2] / f"cache{seed}"
        shutil.copytree(HEALTHY, root)

    def change(self) -> None:
        """Do one thing to the files."""
        change = self.dice.choice(CHANGES)
        try:
            change(self.root, self.dice)
        except (OSError, IndexError):
            # Nothing is left to change, or it is in the way.
            _restore(self.root, self.dice)
        self.history.append(change.__name__)

    def check(self, *options: str) -> Outcome:
        """Run connlint on the app."""
        environ = {**os.environ, "CONNLINT_CACHE_DIR": str(self.cache)}
        done = subprocess.run(
            [sys.executable, "-m", "connlint", "check", *options],
            cwd=self.root,
            env=environ,
            capture_output=True,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def compare(self) -> None:
        """Hold that the cache changes nothing, directly after a change and when it is used."""
        plain = self.check("--no-cache")
        assert self.check() == plain, self.history

    def settle(self) -> None:
        """Let a run be kept, if it prints nothing, and hold that it is answered alike."""
        first = self.check()
        self.hits += any(self.cache.iterdir()) if self.cache.exists() else False
        assert self.check() == first, self.history


def _each(apps: Iterable[App], do: Callable[[App], None]) -> None:
    # Processes do the work.
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(do, apps))


@pytest.mark.slow(seconds=40)
def test_the_answer_with_the_cache_is_the_one_without(tmp_path: Path) -> None:
    apps = [App(tmp_path / f"repo{seed}" / "apps" / "app", seed) for seed in range(APPS)]
    for _ in range(ROUNDS):
        time.sleep(SETTLED)
        _each(apps, App.settle)
        for app in apps:
            app.change()
        _each(apps, App.compare)
    # A test that never met an entry would show nothing.
    assert sum(app.hits for app in apps) > APPS
