"""Where a request goes: the upstreams of a route in order."""
