"""Where people are told of what happens: channels, what is sent over them, and what came of it."""
