"""Sessions: conversations with their event log, states, takeover and live streams."""
