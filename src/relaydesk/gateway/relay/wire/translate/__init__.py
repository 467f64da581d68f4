"""OpenAI's chat completions and Anthropic's Messages, each told in the other's words. Pure functions over bytes."""
