"""Upstreams, the keys in their pools, and the routes that lead model names to them."""
