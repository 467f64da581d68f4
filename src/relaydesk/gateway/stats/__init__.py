"""Statistics of the gateway: sums by hour, written with the log and kept longer, read by any of their columns."""
