"""The client side of the relay: addresses, connections, pools, built-in models."""
