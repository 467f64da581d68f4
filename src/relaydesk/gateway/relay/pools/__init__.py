"""The keys of one upstream, in the order or by the odds that its strategy picks them."""
