"""Upstreams, upstream keys, the relay (data plane), the request log. Publishes KeyDisabled, UpstreamHeld."""
