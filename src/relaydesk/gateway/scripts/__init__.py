"""Operators' scripts: kept with their versions, tried out, handed to the relay."""
