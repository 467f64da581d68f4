"""Built files over HTTP: compressed as the client takes it, cached by content, and 404 where there is none."""

import gzip
import re

import httpx
import pytest

from relaydesk.kernel.http.pages import STATIC

pytestmark = pytest.mark.skipif(
    not (STATIC / "console" / "index.html").is_file(),
    reason="the web parts are not built: the served files were not tested (make build)",
)


def _entry() -> str:
    found = re.search(r"/console/assets/index-[\w-]+\.js", (STATIC / "console" / "index.html").read_text())
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("BR", "br"),
        ("identity", None),
        ("br;q=0, *;q=0", None),
        ("br;q=none", None),
        ("", None),
    ],
)
async def test_a_file_goes_out_in_the_best_encoding_that_the_client_takes(
    accepted: str, encoding: str | None, client: httpx.AsyncClient
) -> None:
    async with client.stream("GET", _entry(), headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join([piece async for piece in answer.aiter_raw()])
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    ending = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert sent == (STATIC / f"{_entry().removeprefix('/')}{ending}").read_bytes()


async def test_each_encoding_has_an_etag_of_its_own_and_is_not_sent_twice(client: httpx.AsyncClient) -> None:
    assert (await client.get("/console/")).headers["Cache-Control"] == "no-cache"
    etags = set()
    for encoding in ("br", "gzip", "identity"):
        taken = {"Accept-Encoding": encoding}
        first = await client.get(_entry(), headers=taken)
        etags.add(first.headers["ETag"])
        again = await client.get(_entry(), headers={**taken, "If-None-Match": f'"other", {first.headers["ETag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["ETag"], again.headers["Vary"]) == (first.headers["ETag"], "Accept-Encoding")
    assert len(etags) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/console/assets/gone-12345678.js",
        "/console/assets/",
        "/console/gone.js",
        "/console/assets/%00.js",
        "/console/assets/..%2F..%2F..%2Fpyproject.js",
        f"{_entry()}.br" if (STATIC / "console" / "index.html").is_file() else "",
        "/embed/assets/gone.js",
        "/demo/gone.css",
        "/docs/gone.js",
    ],
)
async def test_a_file_that_is_not_there_is_a_404(path: str, client: httpx.AsyncClient) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


async def test_a_place_in_the_console_is_its_index(client: httpx.AsyncClient) -> None:
    answer = await client.get("/console/inbox/some-session")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


async def test_fonts_are_typed_and_not_compressed_again(client: httpx.AsyncClient) -> None:
    font = next((STATIC / "console" / "assets").glob("*.woff2"))
    answer = await client.get(f"/console/assets/{font.name}", headers={"Accept-Encoding": "br"})
    assert (answer.headers["Content-Type"], answer.headers.get("Content-Encoding")) == ("font/woff2", None)


@pytest.mark.parametrize("name", ["relaydesk", "MyShopChat", "_chat1", "$c"])
async def test_the_loader_is_served_under_any_name_a_variable_may_have(name: str, client: httpx.AsyncClient) -> None:
    own = await client.get("/sdk/relaydesk.js", headers={"Accept-Encoding": "gzip"})
    answer = await client.get(f"/sdk/{name}.js")
    assert (answer.status_code, answer.content) == (200, own.content)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(gzip.compress(own.content)) <= 8 * 1024


@pytest.mark.parametrize("name", ["1chat", "my-shop", "a.b", "%E8%81%8A", "x" * 65, "%00", "a%2Fb"])
async def test_any_other_name_is_a_404(name: str, client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/sdk/{name}.js")).status_code == 404


@pytest.mark.parametrize("path", ["/console/", "/console/inbox", "/embed", "/demo", "/sdk/Relaydesk.js", "/docs"])
async def test_the_head_of_a_page_is_that_of_its_answer_without_the_body(path: str, client: httpx.AsyncClient) -> None:
    whole, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert [head.headers[name] for name in ("ETag", "Content-Type", "Content-Length")] == [
        whole.headers[name] for name in ("ETag", "Content-Type", "Content-Length")
    ]
