"""The price table: what models cost at upstreams, edited by people, worked from by the relay."""
