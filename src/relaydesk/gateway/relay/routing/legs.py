"""The ways of a request that names a model: which upstreams, in which order, in whose words."""

import asyncio
from collections.abc import Sequence
from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.snapshot import Route, Snapshot, Target, WireFormat, endpoint_of
from relaydesk.gateway.relay.upstream.leg import Leg
from relaydesk.gateway.relay.wire import openai
from relaydesk.gateway.relay.wire.dialects import CHAT_PATH, client_format, translate_request, translated_path
from relaydesk.gateway.relay.wire.presets import Manner, manner_of
from relaydesk.gateway.relay.wire.stream_usage import asking_for_usage
from relaydesk.gateway.relay.wire.translate.errors import UntranslatableError

_MOST_KNOWN: Final = 1024


class Legs:
    """Remembers the ways of routes that leave nothing to draw or to rewrite."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser
        self._snapshot = Snapshot()
        self._known: dict[tuple[str, bytes], tuple[Leg, ...]] = {}

    def swap(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known.clear()

    def by_model(self, model: str, path: bytes, body: bytes) -> tuple[Leg, ...]:
        """A target by weight, the other targets, the fallbacks; those that cannot serve the path are left out.

        Raises:
            RelayError: no route, none of its upstreams is switched on or serves the path, or the request cannot be
                translated into the format of any of them.
        """
        known = self._known.get((model, path))
        if known is not None:
            return known
        snapshot, route = self._snapshot, self._route(model)
        return self._remember(snapshot, route, path, _legs(snapshot, self._ordered(route), model, path, body))

    async def by_model_of_large(self, model: str, path: bytes, body: bytes) -> tuple[Leg, ...]:
        """As `by_model`: what has to be made of the body is made in a thread. May be awaited in a fiber."""
        known = self._known.get((model, path))
        if known is not None:
            return known
        snapshot, route = self._snapshot, self._route(model)
        legs = await in_task(asyncio.to_thread(_legs, snapshot, self._ordered(route), model, path, body))
        return self._remember(snapshot, route, path, legs)

    def _route(self, model: str) -> Route:
        route = self._snapshot.routes.get(model)
        if route is None:
            raise errors.no_model(model, self._snapshot.stopped)
        return route

    def _remember(self, snapshot: Snapshot, route: Route, path: bytes, legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
        """Where the next request for the same model goes the same way; gives them back."""
        is_fixed = len(route.targets) == 1 and not _hang_on_the_body(legs, route.model, path)
        if is_fixed and len(self._known) < _MOST_KNOWN and snapshot is self._snapshot:
            self._known[route.model, path] = legs
        return legs

    def _ordered(self, route: Route) -> Sequence[Target]:
        upstreams = self._snapshot.upstreams
        usable = [t for t in route.targets if (u := upstreams.get(t.upstream_id)) is not None and u.enabled]
        if not usable:
            return (*route.targets, *route.fallbacks)
        first = self._chooser.pick_target(usable)
        return (usable[first], *usable[:first], *usable[first + 1 :], *route.fallbacks)


def _legs(snapshot: Snapshot, targets: Sequence[Target], model: str, path: bytes, body: bytes) -> tuple[Leg, ...]:
    legs = []
    refusal: RelayError | None = None
    for target in targets:
        upstream = snapshot.upstreams.get(target.upstream_id)
        if upstream is None or not upstream.enabled:
            refusal = refusal or errors.upstream_disabled(upstream.name if upstream is not None else "?")
            continue
        leads_to = translated_path(path, upstream.format)
        if leads_to is None:
            refusal = errors.path_not_served(model, path.decode("latin-1"))
            continue
        endpoint = endpoint_of(upstream.base_url)
        leads_to = leads_to.removeprefix(b"/v1") if endpoint.versioned else leads_to
        renamed = openai.rename_model(body, target.model) if target.model not in (None, model) else None
        manner = manner_of(upstream, target.model or model)
        if client_format(path) == upstream.format:
            leg = Leg(upstream, endpoint, leads_to, renamed, model=target.model)
            asking = asking_for_usage(renamed or body) if _asks(manner, path, upstream.format) else None
            legs.append(leg if asking is None else leg.asking_for_usage(asking))
            continue
        try:
            upstream_body, translation = translate_request(renamed or body, client_format(path), manner)
        except UntranslatableError as error:
            refusal = errors.invalid(error.field, error.message)
            continue
        legs.append(Leg(upstream, endpoint, leads_to, upstream_body, translation, target.model))
    if not legs:
        try:
            raise refusal or errors.model_not_found(model)
        finally:
            del refusal  # or its traceback and this frame would keep each other, and the body
    return tuple(legs)


def _asks(manner: Manner, path: bytes, upstream: WireFormat) -> bool:
    """Whether a stream is asked for its usage there, though the client may not have."""
    return manner.asks_for_stream_usage and path == CHAT_PATH and upstream == "openai"


def _hang_on_the_body(legs: tuple[Leg, ...], model: str, path: bytes) -> bool:
    """Whether another request for the same model would go another way, or in other words."""
    return any(
        leg.renamed is not None or _asks(manner_of(leg.upstream, leg.model or model), path, leg.upstream.format)
        for leg in legs
    )
