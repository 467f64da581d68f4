"""The demo shop that ships with Relaydesk: Pedalworks, an imaginary bicycle shop, with its FAQ."""
