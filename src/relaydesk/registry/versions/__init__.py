"""Versions of models: uploads, what they say of themselves, downloads and comparison."""
