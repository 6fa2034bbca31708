"""Forward propagation of tokens from a connector call to all sinks."""
