"""Libraries for HTTP requests: a module for each family of them."""
