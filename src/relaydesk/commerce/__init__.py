"""Merchants, connectors, the sync ledger, the catalogue and its search. Publishes ProductsChanged, SyncFailed."""
