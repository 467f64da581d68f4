"""The data plane in a web process: its snapshot kept current, its journal shipped, its figures counted."""
