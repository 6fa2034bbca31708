"""Questions to git: which files have changed, what a branch is, which files a commit has.

`repository` is the only module that runs git. It asks so that no setting of a repository makes git
run a program, use the network or write; `branch` reads git's own files without running it.
"""
