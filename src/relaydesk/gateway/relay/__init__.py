"""The data plane: raw ASGI and an own HTTP/1.1 upstream client over an immutable snapshot; free of frameworks."""
