"""Wire shapes of scripts, their versions and their trial runs."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from relaydesk.gateway.relay.scripts.messages import FaultKind, Phase
from relaydesk.gateway.upstreams.schemas import Line, RowId
from relaydesk.kernel.errors import NO_NUL, pattern
from relaydesk.kernel.http.shapes import Answer, example

MAX_TIMEOUT_MS = 100
MAX_MEMORY_MB = 64
_EXAMPLE = "function onRequest(request) {\n  request.headers['x-shop'] = 'tea';\n}"
Source = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64 * 1024, pattern=NO_NUL),
    Field(
        description="JavaScript that defines `onRequest(request)`, `onResponse(response, request)` or both.",
        examples=[_EXAMPLE],
    ),
]
_METHOD = pattern(r"^[A-Z]{1,20}$", reason="method", message="must be in capital letters, such as POST")
OnError = Literal["fail_open", "fail_closed"]
TimeoutMs = Annotated[int, Field(ge=1, le=MAX_TIMEOUT_MS)]
MemoryMb = Annotated[int, Field(ge=2, le=MAX_MEMORY_MB)]
Priority = Annotated[int, Field(ge=-1000, le=1000)]
Version = Annotated[int, Field(ge=1, le=2**63 - 1)]
HeaderSamples = Annotated[
    dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=16_384)]], Field(max_length=200)
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScriptCreate(_Strict):
    """Without `upstream_id` it runs for all upstreams. Higher `priority` runs first. `timeout_ms` is CPU time."""

    model_config = ConfigDict(
        json_schema_extra=example({"name": "Name the shop", "source": _EXAMPLE, "timeout_ms": 10})
    )

    name: Line
    source: Source
    upstream_id: RowId | None = None
    on_error: OnError = "fail_open"
    timeout_ms: TimeoutMs = 10
    memory_limit_mb: MemoryMb = 16
    priority: Priority = 0
    enabled: bool = True


class ScriptPatch(_Strict):
    """`version` is the one that a new `source` was made of: where there is a newer one by now, it is a 409."""

    model_config = ConfigDict(json_schema_extra=example({"priority": 10, "enabled": True}))

    name: Line | None = None
    source: Source | None = None
    upstream_id: RowId | None = None
    on_error: OnError | None = None
    timeout_ms: TimeoutMs | None = None
    memory_limit_mb: MemoryMb | None = None
    priority: Priority | None = None
    enabled: bool | None = None
    version: Version | None = None


class ScriptOut(Answer):
    """`phases` are the functions that the source defines."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    upstream_id: int | None
    source: str
    version: int
    phases: list[Phase]
    on_error: OnError
    timeout_ms: int
    memory_limit_mb: int
    priority: int
    enabled: bool
    created_at: datetime
    updated_at: datetime


class ScriptVersion(Answer):
    """`restored_from` is the version whose source was taken up again."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    source: str
    author_id: str
    author: str
    restored_from: int | None
    saved_at: datetime


class ScriptRestore(_Strict):
    model_config = ConfigDict(json_schema_extra=example({"version": 1}))

    version: Version


class RequestSample(_Strict):
    """A request as a script gets it. Credentials among the headers stay hidden from it, as they do at work."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)

    method: Annotated[str, StringConstraints(pattern=_METHOD)] = "POST"
    path: Annotated[str, StringConstraints(max_length=2000)] = "/"
    query: HeaderSamples = {}
    headers: HeaderSamples = {}
    content: Annotated[Any, Field(alias="json")] = None
    upstream: Annotated[str, StringConstraints(max_length=200)] = "sample"
    model: Annotated[str, StringConstraints(max_length=200)] | None = None
    client_key_id: int | None = None


class ResponseSample(_Strict):
    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)

    status: Annotated[int, Field(ge=200, le=599)] = 200
    headers: HeaderSamples = {}
    content: Annotated[Any, Field(alias="json")] = None


class ScriptTest(_Strict):
    """`response` is needed for the phase `response`."""

    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "source": _EXAMPLE,
                "phase": "request",
                "request": {"path": "/v1/chat/completions", "json": {"model": "gpt-4o-mini", "messages": []}},
            }
        )
    )

    source: Source
    phase: Phase
    request: RequestSample = RequestSample()
    response: ResponseSample | None = None
    timeout_ms: TimeoutMs = 10
    memory_limit_mb: MemoryMb = 16


class ScriptRejection(Answer):
    status: int
    message: str


class ScriptError(Answer):
    """`line` is the script's, where it is known."""

    kind: FaultKind
    message: str
    line: int | None


class ScriptTestResult(Answer):
    """`output` is the request or the response as it would go on; None where it would not, or as if no script was.

    `took_us` is what the script took in its sandbox, in microseconds.
    """

    output: dict[str, Any] | None
    rejection: ScriptRejection | None
    logs: list[str]
    error: ScriptError | None
    took_us: int
