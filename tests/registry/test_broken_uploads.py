"""Uploads that break off, crawl, are too large, find no room or lose their right: nothing of them stays."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import onnx_files
import pytest
from databases import clone_database
from gateway_admin import eventually
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack, start_stack
from model_registry import MODELS, OCTETS, Registry

from relaydesk.kernel.http.connections import ConnectionBounds

LIMIT_BYTES = 3_000_000
BOUNDS = ConnectionBounds(body_s=0.5)


@pytest.fixture(scope="module")
async def bounded(
    worker_number: int, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Registry]:
    """With a small limit and little patience."""
    database_url = await clone_database(f"relaydesk_uploads_{worker_number}")
    folder = tmp_path_factory.mktemp("uploads")
    async with start_stack(
        database_url, redis_url, folder, bounds=BOUNDS, model_upload_max_bytes=LIMIT_BYTES
    ) as running:
        await running.clean()
        async with running.client() as http:
            people = People(running, http)
            registry = Registry(await people.sign_in(OWNER_EMAIL, OWNER_PASSWORD), folder / "models")
            await registry.make()
            yield registry
            await people.close()


async def begin(registry: Registry, *, stated_bytes: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which the head of an upload and half a megabyte have been sent."""
    base = urlsplit(str(registry.http.base_url))
    reader, writer = await asyncio.open_connection(base.hostname, base.port)
    head = (
        f"POST {MODELS}/churn/versions HTTP/1.1\r\nHost: x\r\nContent-Length: {stated_bytes}\r\n"
        f"Authorization: {registry.http.headers['Authorization']}\r\n\r\n"
    )
    writer.write(head.encode() + onnx_files.model()[:100] + b"\0" * 500_000)
    await writer.drain()
    return reader, writer


async def nothing_stays(registry: Registry) -> None:
    async def is_empty() -> bool:
        return registry.left_files() == []

    await eventually(is_empty)
    assert (await registry.http.get(f"{MODELS}/churn/versions")).json()["total"] == 0


async def comes(registry: Registry) -> None:
    """Waits for the beginning of a file."""

    async def is_there() -> bool:
        return any(name.endswith(".part") for name in registry.left_files())

    await eventually(is_there)


async def test_an_upload_that_is_cut_leaves_nothing(bounded: Registry) -> None:
    _, writer = await begin(bounded, stated_bytes=2_000_000)
    await comes(bounded)
    writer.transport.abort()
    await nothing_stays(bounded)


async def test_an_upload_that_crawls_is_ended(bounded: Registry) -> None:
    reader, writer = await begin(bounded, stated_bytes=2_000_000)
    await comes(bounded)
    answer = await asyncio.wait_for(reader.read(), 10)
    assert answer.startswith(b"HTTP/1.1 408 ")
    writer.close()
    await nothing_stays(bounded)


async def test_an_upload_may_take_longer_than_any_pause_in_it(bounded: Registry) -> None:
    content = onnx_files.model(producer="p" * 20_000)

    async def slowly() -> AsyncIterator[bytes]:
        for place in range(0, len(content), 3000):
            yield content[place : place + 3000]
            await asyncio.sleep(0.15)

    uploaded = await bounded.send(slowly())
    assert uploaded.status_code == 201
    path = f"{MODELS}/churn/versions/{uploaded.json()['version']}"
    assert (await bounded.http.delete(path)).status_code == 204


async def _pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 100_000):
        yield b"\0" * 100_000


@pytest.mark.parametrize("form", ["stated", "in pieces", "in a form"])
async def test_a_file_over_the_limit_is_refused(bounded: Registry, form: str) -> None:
    size = LIMIT_BYTES + 200_000
    if form == "in a form":
        path, large = f"{MODELS}/churn/versions", {"file": ("m.onnx", b"\0" * (LIMIT_BYTES + 1))}
        answer = await bounded.http.post(path, files=large)
    else:
        answer = await bounded.send(b"\0" * size if form == "stated" else _pieces(size))
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")
    await nothing_stays(bounded)


async def test_other_bodies_of_models_are_bounded_as_all_are(bounded: Registry) -> None:
    for method, path in (("PATCH", "versions/1"), ("PUT", "aliases/a"), ("POST", "versions/1")):
        answer = await bounded.http.request(method, f"{MODELS}/churn/{path}", json={"x": "x" * 300_000})
        assert answer.status_code == 413


async def test_who_is_signed_out_meanwhile_uploads_nothing(registry: Registry, people: People) -> None:
    await registry.make()
    admin = await people.named("admin")
    content = onnx_files.model()

    async def pieces() -> AsyncIterator[bytes]:
        yield content[:50]
        assert (await admin.post("/api/auth/logout")).status_code == 200
        yield content[50:]

    before = registry.left_files()
    answer = await admin.post(f"{MODELS}/churn/versions", content=pieces(), headers=OCTETS)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert registry.left_files() == before


@pytest.mark.parametrize(("how", "status"), [("signed out", b"401"), ("made a viewer", b"403")])
async def test_an_upload_ends_soon_after_its_sender_has_lost_the_right(
    registry: Registry, people: People, how: str, status: bytes
) -> None:
    await registry.make()
    admin = await people.named("admin")
    reader, writer = await begin(Registry(admin, registry.folder), stated_bytes=90_000_000)
    await comes(registry)
    if how == "signed out":
        assert (await admin.post("/api/auth/logout")).status_code == 200
    else:
        person = (await admin.get("/api/auth/me")).json()
        changed = await registry.http.patch(f"/api/users/{person['id']}", json={"role": "viewer"})
        assert changed.status_code == 200

    async def go_on() -> None:
        while True:
            writer.write(b"\0" * 1000)
            await asyncio.sleep(0.1)

    sending = asyncio.create_task(go_on())
    try:
        assert await asyncio.wait_for(reader.readexactly(12), 8) == b"HTTP/1.1 " + status
    finally:
        sending.cancel()
        writer.transport.abort()
    await nothing_stays(registry)


async def test_a_model_that_is_deleted_meanwhile_gets_no_version(registry: Registry) -> None:
    await registry.make()
    content = onnx_files.model()

    async def pieces() -> AsyncIterator[bytes]:
        yield content[:50]
        assert (await registry.http.delete(f"{MODELS}/churn")).status_code == 204
        yield content[50:]

    before = registry.left_files()
    answer = await registry.send(pieces())
    assert (answer.status_code, answer.json()["code"]) == (404, "MODEL_NOT_FOUND")
    assert registry.left_files() == before


async def test_an_upload_without_room_is_told_so(worker_number: int, redis_url: str, small_disk: Path) -> None:
    database_url = await clone_database(f"relaydesk_uploads_{worker_number}")
    async with start_stack(database_url, redis_url, small_disk) as running:
        await _fill(running, small_disk)


async def _fill(running: Stack, folder: Path) -> None:
    await running.clean()
    async with running.client() as http:
        people = People(running, http)
        registry = Registry(await people.sign_in(OWNER_EMAIL, OWNER_PASSWORD), folder / "models")
        await registry.make()
        assert await registry.refusal(_pieces(8_000_000)) == (507, "STORAGE_FULL")
        assert registry.left_files() == []
        await people.close()
