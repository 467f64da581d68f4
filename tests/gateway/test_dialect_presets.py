"""The presets that the console shows are those by which the relay asks."""

import httpx

from relaydesk.gateway.relay.snapshot import Upstream
from relaydesk.gateway.relay.wire.presets import manner_of

PLAIN, REASONING = "llama-4", "gpt-5"


async def test_each_preset_is_what_an_upstream_there_is_asked_by(owner: httpx.AsyncClient) -> None:
    presets = (await owner.get("/api/admin/upstreams/presets")).json()
    assert len({preset["host"] for preset in presets}) == 15
    for preset in presets:
        upstream = Upstream(id=1, name="u", base_url=f"https://{preset['host']}/v1")
        plain, reasoning = manner_of(upstream, PLAIN), manner_of(upstream, REASONING)
        depends_on_model = plain.max_tokens_field != reasoning.max_tokens_field
        assert preset["dialect"] == {
            "reasoning": plain.reasoning,
            "max_tokens_field": None if depends_on_model else plain.max_tokens_field,
            "default_max_tokens": None,
            "fills_properties": plain.fills_properties,
            "asks_for_stream_usage": plain.asks_for_stream_usage,
        }, preset["name"]
