"""Models: their versions with files, aliases and stages, kept apart from whoever serves them."""
