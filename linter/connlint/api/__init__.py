"""The functions that other programs call; `connlint` exports them.

`projects` reads apps from disk, `files` takes their files from memory. No function prints, writes
a file or keeps anything between calls, so all of them can run in several threads at a time.
"""
