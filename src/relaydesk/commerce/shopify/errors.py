"""What can go wrong between us and a Shopify store. No message ever holds the access token."""

from dataclasses import dataclass

from relaydesk.commerce.connector import StoreError, Trouble


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field that the store could not give, by its path in the data (GraphQL, October 2021, 7.1.2)."""

    path: tuple[str | int, ...]
    message: str


class ShopifyError(StoreError):
    """The base; `field_errors` are set where nothing went wrong but single fields of the answer."""

    reason = "shopify_error"
    field_errors: tuple[FieldError, ...] = ()


class BadAccessToken(ShopifyError):
    """The store refused the access token."""

    kind = Trouble.AUTH
    reason = "bad_access_token"


class AccessDenied(ShopifyError):
    """The token lacks a scope that the query needs."""

    kind = Trouble.AUTH
    reason = "access_denied"


class UnknownStore(ShopifyError):
    """There is no Admin API at that address, or not in this version."""

    reason = "unknown_store"


class QueryRefused(ShopifyError):
    """The store answered the query with GraphQL errors."""

    reason = "query_refused"


class QueryTooDear(ShopifyError):
    """The query's cost is over what the store allows for a single query."""

    reason = "query_too_dear"


class StoreUnreachable(ShopifyError):
    """No answer came: refused, reset, timed out, or an address we must not call."""

    kind = Trouble.UNAVAILABLE
    reason = "store_unreachable"


class StoreFailing(ShopifyError):
    """The store answered with a server error or asked us to slow down."""

    kind = Trouble.UNAVAILABLE
    reason = "store_failing"

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Throttled(StoreFailing):
    """The bucket held too few points for the query."""

    kind = Trouble.THROTTLED
    reason = "throttled"


class UnreadableAnswer(ShopifyError):
    """The answer is not what the Admin API gives: HTML, broken JSON, or missing parts."""

    kind = Trouble.UNAVAILABLE
    reason = "unreadable_answer"
