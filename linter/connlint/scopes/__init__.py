"""The scopes that an app has to ask for, according to its code, and the connector files with them.

`scopes_of(projects, catalog)` gives a ScopesReport, which the formats in `connlint.render` show;
`writing.plan_files(…)` gives the changes that make the connector files list them. This package
writes nothing.
"""

from connlint.scopes.building import scopes_of
from connlint.scopes.model import (
    AppScopes,
    Asking,
    ConnectorScopes,
    ScopeGap,
    ScopeRequest,
    ScopesReport,
)

__all__ = [
    "AppScopes",
    "Asking",
    "ConnectorScopes",
    "ScopeGap",
    "ScopeRequest",
    "ScopesReport",
    "scopes_of",
]
