"""How requests and answers are written: HTTP heads, OpenAI's shapes, Anthropic's in its words. Pure functions."""
