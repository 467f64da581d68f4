"""Statistics of the gateway: sums by hour and day, written with the log and kept longer."""
