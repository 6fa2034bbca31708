"""Requests have the parameters that Node gives them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl

from .parameter_drafts import COMMON, RUNS, draft
from .test_parameters import requests_of

_COUNT = 200
_BASE = "https://gmail.googleapis.com/gmail/v1/users/me/"
_PATH = re.compile(r"m\d+")
_RUNNER = """\
const B = %(base)s;
let h, sent;
const fetch = (url) => { sent.push(String(url)); };
const axios = {
  get(address, { params } = {}) {
    const url = new URL(address);
    for (const [name, value] of new URLSearchParams(params)) url.searchParams.append(name, value);
    sent.push(url.href);
  },
};
const run = (code, x) => {
  [h, sent] = [{}, []];
  // What a draft does until it fails counts.
  try { code(x); } catch {}
  return sent;
};
const drafts = [%(drafts)s];
console.log(JSON.stringify(drafts.map((code) => %(runs)s.flatMap((x) => run(code, x)))));
"""


def _sent(node: str, drafts: Sequence[str], folder: Path) -> list[list[str]]:
    """The addresses of the requests that each draft makes in all of its runs."""
    program = folder / "drafts.js"
    codes = ",\n".join(f"(x) => {{\n{COMMON}{code}\n}}" for code in drafts)
    values = {"base": json.dumps(_BASE), "drafts": codes, "runs": json.dumps(RUNS)}
    program.write_text(_RUNNER % values, "utf-8")
    done = subprocess.run([node, program], check=True, capture_output=True, timeout=60)
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_complete_parameters_are_all_that_node_sends(node: str, tmp_path: Path) -> None:
    drafts = [draft(Random(seed)) for seed in range(_COUNT)]  # noqa: S311 - the same each time
    compared = 0
    for code, addresses in zip(drafts, _sent(node, drafts, tmp_path), strict=True):
        requests = requests_of(tmp_path / "app", COMMON + code)
        paths = ["".join(piece or "?" for piece in each.address) for each in requests]
        if not all(_PATH.fullmatch(path.removeprefix(_BASE)) for path in paths):
            # One of which not even the address is known may be any of them.
            continue
        for address in addresses:
            path, _, query = address.partition("#")[0].partition("?")
            own = [each.parameters for each, at in zip(requests, paths, strict=True) if at == path]
            if not own or not all(parameters.is_complete for parameters in own):
                continue
            known = {pair for parameters in own for pair in parameters.known}
            for name, value in parse_qsl(query.strip(), keep_blank_values=True):
                assert {(name, value), (name, None)} & known, f"{address}\n{code}"
            compared += bool(query)
    assert compared > _COUNT // 2
