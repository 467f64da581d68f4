"""OpenAI's chat completions and Anthropic's Messages, each translated into the other. Pure functions over bytes."""
