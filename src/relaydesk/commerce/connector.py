"""Owns the port to stores of other platforms: what a connector is given, what it can do and gives, and how it fails."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from relaydesk.commerce.types import CatalogueSource, ConnectionReport


class Trouble(StrEnum):
    """What kind of failure: who has to do something about it."""

    AUTH = "auth"  # the store does not let these credentials in, or not there
    THROTTLED = "throttled"  # too many questions: later
    UNAVAILABLE = "unavailable"  # no answer, or none that makes sense: later
    INVALID = "invalid"  # asked wrongly, or nobody's store: the same again would fail again
    RECORD = "record"  # one record alone


class StoreError(Exception):
    """A store did not give what it was asked for. The text is for people; it never holds a credential.

    `reason` is a short stable word, the ledger's.
    """

    kind: ClassVar[Trouble] = Trouble.INVALID
    reason: ClassVar[str] = "store_error"

    @property
    def is_retryable(self) -> bool:
        """Whether the same question may go well a while later."""
        return self.kind in {Trouble.THROTTLED, Trouble.UNAVAILABLE}


class Unconvertible(StoreError):
    """A record lacks something that a product must have; the text says what."""

    kind = Trouble.RECORD
    reason = "record"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Ways to keep up with a store beside reading it page by page, which every connector can."""

    bulk: bool = False  # the whole catalogue as one file
    webhooks: bool = False  # it tells of changes
    inventory: bool = False  # stock alone, without the products


@dataclass(frozen=True, slots=True)
class StoreAccess:
    """All that is needed to reach a store. `credentials` are in the clear, by the connector's names: never log it."""

    platform: str
    base_url: str  # without a slash at its end; empty where the connector reaches over no network
    allow_private: bool
    credentials: Mapping[str, str]

    def __repr__(self) -> str:
        return f"StoreAccess({self.platform}, {self.base_url})"


class Connector(Protocol):
    """Reads the stores of one platform."""

    @property
    def platform(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def url_of(self, address: str) -> str:
        """Where a store of this address answers, unless told otherwise; empty where that is no place of a network."""
        ...

    def open(self, access: StoreAccess) -> AbstractAsyncContextManager[CatalogueSource]:
        """The store's catalogue, as long as the block runs. Its reading raises StoreError."""
        ...

    async def ask(self, access: StoreAccess) -> ConnectionReport:
        """Who the store is and what the credentials may not read, asked once.

        Raises StoreError, or DestinationRefused for an address we must not call.
        """
        ...
