"""Configuration of connlint: the settings, and the files that they are read from."""
