"""The mark of the gateway's configuration: it changes with every change of what the data plane works from."""
