"""Linting of many apps, whose files are rows of tables.

The data flow from top to bottom. A row of a table is a file: `columns` has its columns and those
of the results. `whole` turns batches of rows that are cut anywhere into batches of whole apps.
`batch.lint_batch` lints the apps of one batch, each with `app.lint_app`, and is a pure function
that any engine can call. `guard.Guard` does the same in a process of its own, which an app may
crash, hang or fill up without taking others along: `child` starts and ends that process,
`guard_child` is what it does, and `frames` is what both say to each other.

This package needs pyarrow, which `pip install 'connlint[fleet]'` brings; no module outside imports
it unless fleets are linted.
"""
