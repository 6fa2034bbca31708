"""What an app lacks to be checked everywhere: its state, and the files that would change it.

`survey(target)` looks at the disk and gives the Surroundings; `plan(surroundings)` says, as
data, which files are missing and how they would look. Nothing here writes.
"""

from connlint.init.plan import Change, Obstacle, Plan, plan
from connlint.init.surroundings import Existing, Surroundings, look, survey

__all__ = ["Change", "Existing", "Obstacle", "Plan", "Surroundings", "look", "plan", "survey"]
