"""What tests of scripts at work share: scripts of one function, a chat request."""

import json

from relay_kit import AUTH, Got, Running, ask

from relaydesk.gateway.relay.snapshot import Script

JSON = ("Content-Type", "application/json")
JSON_LINE = "Content-Type: application/json"
CHAT = {"model": "test-model", "messages": [{"role": "user", "content": "hello"}]}


def script(source: str, script_id: int = 1, **fields: object) -> Script:
    return Script(**{"id": script_id, "name": f"script {script_id}", "source": source, "timeout_ms": 50, **fields})


def request_script(body: str, script_id: int = 1, **fields: object) -> Script:
    return script(f"function onRequest(request) {{ {body} }}", script_id, phases=("request",), **fields)


def response_script(body: str, script_id: int = 1, **fields: object) -> Script:
    return script(f"function onResponse(response, request) {{ {body} }}", script_id, phases=("response",), **fields)


async def chat(running: Running, path: str = "/v1/chat/completions", **fields: object) -> Got:
    return await ask(
        running.port, path, method="POST", headers=[AUTH, JSON], body=json.dumps({**CHAT, **fields}).encode()
    )
