"""What the whole is doing: health for people and load balancers, metrics."""
