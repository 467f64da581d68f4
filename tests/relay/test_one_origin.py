"""What callers send as their credential, and what an upstream's answer may not do to our origin."""

import hashlib
import json
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_kit import AUTH, TOKEN, answer, ask, client_key, keys, relay_to, to_stub, upstream

from relaydesk.gateway.relay.snapshot import Route, Target
from relaydesk.gateway.relay.wire.ours import holds_key, may_name_key

OTHER = "rd_0123456789abcdefghjkmnpqrstvwxyz01234567"
BOTH = [client_key(), client_key(OTHER, 2)]


@pytest.mark.parametrize("header", ["x-api-key", "api-key", "x-goog-api-key"])
async def test_a_client_key_in_any_of_the_common_headers_is_taken_and_never_forwarded(
    tmp_path: Path, header: str
) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        assert (await ask(running.port, headers=[(header, TOKEN)])).status == 200
        assert (await ask(running.port, headers=[(header, "rd_unknown")])).status == 401
    [seen] = stub.seen
    assert seen.all(header) == []
    assert TOKEN not in str(seen.headers)


@pytest.mark.parametrize("between", ["   ", "\t", " \t "])
async def test_a_bearer_token_may_stand_behind_several_blanks(tmp_path: Path, between: str) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), upstream_keys=[]) as running:
        taken = await ask(running.port, headers=[("Authorization", f"bearer{between}{TOKEN}")])
        refused = await ask(running.port, headers=[("Authorization", f"bearer{TOKEN}")])
    assert (taken.status, refused.status) == (200, 401)
    assert [seen.all("authorization") for seen in stub.seen] == [[]]


async def test_a_client_key_in_the_query_is_taken_and_never_forwarded(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        target = f"/proxy/stub/x?a=1&key={TOKEN}&b=2"
        assert (await ask(running.port, target, headers=[])).status == 200
        assert (await ask(running.port, "/proxy/stub/x?key=another", headers=[])).status == 401
        assert (await ask(running.port, "/proxy/stub/x?key=theirs", headers=[AUTH])).status == 200
        assert TOKEN not in running.journal_text()
    assert [seen.target for seen in stub.seen] == ["/x?a=1&b=2", "/x?key=theirs"]


@pytest.mark.parametrize(
    "query",
    [
        "KEY={0}",
        "%6bey={0}",
        "%4B%45y=rd_another",
        "token={0}",
        "t={0}-1",
        "key=rd%5Ftest_token",
        "u=https%3A%2F%2Fx%2F%3Fk%3D{0}",
        "token=RD_TEST_TOKEN",
        "token=%72d_%74est_token",
        f"token={OTHER}",
        f"token={OTHER.upper()}",
    ],
)
async def test_a_client_key_in_the_query_is_never_forwarded_however_it_is_spelled(tmp_path: Path, query: str) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), client_keys=BOTH) as running:
        assert (await ask(running.port, f"/proxy/stub/x?a=1&{query.format(TOKEN)}", headers=[AUTH])).status == 200
        assert TOKEN not in running.journal_text()
    assert [seen.target for seen in stub.seen] == ["/x?a=1"]


@pytest.mark.parametrize("key", [TOKEN, TOKEN.upper(), "%72d_test_%74oken", "v1:" + TOKEN, OTHER, OTHER.upper()])
@pytest.mark.parametrize("path", ["/proxy/stub/{0}", "/proxy/stub/a/{0}/b", "/proxy/{0}/a", "/v1/files/{0}"])
async def test_a_path_that_names_a_client_key_is_refused_and_logged_without_it(
    tmp_path: Path, path: str, key: str
) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), client_keys=BOTH) as running:
        refused = await ask(running.port, path.format(key))
        passed = await ask(running.port, "/proxy/stub/rd_is_no_key/a%20b")
        [first, second] = await running.logged(2)
        journal = running.journal_text()
    assert (refused.status, passed.status) == (400 if path.startswith("/v1") else 422, 200)
    assert [seen.target for seen in stub.seen] == ["/rd_is_no_key/a%20b"]
    assert (first.path, second.path) == (path.format("[redacted]"), "/proxy/stub/rd_is_no_key/a%20b")
    assert key not in journal
    assert key not in refused.body.decode()


