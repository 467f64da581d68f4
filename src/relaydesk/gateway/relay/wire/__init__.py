"""How requests and answers are written: HTTP heads, OpenAI's shapes. Pure functions."""
