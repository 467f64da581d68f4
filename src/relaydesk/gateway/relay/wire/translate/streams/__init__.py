"""Streams of answers, translated as they arrive; what was cut stays cut."""
