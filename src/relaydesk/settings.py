"""Owns the settings: environment and `.env`, validated at start; read by main and cli alone and handed down."""
