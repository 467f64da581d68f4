"""Owns days: tables that only grow are kept by day, and whose day it is is a matter of time zones."""
