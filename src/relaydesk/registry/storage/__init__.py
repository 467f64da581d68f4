"""Where model files are: a port, and a local directory behind it."""
