"""What a stranger may send is small; whatever fails is one JSON error, never a bare 500."""

import httpx
import pytest
from harness import Stack

from relaydesk.kernel.http.middleware import STRANGERS_BYTES, ErrorBoundary
from relaydesk.main import create_api, warm_up

LARGE = {"message": "x" * (STRANGERS_BYTES + 1)}


@pytest.mark.parametrize("path", ["/api/auth/login", "/api/chat", "/api/sessions", "/api/users", "/merchants"])
async def test_a_strangers_large_body_is_refused_before_it_is_parsed(client: httpx.AsyncClient, path: str) -> None:
    async def in_pieces() -> object:
        for _ in range(5):
            yield b"x" * (STRANGERS_BYTES // 4)

    headers = {"Content-Type": "application/json", "Authorization": "Bearer rdv_made-up"}
    for answer in (
        await client.post(path, json=LARGE),
        await client.post(path, content=in_pieces(), headers=headers),
    ):
        assert (answer.status_code, answer.json()["details"]) == (413, {"limit_bytes": STRANGERS_BYTES})


async def test_whoever_is_signed_in_may_send_more(owner: httpx.AsyncClient) -> None:
    answer = await owner.post("/merchants", json={"name": "x" * (STRANGERS_BYTES + 1)})
    assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, "name")


async def test_a_failure_inside_an_endpoint_is_one_json_error(stack: Stack) -> None:
    api = create_api(stack.kernel)

    @api.get("/fails")
    async def fails() -> None:
        raise RuntimeError("sk-planted-secret-1234567890")

    await warm_up(api)
    transport = httpx.ASGITransport(app=ErrorBoundary(api))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await http.get("/fails")
    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL")
    assert "planted" not in answer.text


async def test_json_too_deep_to_be_read_is_a_clear_refusal(client: httpx.AsyncClient) -> None:
    for body in ("[" * 30_000, '{"a":' * 10_000):
        answer = await client.post("/api/auth/login", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION_FAILED")
        assert [error["field"] for error in answer.json()["details"]["errors"]] == ["body"]


@pytest.mark.parametrize("path", ["/api/auth/login", "/api/users", "/api/admin/keys/import", "/api/chat"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"email": "\xff"}', "application/json"),
        (b"\xff\xfe{", "application/json"),
        (b'{"email": ', "application/json"),
        (b'{"email": ' + b"9" * 5000 + b"}", "application/json"),
        (b"", "application/json"),
        (b'{"email": "a@b.example"}', "text/plain"),
        (b"\xff", "multipart/form-data; boundary=x"),
    ],
)
async def test_a_body_that_cannot_be_parsed_is_invalid(
    path: str, body: bytes, content_type: str, owner: httpx.AsyncClient
) -> None:
    answer = await owner.post(path, content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION_FAILED")
    assert answer.json()["details"]["errors"]
