"""Invitations: how somebody gets an account while registration is closed."""
