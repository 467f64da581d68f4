"""Every request the relay received, as records in local append-only files."""
