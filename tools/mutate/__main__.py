"""Check that the tests notice it when a condition of a rule is flipped or dropped.

Usage: python tools/mutate [RULE ...] [--jobs N] [--quick] [--list]

A RULE is the name of a rule, the name of another module of its package, `needs`, or the path of
a Python file; without one all rules and `needs` are tried. Each change is one mutant, and each
mutant is run against the tests that reach its statement: first those in tests/rules, then,
without --quick, others. Mutants that change nothing are listed in equivalent.toml with the
reason, and are left out.
Ends with status 1 where a mutant survives, or where an entry of that file matches nothing.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
# If this file is run by its path, Python searches this folder first.
sys.path.insert(0, str(ROOT))

from tools.mutate.equivalents import Equivalent, matching, read_equivalents  # noqa: E402
from tools.mutate.mutants import Mutant, compiled, mutants_of  # noqa: E402
from tools.mutate.trial import Attempt, Outcome, Refusal, Trial  # noqa: E402

_PACKAGE = ROOT / "linter" / "connlint"
_QUICK = "rules"
_OTHERS = (
    "api",
    "audit",
    "baseline",
    "catalog",
    "cli",
    "code",
    "fixes",
    "init",
    "project",
    "render",
    "settings",
    "suppressions",
)


class _Module(NamedTuple):
    """A module and its mutants without the equivalent ones, of which `equivalent` is the number."""

    name: str
    path: Path
    tree: ast.Module
    mutants: tuple[Mutant, ...]
    equivalent: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants, and print a table and the survivors."""
    options = _options(arguments)
    entries = read_equivalents(options.equivalent)
    modules, stale = _modules([_path(name) for name in options.rules] or _all(), entries)
    for text in stale:
        print(f"{options.equivalent.name} has an entry that matches nothing: {text}")
    if options.list:
        for module in modules:
            for mutant in module.mutants:
                print(_shown(module, mutant))
        return int(bool(stale))
    began = time.monotonic()
    try:
        outcomes = _try(modules, options)
    except Refusal as refusal:
        print(f"mutate: {refusal}", file=sys.stderr)
        return 2
    survivors = _report(modules, outcomes)
    _say(f"{time.monotonic() - began:.0f} s")
    return int(bool(survivors or stale))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python tools/mutate", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("rules", nargs="*", metavar="RULE", help="rules, modules or files (all)")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at a time (1)")
    parser.add_argument("--quick", action="store_true", help="only the tests in tests/rules")
    parser.add_argument("--list", action="store_true", help="only print the mutants")
    parser.add_argument(
        "--tests", type=Path, default=ROOT / "tests", metavar="DIR", help="where the tests are"
    )
    parser.add_argument(
        "--equivalent",
        type=Path,
        default=Path(__file__).with_name("equivalent.toml"),
        metavar="FILE",
        help="the mutants that change nothing",
    )
    return parser.parse_args(arguments)


def _all() -> list[Path]:
    return [*sorted((_PACKAGE / "rules").glob("*.py")), _PACKAGE / "usage" / "connector_usage.py"]


def _path(name: str) -> Path:
    """Return the file of a rule, of another module of the package, or the file itself."""
    if name.endswith(".py"):
        return Path(name).resolve()
    path = _PACKAGE / "rules" / f"{name.replace('-', '_')}.py"
    return path if path.exists() else _PACKAGE / f"{name}.py"


def _modules(
    paths: Sequence[Path], entries: Sequence[Equivalent]
) -> tuple[list[_Module], list[str]]:
    """Return the modules that have mutants, and the entries about them that match none."""
    modules, stale = [], []
    for path in paths:
        tree = ast.parse(path.read_text("utf-8"), str(path))
        mutants = mutants_of(tree)
        equivalent, unmatched = matching(entries, path.stem, mutants)
        kept = tuple(mutant for number, mutant in enumerate(mutants) if number not in equivalent)
        stale += unmatched
        if mutants:
            modules.append(_Module(path.stem, path, tree, kept, len(equivalent)))
    return modules, stale


def _try(modules: Sequence[_Module], options: argparse.Namespace) -> list[Outcome]:
    """Run all mutants, and return their outcomes in their order."""
    names = {str(module.path): _import_name(module.path) for module in modules}
    attempts = [
        Attempt(
            str(module.path),
            range(mutant.first, mutant.last + 1),
            partial(compiled, module.tree, mutant, str(module.path)),
            module.name.replace("_", "-"),
        )
        for module in modules
        for mutant in module.mutants
    ]
    tests: Path = options.tests.resolve()
    trial = Trial(names, tests / _QUICK, attempts, options.jobs, _say)
    folders = (_QUICK,) if options.quick else (_QUICK, *_OTHERS)
    chosen = [tests / name for name in folders if (tests / name).exists()]
    command = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "no:cacheprovider"]
    command += ["--capture=no", "-q", *map(str, chosen)]
    # With this, Hypothesis takes the same examples each time, so that runs are repeatable.
    os.environ["CI"] = "true"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        pytest.main(command, plugins=[trial])
    if trial.refusal:
        raise Refusal(f"{trial.refusal}\n{printed.getvalue()}")
    for test in trial.left_out:
        _say(f"left out, because it fails without a mutation: {test}")
    return trial.outcomes


def _import_name(path: Path) -> str:
    """Return the import name of a module in the linter, or of a separate file."""
    if path.is_relative_to(_PACKAGE):
        return ".".join(path.relative_to(_PACKAGE.parent).with_suffix("").parts)
    sys.path.insert(0, str(path.parent))
    return path.stem


def _report(modules: Sequence[_Module], outcomes: Sequence[Outcome]) -> list[str]:
    """Print a table of all modules, then the survivors; return the survivors."""
    rows, survivors, left = [], [], list(outcomes)
    hung = []
    for module in modules:
        own, left = left[: len(module.mutants)], left[len(module.mutants) :]
        rows.append((module.name, own, module.equivalent))
        for mutant, outcome in zip(module.mutants, own, strict=True):
            if outcome.fate == "survived":
                survivors.append(_shown(module, mutant))
            elif outcome.fate == "hung":
                hung.append(_shown(module, mutant))
    print("| module | mutants | killed | hung | survivors | equivalent | score |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, own, equivalent in rows:
        print(_row(name, own, equivalent))
    print(_row("all", outcomes, sum(module.equivalent for module in modules)))
    for title, texts in (("Hung", hung), ("Survivors", survivors)):
        if texts:
            print(f"\n{title}:\n")
            print("\n".join(texts))
    return survivors


def _row(name: str, outcomes: Sequence[Outcome], equivalent: int) -> str:
    fates = [outcome.fate for outcome in outcomes]
    noticed = len(fates) - fates.count("survived")
    score = f"{100 * noticed / len(fates):.1f} %" if fates else "-"
    counts = (len(fates), fates.count("killed"), fates.count("hung"), fates.count("survived"))
    return f"| {name} | {' | '.join(map(str, counts))} | {equivalent} | {score} |"


def _shown(module: _Module, mutant: Mutant) -> str:
    path = module.path
    shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return f"{shown}:{mutant.line}: {mutant.function}\n- {mutant.before}\n+ {mutant.after}"


def _say(text: str) -> None:
    print(f"mutate: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
