"""Catalogue of connector types and scopes, typed and read only as far as needed."""

from connlint.catalog.catalog import Catalog
from connlint.catalog.model import Completeness, ConnectorType

__all__ = ["Catalog", "Completeness", "ConnectorType"]
