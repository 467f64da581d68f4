"""The request log: what the journals hold, copied into PostgreSQL, searched and summed up."""
