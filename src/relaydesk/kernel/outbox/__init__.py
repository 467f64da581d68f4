"""The outbox: events with subscribers, kept with what caused them and delivered whichever process dies."""
