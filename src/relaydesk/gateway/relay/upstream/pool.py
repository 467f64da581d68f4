"""The connections to all upstreams: made to pinned addresses, kept while idle, reused last in first out."""

import asyncio
import ssl
import time
from collections import deque
from typing import Final

from relaydesk.gateway.relay.snapshot import Endpoint, Upstream, endpoint_of
from relaydesk.gateway.relay.upstream.address import Resolver
from relaydesk.gateway.relay.upstream.connection import Connection
from relaydesk.gateway.relay.upstream.failure import FailureKind, UpstreamFailure
from relaydesk.kernel.outbound import trusted_certificates

MAX_CONNECTIONS: Final = 8192


class Pool:
    """Connections to one upstream. Over the bound, requests wait their turn for at most their timeout."""

    def __init__(self, endpoint: Endpoint, *, allow_private: bool, resolver: Resolver, tls: ssl.SSLContext) -> None:
        self.endpoint = endpoint
        self.allow_private = allow_private
        self._resolver = resolver
        self._tls = tls if endpoint.scheme == "https" else None
        self._idle: list[Connection] = []
        self._open: set[Connection] = set()
        self._connecting = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._retired = False

    def take_idle(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if not connection.closed:
                return connection
        return None

    async def acquire(self, within_s: float) -> Connection:
        """A connection, kept or new.

        Raises:
            UpstreamFailure: none could be had within the time.
        """
        try:
            async with asyncio.timeout(within_s):
                while len(self._open) + self._connecting >= MAX_CONNECTIONS:
                    turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiting.append(turn)
                    await turn
                    if connection := self.take_idle():
                        return connection
                self._connecting += 1
                try:
                    return await self._connect(within_s)
                finally:
                    self._connecting -= 1
        except TimeoutError as error:
            raise UpstreamFailure("timeout", "no connection to the upstream within its timeout") from error

    async def _connect(self, within_s: float) -> Connection:
        host, port = self.endpoint.host, self.endpoint.port
        addresses = await self._resolver.resolve(host, port, allow_private=self.allow_private)
        started = time.monotonic()
        for place, address in enumerate(addresses):
            last = place == len(addresses) - 1
            try:
                async with asyncio.timeout(None if last else (started + within_s - time.monotonic()) / 2):
                    return await self._open_to(address)
            except (OSError, TimeoutError) as error:
                if last:
                    kind: FailureKind = "tls" if isinstance(error, ssl.SSLError) else "connect"
                    raise UpstreamFailure(kind, "the upstream could not be connected to") from error
        raise UpstreamFailure("dns", "the upstream's name has no address")

    async def _open_to(self, address: str) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            lambda: Connection(loop, self),
            address,
            self.endpoint.port,
            ssl=self._tls,
            server_hostname=self.endpoint.host if self._tls else None,
        )
        self._open.add(connection)
        return connection

    def released(self, connection: Connection) -> None:
        if self._retired or connection.closed:
            connection.abort()
            return
        self._idle.append(connection)
        self._next_turn()

    def lost(self, connection: Connection) -> None:
        if connection in self._idle:
            self._idle.remove(connection)

    def closed(self, connection: Connection) -> None:
        self._open.discard(connection)
        self._next_turn()

    def _next_turn(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def retire(self) -> None:
        """Close what is idle now, and what is in use when it comes back."""
        self._retired = True
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.abort()

    @property
    def counts(self) -> tuple[int, int]:
        """Open and idle connections."""
        return len(self._open), len(self._idle)


class Pools:
    """A pool for each upstream of the snapshot, kept while its address and guard stay as they are."""

    def __init__(self, *, resolver: Resolver | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._resolver = resolver or Resolver()
        self._tls = tls or trusted_certificates()
        self._pools: dict[int, Pool] = {}
        self._latest: dict[int, tuple[Upstream, Pool]] = {}  # as of the snapshot in use

    def of(self, upstream: Upstream) -> Pool:
        latest = self._latest.get(upstream.id)
        if latest is not None and latest[0] is upstream:
            return latest[1]
        pool = self._fitting(upstream)
        self._latest[upstream.id] = (upstream, pool)
        return pool

    def _fitting(self, upstream: Upstream) -> Pool:
        pool = self._pools.get(upstream.id)
        endpoint = endpoint_of(upstream.base_url)
        if pool is not None and pool.endpoint == endpoint and pool.allow_private == upstream.allow_private:
            return pool
        if pool is not None:
            pool.retire()
        pool = Pool(endpoint, allow_private=upstream.allow_private, resolver=self._resolver, tls=self._tls)
        self._pools[upstream.id] = pool
        return pool

    def swap(self, upstream_ids: set[int]) -> None:
        """Retire the pools of upstreams that are gone."""
        self._latest.clear()
        for upstream_id in self._pools.keys() - upstream_ids:
            self._pools.pop(upstream_id).retire()

    def close(self) -> None:
        self.swap(set())
