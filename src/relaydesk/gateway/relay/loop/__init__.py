"""How the relay runs on the event loop: light tasks, writes gathered to the end of a turn."""
