"""The least-privilege report: which scopes an app has, which it needs, and why.

`audit_projects(projects, catalog)` gives an Audit, and the formats in `connlint.render` show it.
"""

from connlint.audit.building import audit_connector, audit_projects
from connlint.audit.model import (
    Audit,
    AuditCall,
    AuditConnector,
    AuditGap,
    AuditProject,
    AuditScope,
    Totals,
    Verdict,
)

__all__ = [
    "Audit",
    "AuditCall",
    "AuditConnector",
    "AuditGap",
    "AuditProject",
    "AuditScope",
    "Totals",
    "Verdict",
    "audit_connector",
    "audit_projects",
]
