"""The ways of a request that names a model: which upstreams, in which order, in whose words."""

from collections.abc import Sequence
from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Leg
from relaydesk.gateway.relay.snapshot import Route, Snapshot, Target, endpoint_of
from relaydesk.gateway.relay.wire import openai
from relaydesk.gateway.relay.wire.dialects import client_format, translate_request, translated_path
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
            RelayError: no route, none of its upstreams is switched on or serves the path, or what is asked cannot be
                told in the format of any of them.
        """
        known = self._known.get((model, path))
        if known is not None:
            return known
        route = self._snapshot.routes.get(model)
        if route is None:
            raise errors.model_not_found(model)
        legs = self._legs(self._ordered(route), model, path, body)
        if len(route.targets) == 1 and all(leg.renamed is None for leg in legs) and len(self._known) < _MOST_KNOWN:
            self._known[model, path] = legs
        return legs

    def _ordered(self, route: Route) -> Sequence[Target]:
        upstreams = self._snapshot.upstreams
        usable = [t for t in route.targets if (u := upstreams.get(t.upstream_id)) is not None and u.enabled]
        if not usable:
            return (*route.targets, *route.fallbacks)
        first = self._chooser.pick_target(usable)
        return (usable[first], *usable[:first], *usable[first + 1 :], *route.fallbacks)

    def _legs(self, targets: Sequence[Target], model: str, path: bytes, body: bytes) -> tuple[Leg, ...]:
        legs = []
        refusal: RelayError | None = None
        for target in targets:
            upstream = self._snapshot.upstreams.get(target.upstream_id)
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
            if client_format(path) == upstream.format:
                legs.append(Leg(upstream, endpoint, leads_to, renamed, model=target.model))
                continue
            try:
                told, translation = translate_request(renamed or body, client_format(path))
            except UntranslatableError as error:
                refusal = errors.invalid(error.field, error.message)
                continue
            legs.append(Leg(upstream, endpoint, leads_to, told, translation, target.model))
        if not legs:
            raise refusal or errors.model_not_found(model)
        return tuple(legs)
