"""The catalogue of connector types and scopes: typed, and read only as far as it is needed."""

from connlint.catalog.catalog import Catalog
from connlint.catalog.model import Completeness, ConnectorType

__all__ = ["Catalog", "Completeness", "ConnectorType"]
