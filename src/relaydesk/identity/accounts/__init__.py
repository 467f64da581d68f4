"""The rows behind identity: people, refresh families, client keys."""
