"""Clients of services in npm packages: what makes them, and the requests of each."""
