"""`relaydesk serve` with a model: its inference process killed and stopped, and served again."""

import json
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import served_models
from instance import running_instance

INFER = "/v2/models/churn/infer"
X = {"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [0, 0, 0]}
OCTETS = {"Content-Type": "application/octet-stream"}


def deploy(person: httpx.Client) -> None:
    assert person.post("/api/models", json={"name": "churn"}).status_code == 201
    sent = person.post("/api/models/churn/versions", content=served_models.plus(1), headers=OCTETS)
    assert sent.status_code == 201, sent.text
    assert person.post("/api/deployments", json={"name": "churn", "model": "churn"}).status_code == 201


def until_served(person: httpx.Client, *, within_s: float = 60) -> list[int]:
    """The statuses until the first answer."""
    deadline, seen = time.monotonic() + within_s, []
    while time.monotonic() < deadline:
        answer = person.post(INFER, json={"inputs": [X]})
        seen.append(answer.status_code)
        if answer.status_code == 200:
            return seen
        assert list(answer.json()) == ["error"]
        time.sleep(0.05)
    raise AssertionError(f"nothing was served within {within_s} s: {seen[-5:]}")


def until_counted(http: httpx.Client) -> None:
    """Figures are handed on once a second."""
    deadline = time.monotonic() + 10
    while 'inference_requests_total{deployment="churn",outcome="ok",version="1"}' not in http.get("/metrics").text:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_killed_inference_process_leaves_no_replica_and_serves_again() -> None:
    with running_instance() as instance:
        person = instance.sign_in()
        deploy(person)
        until_served(person)
        replica = instance.child("inference.replica")
        health = person.get("/api/health/detailed").json()["inference"]
        assert health == {"status": "ok", "is_running": True, "deployments": {"ready": 1}}
        inference = instance.child("relaydesk inference")
        inference.suspend()
        assert {person.get("/v2/health/ready", timeout=6).status_code for _ in range(50)} == {503}
        health = person.get("/api/health/detailed").json()["inference"]
        assert health == {"status": "down", "is_running": False, "deployments": {"ready": 1}}
        inference.kill()
        replica.wait(15)
        seen = until_served(person)
        assert set(seen) <= {200, 503}
        replica = instance.child("inference.replica")
        replica.kill()
        assert set(until_served(person)) <= {200, 503}
        until_counted(person)
        web = instance.child("relaydesk web")
        assert not any("onnxruntime" in one.path for one in web.memory_maps())
        assert instance.stop() == 0
        instance.start()
        assert set(until_served(instance.sign_in())) <= {200, 503}
        instance.kill()


def until_status(person: httpx.Client, deployment_id: str, status: str, *, within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while person.get(f"/api/deployments/{deployment_id}").json()["status"] != status:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_unloaded_model_gives_its_memory_back_and_stays_unloaded_over_kills_until_somebody_asks() -> None:
    with running_instance() as instance:
        person = instance.sign_in()
        deploy(person)
        until_served(person)
        [deployment] = person.get("/api/deployments").json()["items"]
        path = f"/api/deployments/{deployment['id']}"
        replica = instance.child("inference.replica")
        assert replica.memory_full_info().pss > 10 * 1024 * 1024
        assert person.patch(path, json={"unload_after_s": 10}).status_code == 200
        instance.execute("UPDATE registry_deployment SET unload_after_s = 2")  # less than a person may set
        until_status(person, deployment["id"], "idle")
        replica.wait(15)
        assert instance.children("inference.replica") == []
        instance.child("relaydesk inference").kill()
        deadline = time.monotonic() + 30
        while person.get("/v2/models/churn/ready").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert person.get(path).json()["status"] == "idle"
        assert instance.children("inference.replica") == []
        assert until_served(person) == [200]
        until_status(person, deployment["id"], "idle")
        assert instance.stop() == 0
        instance.start()
        person = instance.sign_in()
        until_status(person, deployment["id"], "idle")
        assert set(until_served(person)) <= {200, 503}


def leave_unread(url: str, key: str, *, rows: int, connections: int) -> None:
    """Asks for answers of some 13 bytes a row, of which each begins to come, and leaves."""
    octets = struct.pack("<3f", 0, 0, 0) * rows
    tensor = {**X, "shape": [rows, 3], "parameters": {"binary_data_size": len(octets)}}
    del tensor["data"]
    head = json.dumps({"inputs": [tensor], "parameters": {"binary_data_output": False}}).encode()
    address = urlsplit(url)
    request = (
        f"POST {INFER} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
        f"Inference-Header-Content-Length: {len(head)}\r\nContent-Length: {len(head) + len(octets)}\r\n\r\n"
    ).encode()
    opened = []
    for _ in range(connections):
        opened.append(socket.create_connection((address.hostname or "", address.port or 0)))
        opened[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with ThreadPoolExecutor(connections) as threads:
        list(threads.map(lambda one: one.sendall(request + head + octets), opened))
        answers = list(threads.map(lambda one: one.recv(12), opened))
    assert answers == [b"HTTP/1.1 200"] * connections
    for one in opened:
        one.close()


def test_a_web_process_gives_back_what_large_answers_took() -> None:
    with running_instance(WEB_WORKERS="1") as instance:
        person = instance.sign_in()
        deploy(person)
        until_served(person)
        key = person.post("/api/keys", json={"name": "load", "scopes": ["inference"]}).json()["key"]
        web = instance.child("relaydesk web")
        before = web.memory_info().rss
        leave_unread(instance.url, key, rows=1_200_000, connections=10)
        deadline = time.monotonic() + 20
        while web.memory_info().rss > before + 30 * 1024 * 1024:
            assert time.monotonic() < deadline, (web.memory_info().rss, before)
            time.sleep(0.2)
