"""The keys in the upstreams' pools: added one by one or in bulk, encrypted, never shown again."""
