"""How much a client key may have under way, and how many tokens a minute it may use."""
