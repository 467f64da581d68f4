"""People: listing, creating, changing and deactivating them."""
