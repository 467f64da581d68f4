"""No request of a stranger holds a web process: hostile text at public endpoints, the watchdog's log as witness."""

import contextlib
import json
import socket
from collections.abc import Iterator

import httpx
import pytest
from instance import Instance, running_instance

HELD_MS = 100.0
SHAPES = {
    "blanks": " ",
    "at signs": "a@",
    "dots": "a.",
    "brackets": "([{",
    "quotes": "\\\"'",
    "prices": "under 9 9 9 \t",
    "chinese": "预算九百元以下的",
    "percent": "%00",
    "zero width": "\u200d\ufe0f",
    "stars": "**a*",
}
BODIES = [
    "/api/chat",
    "/api/sessions",
    "/api/auth/login",
    "/api/auth/register",
    "/api/agent/login",
    "/api/auth/refresh",
]
PATHS = ["/embed/", "/sdk/", "/console/", "/docs/", "/api/sessions/", "/proxy/", "/v1/", "/agent/v1/"]


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with running_instance(RELAYDESK_REGISTRATION="open") as running:
        yield running


def texts(kilobytes: int) -> Iterator[str]:
    for shape in SHAPES.values():
        yield (shape * (kilobytes * 1024 // len(shape) + 1))[: kilobytes * 1024]


def holds(instance: Instance, since: int) -> list[str]:
    """What the watchdog wrote since a place in the log: those that the loop's own thread spent on."""
    found = []
    for line in instance.output.read_text()[since:].splitlines():
        if '"loop_held"' in line:
            entry = json.loads(line)
            if entry["cpu_ms"] >= HELD_MS:
                found.append(f"{entry['cpu_ms']} ms at {entry['frames'][-6:]}")
    return found


def test_hostile_bodies_hold_nothing(instance: Instance) -> None:
    since = len(instance.output.read_text())
    with httpx.Client(base_url=instance.url, timeout=30, trust_env=False) as http:
        for kilobytes in (3, 60, 1024):
            for text in texts(kilobytes):
                for path in BODIES:
                    shaped = {"message": text, "email": text, "password": text, "username": text, "name": text}
                    answer = http.post(path, json=shaped)
                    assert answer.status_code < 500, (path, answer.text[:200])
                raw = http.post("/v1/chat/completions", content=text.encode(), headers={"X-API-Key": "rd_nobody"})
                assert raw.status_code == 401
    assert holds(instance, since) == []


def test_hostile_questions_hold_nothing(instance: Instance) -> None:
    since = len(instance.output.read_text())
    with httpx.Client(base_url=instance.url, timeout=60, trust_env=False) as http:
        for text in texts(3):
            answer = http.post("/api/chat", json={"message": text})
            assert answer.status_code in {200, 422}, answer.text[:200]
    assert holds(instance, since) == []


def test_hostile_paths_queries_and_headers_hold_nothing(instance: Instance) -> None:
    since = len(instance.output.read_text())
    with httpx.Client(base_url=instance.url, timeout=30, trust_env=False) as http:
        for text in texts(10):
            safe = "".join(c for c in text if c.isascii() and c.isprintable() and c not in ' "#%?[]{}\\')[:8000]
            for path in PATHS:
                assert http.get(path + safe).status_code < 500
                assert http.get(path + "%00" * 200).status_code < 500
            assert http.get("/products", params={"q": text[:4000]}).status_code < 500
            headers = dict.fromkeys(("X-Request-ID", "traceparent", "Last-Event-ID", "Accept-Language"), safe)
            assert http.get("/health", headers=headers).status_code == 200
            assert http.get("/api/auth/me", headers={"Authorization": f"Bearer x{safe}"}).status_code == 401
    assert holds(instance, since) == []


@pytest.mark.parametrize("size", [1, 16])
def test_bodies_in_tiny_chunks_hold_nothing(instance: Instance, size: int) -> None:
    since, url = len(instance.output.read_text()), httpx.URL(instance.url)
    block = b"%x\r\n%b\r\n" % (size, b"a" * size) * 10_000
    for path in [*BODIES, "/health/live", "/v1/chat/completions", "/v2/models/m/infer"]:
        with socket.create_connection((url.host, url.port), timeout=30) as client:
            head = f"POST {path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            client.sendall(head.encode())
            with contextlib.suppress(OSError):  # it is not read to its end
                for _ in range(100):
                    client.sendall(block)
                client.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                assert client.recv(10).startswith(b"HTTP/1.1 4")
    assert holds(instance, since) == []
