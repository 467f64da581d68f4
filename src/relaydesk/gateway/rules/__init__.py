"""Rules as people keep them: saved, checked, tried on the request log. The engine itself is `gateway/relay/rules`."""
