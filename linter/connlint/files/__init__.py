"""Files on disk: which may be read, and how they are written."""
