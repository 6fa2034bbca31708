"""Usage of connectors: the scopes that each request needs, and the sets that are enough."""
