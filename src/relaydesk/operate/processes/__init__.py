"""Processes of this machine: kept alive, begun by fork where that can be, ended in order."""
