"""PostgreSQL below the unit of work: its connections, times, statements straight to the driver, its failures."""
