"""Plan of the files that `connlint init` writes, made from the state of an app."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from connlint._version import HOME
from connlint.init import contents
from connlint.init.json_members import add_to_list, add_to_object
from connlint.init.refusal import InsertionError
from connlint.init.surroundings import Existing, Surroundings
from connlint.init.yaml_list import add_repository
from connlint.jsonc import ArrayNode, ObjectNode, StringNode, parse
from connlint.tuples import NamedTuple

__all__ = ["Change", "Obstacle", "Plan", "plan"]

_BY_HAND = "add connlint there by hand"


class Change(NamedTuple):
    """A file to write: its path, relative to the top with `/`, and its new text `after`.

    `before` is the state that was found at the path. `purpose` completes a sentence that begins
    with the path.
    """

    path: str
    before: Existing
    after: str
    purpose: str = ""


class Obstacle(NamedTuple):
    """A file that is not changed, and why, in words that follow its path and a colon."""

    path: str
    reason: str


class Plan(NamedTuple):
    """The files to write, those that are complete already, and those that cannot be changed.

    `notes` are sentences about what people have to do themselves, `steps` what they do next.
    """

    changes: tuple[Change, ...]
    present: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    notes: tuple[str, ...]
    steps: tuple[str, ...] = ()


def plan(around: Surroundings) -> Plan:
    """Return the changes that complete an app's setup; after them, a new plan has no changes."""
    changes: list[Change] = []
    present: list[str] = []
    obstacles: list[Obstacle] = []
    for path, complete, purpose in _wanted(around):
        existing = around.files[path]
        if existing.problem:
            obstacles.append(Obstacle(path, existing.problem))
            continue
        try:
            after = complete(existing.text)
        except InsertionError as refusal:
            obstacles.append(Obstacle(path, f"{refusal}; {_BY_HAND}"))
            continue
        if after == existing.text:
            present.append(path)
        else:
            changes.append(Change(path, existing, after, purpose))
    return Plan(
        tuple(changes),
        tuple(present),
        tuple(obstacles),
        tuple(_notes(around, changes)),
        tuple(_steps(around, {change.path for change in changes})),
    )


_Complete = Callable[[str | None], str]
"""A function from a file's text, None where there is no file, to the text that it should have."""


def _wanted(around: Surroundings) -> Iterator[tuple[str, _Complete, str]]:
    """Yield the files to complete, each with its function and its purpose."""
    yield (
        around.settings,
        lambda text: contents.CONFIG if text is None else text,
        "is where you change settings; until then, the defaults apply",
    )
    complete = _toml_hooks if around.hooks.endswith(".toml") else _hooks
    yield around.hooks, complete, "checks the app before each commit, with pre-commit"
    if around.workflow is not None:
        purpose = f"checks each push to {around.branch} and each pull request on GitHub"
        running = _running_workflow(around)
        if running is None:
            yield around.workflow, lambda text: _workflow(text, around.branch), purpose
        else:
            yield running, lambda text: text or "", purpose
    if around.package is not None:
        name, _ = contents.SCRIPT
        yield around.package, _package, f"gets a script: `npm run {name}` checks the app"
    yield (
        f"{around.editor}/settings.json",
        lambda text: _settings(text, around.connectors),
        "tells VS Code the schema of connector files",
    )
    if contents.RELEASED:
        purpose = "recommends connlint's extension to people who open the app in VS Code"
        yield f"{around.editor}/extensions.json", _extensions, purpose


def _notes(around: Surroundings, changes: Sequence[Change]) -> Iterator[str]:
    if around.other_ci and changes:
        page = f"{HOME}/blob/main/docs/ci.md"
        yield f"To run connlint in the CI of {around.other_ci}, copy the lines from {page}"
    if not around.is_usual and any(change.path == around.hooks for change in changes):
        yield (
            f"The hook checks files in base44/connectors; set its `files` for {around.connectors}, "
            f"as {HOME}#in-pre-commit explains"
        )


def _steps(around: Surroundings, changed: Collection[str]) -> Iterator[str]:
    if not changed:
        return
    yield "Run `connlint check` to see what it finds"
    if around.hooks in changed:
        yield "Run `pre-commit install` once, so that git runs the hook"
    pinned = {around.hooks: "the hook", around.workflow: "the workflow"}
    names = [name for path, name in pinned.items() if path in changed]
    if names and not contents.RELEASED:
        uses = "uses" if len(names) == 1 else "use"
        yield (
            f"To pin a version, replace `main` with a commit of {HOME}: "
            f"{' and '.join(names)} {uses} the newest connlint"
        )
    yield "Commit the files"


def _hooks(text: str | None) -> str:
    if text is None or not text.strip():
        return contents.HOOKS
    if contents.runs_connlint(text):
        return text
    return add_repository(text, contents.hook_entry(""))


def _toml_hooks(text: str | None) -> str:
    if contents.runs_connlint((text or "").replace(" =", ":").replace("=", ":")):
        return text or ""
    raise InsertionError("connlint does not write TOML")


def _running_workflow(around: Surroundings) -> str | None:
    """Return the path of another workflow that runs connlint already, None without one."""
    for path, existing in around.files.items():
        is_workflow = path.startswith(".github/") and path != around.workflow
        if is_workflow and existing.text and contents.runs_connlint(existing.text):
            return path
    return None


def _workflow(text: str | None, branch: str) -> str:
    if text is None or not text.strip():
        return contents.workflow(branch)
    if contents.runs_connlint(text):
        return text
    raise InsertionError("it does not run connlint")


def _package(text: str | None) -> str:
    name, command = contents.SCRIPT
    root = parse(text or "").root
    for member in root.members if isinstance(root, ObjectNode) else ():
        if member.key.name == "scripts" and isinstance(member.value, ObjectNode):
            for script in member.value.members:
                value = script.value.value if isinstance(script.value, StringNode) else ""
                if script.key.name == name or contents.runs_connlint(value):
                    return text or ""
    return add_to_object(text or "", "scripts", name, command)


def _settings(text: str | None, connectors: str) -> str:
    if contents.SCHEMA in _strings(text, "json.schemas", "url"):
        return text or ""
    return add_to_list(text or "", "json.schemas", contents.schema_association([connectors]))


def _extensions(text: str | None) -> str:
    names = {*_strings(text, "recommendations"), *_strings(text, "unwantedRecommendations")}
    # VS Code ignores the case of extension names.
    if contents.EXTENSION in {name.lower() for name in names}:
        return text or ""
    return add_to_list(text or "", "recommendations", contents.EXTENSION)


def _strings(text: str | None, name: str, key: str = "") -> set[str]:
    """Return the strings in a property's list, and those at `key` of the objects in it."""
    root = parse(text or "").root
    strings: set[str] = set()
    for member in root.members if isinstance(root, ObjectNode) else ():
        if member.key.name != name or not isinstance(member.value, ArrayNode):
            continue
        for item in member.value.elements:
            values = [item]
            if key and isinstance(item, ObjectNode):
                values = [
                    inner.value for inner in item.members if inner.key.name == key and inner.value
                ]
            strings.update(value.value for value in values if isinstance(value, StringNode))
    return strings
