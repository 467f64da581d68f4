"""Owns how attempts and tasks end, whoever ends them, and the way back."""
