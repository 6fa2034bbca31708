"""Clients that code uses: the connectors module of Base44, HTTP libraries and SDKs."""
