"""Changes that the next push makes for the people who use an app, from two states of its files.

`compare(before, now, root, since)` gives an AppPlan, and the formats in `connlint.render` show it.
"""

from connlint.plan.comparing import compare
from connlint.plan.model import (
    AppPlan,
    Change,
    ConnectorAdded,
    ConnectorRemoved,
    PlannedRequest,
    RequestAdded,
    ScopeAdded,
    ScopeRemoved,
    Use,
)
from connlint.plan.state import State

__all__ = [
    "AppPlan",
    "Change",
    "ConnectorAdded",
    "ConnectorRemoved",
    "PlannedRequest",
    "RequestAdded",
    "ScopeAdded",
    "ScopeRemoved",
    "State",
    "Use",
    "compare",
]
