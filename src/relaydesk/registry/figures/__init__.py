"""Figures of what is served, as the inference process counts them."""
