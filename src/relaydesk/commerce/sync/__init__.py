"""The sync ledger: each record of a store ends created, updated, unchanged, deleted or skipped with a reason."""
