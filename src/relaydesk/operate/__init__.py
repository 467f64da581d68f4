"""Running Relaydesk: embedded servers, the supervisor, web and worker processes, doctor."""
