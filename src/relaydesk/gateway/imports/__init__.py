"""Coming from another gateway: its configuration read into upstreams, keys and routes of ours."""
