"""The HTTP server's side of the data plane: calls and the protocol that makes them."""
