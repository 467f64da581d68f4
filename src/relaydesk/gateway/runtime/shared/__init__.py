"""What the processes of an installation share through Redis, and what each does alone while it is away."""
