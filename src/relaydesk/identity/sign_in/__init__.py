"""Register, sign in, refresh, sign out, profile; for the console and for operators."""
