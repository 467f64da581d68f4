"""Chat: how visitors speak, in one piece or as a stream."""
