"""The catalogue of connector types and scopes: typed, and read only as far as it is needed."""

from connlint.catalog.catalog import Catalog
from connlint.catalog.model import Completeness, ConnectorType, ProviderScopes, Scope, TypeName

__all__ = ["Catalog", "Completeness", "ConnectorType", "ProviderScopes", "Scope", "TypeName"]
