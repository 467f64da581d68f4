"""Quotas of upstream keys: what of a period is handed out to processes."""
