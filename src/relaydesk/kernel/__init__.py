"""What every package stands on, without a business word: database, Redis, errors, events, the HTTP edge."""
