"""The pages of the rules, as the documentation has them."""

from __future__ import annotations

import os

from connlint_schemas import DamagedError

__all__ = ["read_page"]

# In an installed package the pages lie in it; in a checkout they are in docs/rules.
_PLACES = (("..", "docs", "rules"), ("..", "..", "..", "docs", "rules"))


def read_page(name: str) -> str:
    """Return the Markdown text of a rule's page.

    Raises DamagedError when it is missing or no text.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    for place in _PLACES:
        path = os.path.normpath(os.path.join(here, *place, f"{name}.md"))
        if os.path.isfile(path):
            try:
                with open(path, encoding="utf-8") as file:
                    return file.read()
            except UnicodeDecodeError as error:
                raise DamagedError.of(f"docs/rules/{name}.md", "is not valid UTF-8") from error
    raise DamagedError.of(f"docs/rules/{name}.md", "is missing")
