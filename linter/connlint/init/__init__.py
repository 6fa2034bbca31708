"""Preparation of an app for checks in the editor, in hooks and in CI, for `connlint init`.

`survey(target)` reads the disk and returns the Surroundings; `plan(surroundings)` returns, as
data, which files to write and with which content. This package writes nothing.
"""

from connlint.init.plan import Change, Obstacle, Plan, plan
from connlint.init.surroundings import Existing, Surroundings, look, survey

__all__ = ["Change", "Existing", "Obstacle", "Plan", "Surroundings", "look", "plan", "survey"]
