"""The rule engine: what came of an attempt, held against condition trees, becomes actions. No I/O, no frameworks."""
