"""Users, roles, sign-in, token families, client keys, the principal and the audit log."""
