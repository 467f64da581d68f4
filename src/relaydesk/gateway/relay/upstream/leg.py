"""One upstream that may serve a request, and the headers that it gets."""

from relaydesk.gateway.relay.snapshot import Endpoint, Upstream
from relaydesk.gateway.relay.wire.dialects import Translation

Headers = list[tuple[bytes, bytes]]


class Leg:
    """One upstream that may serve a request.

    `renamed` replaces the body where the route renames or translates it, asks for usage, or a script changes it;
    `model` is the name that the upstream knows it by, where the route gives one; `headers` replaces the caller's,
    already in the upstream's words, where scripts were at work. With `strips_usage` the relay asked for token counts
    that the client did not ask for.
    """

    __slots__ = (
        "endpoint",
        "headers",
        "is_plain",
        "model",
        "path",
        "renamed",
        "strips_usage",
        "translation",
        "upstream",
    )

    def __init__(
        self,
        upstream: Upstream,
        endpoint: Endpoint,
        path: bytes,
        renamed: bytes | None = None,
        translation: Translation | None = None,
        model: str | None = None,
        headers: Headers | None = None,
        *,
        strips_usage: bool = False,
    ) -> None:
        self.upstream = upstream
        self.endpoint = endpoint
        self.path = path
        self.renamed = renamed
        self.translation = translation
        self.model = model
        self.headers = headers
        self.strips_usage = strips_usage
        self.is_plain = headers is None and translation is None and not strips_usage

    def rewritten(self, headers: Headers, body: bytes | None) -> "Leg":
        """The same way with other headers and, where it is given, another body."""
        return Leg(
            self.upstream,
            self.endpoint,
            self.path,
            body if body is not None else self.renamed,
            self.translation,
            self.model,
            headers,
            strips_usage=self.strips_usage,
        )

    def asking_for_usage(self, body: bytes) -> "Leg":
        """The same way with a body that asks for token counts, which the client is not to see."""
        return Leg(self.upstream, self.endpoint, self.path, body, model=self.model, strips_usage=True)


def headers_of(headers: Headers, leg: Leg) -> Headers:
    """The caller's headers as this way's upstream gets them, before what belongs to one hop is taken out."""
    if leg.headers is not None:
        return leg.headers
    if leg.translation is not None:
        return leg.translation.headers(headers)
    if leg.strips_usage:
        other_headers = [(name, value) for name, value in headers if name != b"accept-encoding"]
        return [*other_headers, (b"accept-encoding", b"identity")]
    return headers
