"""Application of edits to text, and of fixes until none is left."""
