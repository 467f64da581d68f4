"""PostgreSQL below the unit of work: its connections, statements that go straight to the driver, its failures."""
