"""Access to files on disk: the boundary for reading, and atomic writing."""
