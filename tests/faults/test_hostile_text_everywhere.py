"""Each operation of the OpenAPI document, each page and the data plane, with a stranger's hostile text in every place.

New endpoints come in by themselves. The watchdog's log of the process is the witness that nothing held it.
"""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import holds
import httpx
import pytest
from instance import Instance, running_instance

ERROR = {"code", "message", "details", "timestamp", "request_id"}
UNITS = [
    " ", "\t\n", "\u3000", "a@", "a.", "a@a.", '=cmd|" ', "{__schema{types", "e\u0301\u0308", "\u200d\ufe0f",
    "中文", "1,1 ",
    "'\"\\", "[{(", "%00", "\x00", "under ", "://a:", "../", "Bearer ", "eyJaaaaaaaaa.", "{% {{ ${", "```sources\n",
]  # fmt: skip
PAGES = [
    "/embed", "/embed/{x}", "/sdk/{x}", "/widget/{x}", "/console/{x}", "/demo/{x}", "/docs/{x}", "/{x}",
    "/agent/v1/{x}",
    "/v1/{x}", "/v1/models/{x}", "/proxy/{x}", "/proxy/builtin/{x}",
]  # fmt: skip
POSTS = ["/v1/chat/completions", "/v1/messages", "/proxy/builtin/chat/completions", "/nothing"]
RAW = [
    b"[" * 50_000, b'{"a":' * 9_000, b'{"message":"\\ud800","email":"\\udfff"}', b'{"message":"\xff\xfe"}',
    b"\x00" * 50_000,
    b'{"message":"' + b"\\u0000" * 9_000 + b'"}', b"-----" * 9_000, b"a=" * 20_000, b"9" * 60_000,
    b'{"a":1e' + b"9" * 50_000 + b"}",
]  # fmt: skip
DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
IN_HEADERS = ("Authorization", "X-API-Key", "X-Request-ID", "traceparent", "Last-Event-ID", "Cookie", "Origin", "Range")
LARGE = 1024 * 1024


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with running_instance(RELAYDESK_REGISTRATION="open") as running:
        yield running


def _operations() -> list[tuple[str, str, list[str], list[str]]]:
    """Method, path, names in its query, names of its body's members."""
    document = json.loads(DOCUMENT.read_text())
    schemas = document["components"]["schemas"]
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            asked = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
            content: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
            schema = next(iter(content.values()), {}).get("schema", {})
            schema = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
            found.append((method.upper(), path, asked, list(schema.get("properties", {"anything": {}}))))
    return found


OPERATIONS = _operations()


def _in_place(path: str, text: str) -> str:
    """The path with the text where it takes one."""
    cut = quote(text, safe="")[:3000].rpartition("%")[0] or "x"
    return "/".join(cut if part.startswith("{") else part for part in path.split("/"))


def _check(answer: httpx.Response, what: object) -> None:
    assert answer.status_code < 500, (what, answer.text[:300])
    if answer.status_code >= 400:
        said = answer.json()
        assert set(said) == ERROR or "error" in said, (what, answer.text[:300])


def _headers(text: str) -> dict[str, bytes]:
    shown = text.encode("utf-8", "replace").translate(None, bytes(range(32)) + b"\x7f")[:3000].strip()
    return dict.fromkeys(IN_HEADERS, shown or b"x")


def test_strangers_text_in_each_operation_is_an_answer_in_the_one_format_and_holds_nothing(instance: Instance) -> None:
    since = len(instance.output.read_text())
    units, raw = itertools.cycle(UNITS), itertools.cycle(RAW)
    with httpx.Client(base_url=instance.url, timeout=60, trust_env=False) as http:
        for method, path, asked, members in OPERATIONS:
            for size in (10 * 1024, 56 * 1024):
                text = (unit := next(units)) * (size // len(unit.encode()))
                query = dict.fromkeys(asked[:4], text[:2000])
                sent = json.dumps({name: text[: len(text) // len(members)] for name in members}, ensure_ascii=False)
                body = None if method == "GET" else sent.encode("utf-8")
                kind = {"Content-Type": b"application/json"}
                where = _in_place(path, text)
                asking = f"{where}?{urlencode(query)[:20_000]}"
                _check(http.request(method, asking, content=body, headers=kind), (method, path, unit))
                _check(http.request(method, where, headers=_headers(text)), (method, path, unit))
            if method != "GET":
                for body in (next(raw), next(raw), (next(units) * LARGE).encode()[:LARGE]):
                    _check(http.request(method, path, content=body, headers=kind), (method, path, body[:20]))
    assert holds.in_log(instance.output.read_text()[since:]) == []


def test_strangers_text_at_pages_and_the_data_plane_holds_nothing(instance: Instance) -> None:
    since = len(instance.output.read_text())
    with httpx.Client(base_url=instance.url, timeout=60, trust_env=False) as http:
        for unit in UNITS:
            text = unit * (10 * 1024 // len(unit))
            for page in PAGES:
                _check(http.get(_in_place(page, text), params={"q": text[:2000]}), (page, unit))
            for path in POSTS:
                large = (text * (LARGE // len(text))).encode()
                _check(http.post(path, content=large, headers=_headers(text)), (path, unit))
        for path, body in itertools.product(POSTS, RAW):
            _check(http.post(path, content=body), (path, body[:20]))
    assert holds.in_log(instance.output.read_text()[since:]) == []


def test_a_visitors_text_in_its_own_session_holds_nothing(instance: Instance) -> None:
    since = len(instance.output.read_text())
    own = [o for o in OPERATIONS if o[1].startswith("/api/sessions/{name}/") and not o[1].endswith("/events")]
    assert own
    with httpx.Client(base_url=instance.url, timeout=60, trust_env=False) as http:
        for unit in UNITS:
            made = http.post("/api/sessions", json={}).json()
            visitor = {"Authorization": f"Bearer {made['visitor_token']}", "Content-Type": "application/json"}
            text = unit * (3000 // len(unit))
            asked = {
                "message": text,
                "session_name": made["session_name"],
                "user": {"id": text[:50], "name": text[:90]},
            }
            _check(http.post("/api/chat", content=json.dumps(asked), headers=visitor), unit)
            for method, path, _, members in own:
                content = json.dumps(dict.fromkeys(members, text))
                where = path.replace("{name}", made["session_name"])
                _check(http.request(method, where, content=content, headers=visitor), (method, path, unit))
    assert holds.in_log(instance.output.read_text()[since:]) == []
