"""A caller's request id is echoed and logged, unless it may name a secret."""

import logging

import httpx
import pytest


async def test_a_harmless_request_id_is_echoed(client: httpx.AsyncClient) -> None:
    got = await client.get("/api/sessions", headers={"X-Request-ID": "order-17.a_b"})
    assert (got.headers["x-request-id"], got.json()["request_id"]) == ("order-17.a_b", "order-17.a_b")


@pytest.mark.parametrize("secret", [f"rd_{'a' * 40}", f"mine.RD_{'A' * 40}", f"{'b' * 80}rd_{'a' * 40}", "rdv_token"])
async def test_one_that_may_name_a_key_or_a_visitors_token_is_taken_for_none(
    client: httpx.AsyncClient, secret: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    got = await client.get("/api/sessions", headers={"X-Request-ID": secret})
    output = capfd.readouterr()
    assert got.status_code == 401
    assert got.headers["x-request-id"] == got.json()["request_id"]
    assert [text for text in (f"{got.headers}", got.text, caplog.text, output.out + output.err) if secret in text] == []
