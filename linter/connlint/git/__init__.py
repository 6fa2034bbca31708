"""Questions to git: which files have changed, what a branch is, which files a commit has.

`repository` is the only module that runs git: no hook runs, nothing is fetched or written, and only
`Repository.changed`, which compares files on disk, may use the filters that a user has configured.
`branch` reads git's own files without running it.
"""
