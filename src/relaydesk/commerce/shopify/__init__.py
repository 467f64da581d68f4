"""Shopify: the client of its GraphQL Admin API and the reading of a store's catalogue."""
