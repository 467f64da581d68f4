"""A faithful fake of Shopify's GraphQL Admin API, for tests and for trying Relaydesk without a store."""
