"""The apps, contents, configuration and rules that a `connlint check` is asked for."""

from __future__ import annotations

import os

from connlint.cli.console import Console, UsageError
from connlint.cli.options import STDIN_NAME, InputOptions, RuleOptions
from connlint.files.reading import Disk
from connlint.project import Target, find_file_target, find_targets
from connlint.rules import RULES, RuleSet
from connlint.tuples import NamedTuple

__all__ = ["Inputs", "chosen_rules", "config_location", "find_inputs"]


class Inputs(NamedTuple):
    """The apps to check; `overlay` maps locations to contents that replace those on disk."""

    targets: tuple[Target, ...]
    overlay: dict[str, bytes]


def find_inputs(options: InputOptions, cwd: str, console: Console, disk: Disk) -> Inputs:
    """Find the apps that the paths mean, and read standard input where it stands for a file.

    Raises NothingToLint for a path without an app, UsageError for a configuration file that does
    not exist.
    """
    overlay: dict[str, bytes] = {}
    if options.stdin_filename is None:
        targets = find_targets(options.paths, cwd, disk)
    else:
        content = console.stdin.read()
        target = _stdin_target(options.stdin_filename, content, cwd)
        targets = (target,)
        overlay = dict.fromkeys(target.chosen or (), content)
    if options.config != "":
        config = options.config
        settings = config_location(config, cwd) if config is not None else None
        targets = tuple(target._replace(settings=settings) for target in targets)
    if options.changed is not None:
        from connlint.cli.changed import only_changed

        targets = only_changed(targets, options.changed, cwd)
    return Inputs(targets, overlay)


def _stdin_target(name: str, content: bytes, cwd: str) -> Target:
    """Return the app of the file that standard input stands for; none if that has no name."""
    location = os.path.normpath(os.path.join(cwd, name))
    if name != STDIN_NAME:
        from connlint.files.overlay import OverlayDisk

        return find_file_target(name, cwd, OverlayDisk({location: content}))
    return Target(cwd, None, cwd, frozenset({location}), standalone=True)


def config_location(path: str, cwd: str) -> str:
    """Return the absolute path of a configuration file; raises UsageError if there is none."""
    location = os.path.normpath(os.path.join(cwd, path))
    if not os.path.isfile(location):
        raise UsageError(f'The configuration file "{path}" does not exist')
    return location


def chosen_rules(options: RuleOptions, rules: RuleSet = RULES) -> RuleSet:
    """Return the rules that are asked for; raise UsageError for a name that no rule has."""
    if not options.select and not options.ignore:
        return rules
    for name in (*options.select, *options.ignore):
        if name not in rules:
            from connlint.cli.rule_names import no_such_rule

            raise no_such_rule(name, set(rules.names))
    chosen = set(options.select or rules.names)
    return rules.chosen(chosen.difference(options.ignore))
