"""Live streams of one process: who follows what, what is new, who may still hear it."""
