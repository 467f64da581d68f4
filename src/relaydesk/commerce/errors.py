"""What can go wrong in commerce."""

from relaydesk.kernel.errors import Conflict, NotFound, Unavailable


class MerchantNotFound(NotFound):
    """There is no merchant {merchant_id}."""

    code = "MERCHANT_NOT_FOUND"


class MerchantInactive(Conflict):
    """Merchant {merchant_id} is switched off; switch it on to sync its products."""

    code = "MERCHANT_INACTIVE"


class ConnectionNotFound(NotFound):
    """Merchant {merchant_id} has no connection {connection_id}."""

    code = "CONNECTION_NOT_FOUND"


class StoreNotConnected(Conflict):
    """Merchant {merchant_id} has no store connected; add a connection first."""

    code = "STORE_NOT_CONNECTED"


class ProductNotFound(NotFound):
    """There is no product {product_id}."""

    code = "PRODUCT_NOT_FOUND"


class SyncNotFound(NotFound):
    """There is no sync {sync_id}."""

    code = "SYNC_NOT_FOUND"


class SyncAlreadyRunning(Conflict):
    """Sync {sync_id} of this merchant is still running."""


class SyncOver(Conflict):
    """Sync {sync_id} has ended, or a later one has taken its place; start a new one."""

    code = "SYNC_OVER"


class StoreRefused(Unavailable):
    """The store could not be read: {reason}."""

    code = "STORE_REFUSED"
    retryable = False
