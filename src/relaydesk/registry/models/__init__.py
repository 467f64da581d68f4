"""Models by name, and the aliases that point to their versions."""
