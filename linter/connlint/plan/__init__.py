"""What the next push changes for the people who use an app, told from two states of its files.

`compare(before, now, catalog)` gives an AppPlan, and the formats in `connlint.render` show it.
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
