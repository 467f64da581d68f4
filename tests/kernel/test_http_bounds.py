"""What a stranger may send is small; whatever fails is one JSON error, never a bare 500."""

import httpx
import pytest
from harness import Stack

from relaydesk.kernel.http.middleware import STRANGERS_BYTES, ErrorBoundary
from relaydesk.main import MAX_JSON_BYTES, create_api, warm_up

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


async def test_what_json_may_be_is_bounded_but_for_long_texts_and_many_rows(owner: httpx.AsyncClient) -> None:
    large = {"x": "x" * MAX_JSON_BYTES}
    for path in ("/api/users", "/api/tasks", "/api/manual/messages"):
        answer = await owner.post(path, json=large)
        assert (answer.status_code, answer.json()["details"]) == (413, {"limit_bytes": MAX_JSON_BYTES})
    for path in ("/api/admin/keys/bulk", "/api/admin/keys/import", "/api/admin/scripts/test"):
        assert (await owner.post(path, json=large)).status_code == 422


async def test_whoever_may_write_nothing_is_bounded_like_a_stranger(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    proxying = (await owner.post("/api/keys", json={"name": "proxy", "scopes": ["proxy"]})).json()["key"]
    working = (await owner.post("/api/keys", json={"name": "tasks", "scopes": ["tasks"]})).json()["key"]
    large = {"kind": "demo.echo", "payload": {"x": "x" * STRANGERS_BYTES}}
    for key, status in ((proxying, 413), (working, 422)):
        answer = await client.post("/api/tasks", json=large, headers={"Authorization": f"Bearer {key}"})
        assert answer.status_code == status, key
    assert answer.json()["details"]["errors"] == [
        {"field": "payload", "message": "must not be longer than 65536 characters of JSON"}
    ]


async def test_a_body_that_is_wrong_from_beginning_to_end_is_answered_in_a_few_lines(owner: httpx.AsyncClient) -> None:
    body = {f"{'n' * 500}{number}": 1 for number in range(400)}
    for answer in (
        await owner.post("/api/users", json=body),
        await owner.get("/api/sessions", params=[("status", "x")] * 2000),
    ):
        assert answer.status_code == 422
        problems = answer.json()
        assert len(problems["details"]["errors"]) == len(problems["details"]["reasons"]) == 20
        assert len(answer.content) < 10_000
        assert problems["message"].endswith(" more")


async def test_a_text_of_another_form_says_which_is_needed_and_names_no_field_that_only_follows(
    owner: httpx.AsyncClient,
) -> None:
    answer = await owner.post("/api/admin/upstreams", json={"name": "OpenAI main", "base_url": "https://api.test"})
    assert answer.status_code == 422
    assert answer.json()["message"] == "Some fields are not valid: name"
    message = "must be 1 to 64 letters, digits, dots, dashes or underscores, with a letter or digit first"
    assert answer.json()["details"] == {
        "errors": [{"field": "name", "message": message}],
        "reasons": [{"field": "name", "type": "upstream_name"}],
    }
    answer = await owner.get("/api/users", params={"q": "a\x00b"})
    assert answer.json()["details"]["reasons"] == [{"field": "q", "type": "no_nul"}]


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
