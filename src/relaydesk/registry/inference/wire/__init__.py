"""How web processes, the inference process and replicas talk to each other."""
