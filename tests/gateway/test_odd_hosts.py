"""Hosts that no client can read as one are said to be unreachable, and not a failure of ours."""

import httpx
import pytest


@pytest.mark.parametrize("host", ["a\u200db.com", "xn--a", "a..b", "a" * 64 + ".com", "１２７.0.0.1:1"])
async def test_an_upstream_at_a_host_that_cannot_be_read_is_refused_or_unreachable(
    owner: httpx.AsyncClient, host: str
) -> None:
    made = await owner.post("/api/admin/upstreams", json={"name": "odd", "base_url": f"http://{host}"})
    if made.status_code == 422:
        assert made.json()["details"]["errors"][0]["field"] == "base_url"
        return
    assert made.status_code == 201, made.text
    tried = await owner.post(f"/api/admin/upstreams/{made.json()['id']}/test")
    assert (tried.status_code, tried.json()["ok"]) == (200, False)
    assert tried.json()["message"]
