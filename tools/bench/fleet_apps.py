"""Synthetic apps with the shapes of real ones, for the benchmark and the tests of fleets.

The same number always makes the same app. Connectors come by how often apps have them, a third of
the apps has backend functions, a quarter one mistake, and each app has a page of a front end.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tools.bench.functions import ordinary_functions, whole_functions

__all__ = ["Apps", "write_folders", "write_table"]

_CATALOG = Path(__file__).resolve().parents[2] / "schemas" / "connlint_schemas" / "catalog"
_OFTEN = ("gmail", "googlecalendar", "googlesheets", "googledrive", "slack", "notion", "hubspot")
"""The types that most apps have; each of them is as frequent as five of the others."""
_MISTAKES = (
    ('"type"', '"typ"'),
    ('"scopes": [', '"scopes": [\n    "made.up.scope",'),
    ("}\n", ""),
    ('"scopes"', '"note": "for the team",\n  "scopes"'),
)
"""What is replaced in a connector file to have something to find."""
_PAGE = """\
import { base44 } from "@/api/base44Client";

export default function Page%d() {
  const open = async () => {
    const found = await base44.entities.Item.list("-created_date", %d);
    console.log(found.length);
  };
  return <button onClick={open}>Open</button>;
}
"""
_APPS_OF_GROUP = 500


class Apps:
    """The makers of apps: what they are put together from is read once."""

    def __init__(self) -> None:
        entries = [json.loads(path.read_text("utf-8")) for path in sorted(_CATALOG.glob("*.json"))]
        self._scopes = {entry["type"]: list(entry["scopes"]) for entry in entries}
        self._types = [*sorted(self._scopes), *(_OFTEN * 5)]
        calling, others = whole_functions(), ordinary_functions()
        # Most functions have nothing to do with connectors.
        self._functions = [*calling, *(others * max(1, len(calling) // len(others)))]

    def files(self, number: int) -> Mapping[str, str]:
        """Return the files of an app by their paths."""
        chance = random.Random(number)  # noqa: S311 - nothing depends on its secrecy
        files = {
            "base44/config.jsonc": json.dumps({"name": f"App {number}"}, indent=2),
            "package.json": json.dumps({"name": f"app-{number}", "private": True}, indent=2),
            "src/pages/Page.jsx": _PAGE % (number, chance.randrange(10, 100)),
        }
        for kind in sorted({chance.choice(self._types) for _ in range(chance.randrange(1, 5))}):
            scopes = self._scopes[kind]
            content = {"type": kind, "scopes": chance.sample(scopes, min(len(scopes), 2))}
            files[f"base44/connectors/{kind}.jsonc"] = json.dumps(content, indent=2) + "\n"
        if chance.random() < 1 / 4:
            path = chance.choice([path for path in files if "/connectors/" in path])
            files[path] = files[path].replace(*chance.choice(_MISTAKES), 1)
        if chance.random() < 1 / 3:
            for place in range(chance.randrange(1, 4)):
                text = chance.choice(self._functions)
                path = f"base44/functions/work{place}/entry.ts"
                files[path] = f"// App {number}\n{text}"
        return files

    def batches(self, count: int) -> Iterator[pa.RecordBatch]:
        """Yield the files of so many apps as rows with the columns of a fleet."""
        for start in range(0, count, _APPS_OF_GROUP):
            rows = [
                {"app": name_of(number), "path": path, "content": text.encode()}
                for number in range(start, min(count, start + _APPS_OF_GROUP))
                for path, text in self.files(number).items()
            ]
            yield pa.RecordBatch.from_pylist(rows)


def name_of(number: int) -> str:
    """Return the name of an app."""
    return f"app-{number:07}"


def write_table(path: Path, count: int) -> None:
    """Write the files of so many apps as a Parquet table."""
    batches = Apps().batches(count)
    first = next(batches)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)


def write_folders(root: Path, count: int) -> None:
    """Write so many apps as sub-directories."""
    apps = Apps()
    for number in range(count):
        for path, text in apps.files(number).items():
            place = root / name_of(number) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