@pytest.mark.parametrize("model", [TOKEN, OTHER, OTHER.upper(), f"openai/{OTHER}", f"%72d_{OTHER[3:]}"])
@pytest.mark.parametrize("size", [0, 200_000])
async def test_a_client_key_in_a_models_place_is_refused_and_neither_logged_nor_said_again(
    tmp_path: Path, model: str, size: int
) -> None:
    asked = {"model": model, "messages": [{"role": "user", "content": "x" * size}]}
    async with relay_to(tmp_path, client_keys=BOTH) as running:
        refused = await ask(
            running.port, "/v1/chat/completions", method="POST", headers=[AUTH], body=json.dumps(asked).encode()
        )
        [logged] = await running.logged(1)
        journal = running.journal_text()
    assert (refused.status, refused.json()["error"]["param"]) == (400, "model")
    assert (logged.model, logged.error) == (None, "VALIDATION_FAILED")
    assert model not in journal + refused.body.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Referer", "https://shop.example/chat?key={0}"),
        ("Referer", "https://shop.example/chat?u=a%26key%3D{0}&b=1"),
        ("X-Auth-Token", "{0}"),
        ("X-Plan", "standard_{0}_prod"),
        ("Ocp-Apim-Subscription-Key", "key {0};"),
        ("X-Auth-Token", "RD_TEST_TOKEN"),
        ("X-Auth-Token", "%72d_test_token"),
        ("X-Auth-Token", "a_b_c_d_e_{0}"),
        ("X-API-Key", "RD_TEST_TOKEN"),
        ("X-Auth-Token", OTHER),
        ("X-Auth-Token", f"a={OTHER.upper()}&b"),
        ("X-Auth-Token", f"%72d_{OTHER[3:]}"),
        ("Cookie", f"a={OTHER}"),
    ],
)
async def test_a_client_key_in_any_other_header_is_never_forwarded(tmp_path: Path, name: str, value: str) -> None:
    others = [("X-Kept", "rd_is_no_key"), ("Accept", "text/plain")]
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub), upstream_keys=keys("rd_upstreams_own"), client_keys=BOTH) as running,
    ):
        asked = await ask(running.port, "/proxy/stub/x", headers=[AUTH, (name, value.format(TOKEN)), *others])
    [seen] = stub.seen
    assert asked.status == 200
    assert TOKEN not in str(seen.headers)
    assert (seen.all("x-kept"), seen.all("accept"), seen.all(name)) == (["rd_is_no_key"], ["text/plain"], [])
    assert seen.all("authorization") == ["Bearer rd_upstreams_own"]


SPELLINGS = st.sampled_from([OTHER, OTHER.upper(), f"%72d_{OTHER[3:]}", OTHER.replace("_", "%5f"), "rd_no_key", "Rd_"])


@given(st.lists(st.one_of(st.sampled_from(["_", "r", "d", "%", "%5f", "RD", " "]), SPELLINGS), max_size=12))
def test_the_quick_look_misses_no_key(parts: list[str]) -> None:
    text = "".join(parts).encode()
    hashes = {hashlib.sha256(OTHER.encode()).digest()}
    assert may_name_key(text) == (unquote_to_bytes(text).lower().find(b"rd_") >= 0)
    assert may_name_key(text) or not holds_key(text, None, hashes)


async def test_an_answer_keeps_its_headers_but_those_that_act_on_our_origin(tmp_path: Path) -> None:
    kept = ["Set-Cookie: __cf_bm=1; path=/", "X-Custom: yes"]
    dropped = [
        "Set-Cookie: relaydesk_refresh=theirs; path=/api/auth",
        "Set-Cookie: __Host-relaydesk_refresh=theirs",
        'Clear-Site-Data: "*"',
        "Service-Worker-Allowed: /",
        "Strict-Transport-Security: max-age=1",
        'Alt-Svc: h3=":443"',
        "X-Content-Type-Options: whatever",
    ]
    async with upstream(answer(200, b"{}", *kept, *dropped)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
        refused = await ask(running.port, "/proxy/unknown/x")
    assert [value for name, value in got.headers if name == "set-cookie"] == ["__cf_bm=1; path=/"]
    assert got.header("x-custom") == "yes"
    gone = ("clear-site-data", "service-worker-allowed", "strict-transport-security", "alt-svc")
    assert [got.header(name) for name in gone] == [None] * 4
    for one in (got, refused):
        assert [value for name, value in one.headers if name == "x-content-type-options"] == ["nosniff"]


async def test_json_nested_beyond_reason_is_refused_in_the_formats_own_shape_and_logged(tmp_path: Path) -> None:
    deep = b'{"model":"test-model","messages":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, "/v1/chat/completions", method="POST", body=deep)
        other = await ask(running.port, "/v1/messages", method="POST", body=deep)
        records = await running.logged(2)
    assert (got.status, got.json()["error"]["type"]) == (400, "invalid_request_error")
    assert (other.status, other.json()["type"]) == (400, "error")
    assert {(record.status, record.end_reason) for record in records} <= {(400, "refused"), (422, "refused")}
    assert stub.seen == []


async def test_a_model_whose_upstream_is_switched_off_says_which_upstream(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub, enabled=False)) as running:
        got = await ask(running.port, "/v1/chat/completions", method="POST", body=b'{"model":"test-model"}')
    assert "The upstream 'stub' is switched off." in got.json()["error"]["message"]


async def test_an_answer_kept_for_one_client_key_is_not_given_to_another(tmp_path: Path) -> None:
    route = Route(1, "test-model", (Target(1),), cache_ttl_s=60)
    held: dict[bytes, object] = {}

    class Answers:
        async def find(self, name: bytes) -> object:
            return held.get(name)

        def keep(self, name: bytes, kept: object, ttl_s: int) -> None:
            assert ttl_s == 60
            held[name] = kept

    both = [client_key(), client_key("rd_another", 2)]
    json = answer(200, b'{"a":1}', "Content-Type: application/json")
    async with (
        upstream(json) as stub,
        relay_to(tmp_path, to_stub(stub), routes=[route], client_keys=both, answers=Answers()) as running,
    ):
        for token in (TOKEN, TOKEN, "rd_another"):
            headers = [("x-api-key", token)]
            body = b'{"model":"test-model"}'
            got = await ask(running.port, "/v1/chat/completions", method="POST", headers=headers, body=body)
            assert got.status == 200
    assert len(stub.seen) == 2
