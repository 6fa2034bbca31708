"""The scopes that an app has to ask for, told from its code, and the connector files with them.

`scopes_of(projects, catalog)` gives a ScopesReport, which the formats in `connlint.render` show;
`plan_files(…)` gives the changes that bring the connector files into line with it. This package
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
