"""Linting of many apps, whose files are rows of tables.

`running.run_fleet` does it all: `sources` reads tables and directories as a stream of rows, a row
for each file (`columns`), `grouping` makes batches of whole apps of them, an `engine` lints these,
in this process or on a `cluster` of Dask (`worker` is what runs there), `parts` keeps the results
of each batch until the run is over, and `output` writes the tables.

Other engines need less: `whole` turns batches of rows that are cut anywhere into batches of whole
apps. `batch.lint_batch` lints the apps of one batch, each with `app.lint_app`, and is a pure
function. `guard.Guard` does the same in a process of its own, which an app may crash, hang or fill
up without taking others along: `child` starts and ends that process, `guard_child` is what it does,
and `frames` is what both say to each other.

This package needs pyarrow, which `pip install 'connlint[fleet]'` brings; no module outside imports
it unless fleets are linted.
"""
