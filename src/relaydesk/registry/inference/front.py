"""The Open Inference Protocol V2 in a web process: who asks, what for, and the way to the inference process and back.

It answers calls below FastAPI, as the relay does. Every error is `{"error": "…"}`, as the protocol's clients want it.
"""

import asyncio
import logging
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import msgspec

from relaydesk.gateway.api import (
    JSON_LINE,
    Call,
    ClientGoneError,
    Gateway,
    KeyedCall,
    RelayError,
    in_task,
    inference_body,
)
from relaydesk.identity.api import PermissionMissing, Principal, authenticate
from relaydesk.kernel.background import Background
from relaydesk.kernel.errors import RelaydeskError
from relaydesk.kernel.http.pages import accepted_of
from relaydesk.kernel.observe.heap import Heap
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry.deployments.service import start, stop
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.paths import Place, place_of
from relaydesk.registry.inference.types import COMPRESS_BYTES, MAX_BODY_BYTES, MOST_COMPRESSED_BYTES
from relaydesk.registry.inference.wire.frames import Octets
from relaydesk.registry.inference.wire.messages import Ask, Said
from relaydesk.registry.store import find_deployment_named

log = logging.getLogger(__name__)
SCOPE: Final = "inference"
LOAD_S: Final = 60.0
MAX_OTHER_BYTES: Final = 64 * 1024  # of a request that holds no tensors
MOST_READ_BYTES = 256 * 1024 * 1024  # of bodies that a process has come and waits with, at a time
MOST_UNSENT_BYTES = 256 * 1024 * 1024  # of answers that a process has and waits with, at a time
_LOOK_EVERY_S: Final = 0.05
_GIVE_BACK_EVERY_S: Final = 5.0
_MEMORY_LOOP: Final = "inference.memory"
_OK, _BAD, _UNKNOWN, _INTERNAL, _UNAVAILABLE = 200, 400, 404, 500, 503
_STATUSES: Final = {422: _BAD, 409: _BAD}  # the protocol knows no others of ours
# of what the inference process says, in the request log
_CODES: Final = {400: "INFERENCE_REFUSED", 404: "MODEL_NOT_SERVED", 503: "MODEL_UNAVAILABLE"}
_BINARY: Final = b"content-type: application/octet-stream\r\ninference-header-content-length: %d\r\n"
_TOO_MUCH: Final = "too many large requests are being read; try again"
_TOO_MUCH_UNSENT: Final = "too many large answers wait for clients to read them; try again"
_ASKED_AT_V1: Final = "'{}' is a route of the gateway: ask it at /v1/chat/completions, with this name as the model"
_RETRY: Final = b"retry-after: 1\r\n"
_WINDOW_BITS: Final = {"gzip": 31, "deflate": 15}  # of zlib: what begins and ends the compressed data is said by these
_LEVEL: Final = 1  # numbers shrink little more at others, which take several times as long
_PIECE_BYTES: Final = 256 * 1024
_COMPRESSING_THREADS: Final = 2
_VARIES: Final = b"vary: accept-encoding\r\n"
_ENCODINGS: Final = {b"gzip": "gzip", b"deflate": "deflate", b"identity": "", b"": ""}


def is_inference(path: bytes) -> bool:
    return path == b"/v2" or path.startswith(b"/v2/")


class InferenceFront:
    """One a web process; `serve` is what answers a call, in a fiber."""

    def __init__(self, kernel: Kernel, gateway: Gateway, link: Link) -> None:
        self._kernel, self._gateway, self._link = kernel, gateway, link
        self._read_bytes = 0  # of bodies that came in more than one piece
        self._unsent_bytes = 0  # of answers that their clients have not taken yet
        self._heap = Heap()
        # its own: the process's other threads read files, look up names and hash passwords
        self._compressing = ThreadPoolExecutor(_COMPRESSING_THREADS, thread_name_prefix="compressing")

    def start(self, background: Background) -> None:
        self._link.start(background)
        background.keep(_MEMORY_LOOP, self._give_back, every_s=_GIVE_BACK_EVERY_S)

    async def stop(self, background: Background) -> None:
        await background.end(_MEMORY_LOOP)
        await self._link.stop(background)

    async def _give_back(self) -> None:
        """Not while there are others, which would take it again."""
        if not self._read_bytes and not self._unsent_bytes:
            await self._heap.give_back()

    async def serve(self, call: Call) -> None:
        if self._gateway.answers_preflight(call):
            return
        try:
            keyed = KeyedCall(self._gateway.relay, call)
        except RelaydeskError:  # before the start and after the stop
            call.end()
            return
        place = place_of(call.path)
        model = self._shown_model(place)
        try:
            status, body, lines = await self._answer(keyed, place)
            if status == _UNKNOWN and place is not None and place.kind == "infer":
                self._refuse_deployment_of_route(place.model)
            if len(body) < COMPRESS_BYTES:
                keyed.respond(status, bytes(body), lines, model=model, code=_CODES.get(status))
            else:
                await self._send_large(keyed, status, body, lines, model)
        except RelayError as error:
            keyed.respond(error.status, inference_body(error.message), [JSON_LINE], model=model, error=error)
        except RelaydeskError as error:
            body = inference_body(error.message)
            status = _STATUSES.get(error.status, error.status)
            keyed.respond(status, body, [JSON_LINE], model=model, code=error.code)
        except (ClientGoneError, asyncio.CancelledError):
            keyed.leave(model)
        except Exception:
            log.exception("an inference failed")
            keyed.respond(_INTERNAL, inference_body("Something went wrong."), [JSON_LINE], model=model, code="INTERNAL")
        finally:
            keyed.end()
            call.end()

    async def _send_large(
        self, keyed: KeyedCall, status: int, body: Octets, lines: list[bytes], model: str | None
    ) -> None:
        """Raises RelayError where too much waits already for clients that are slow to take it."""
        size, code = len(body), _CODES.get(status)
        if self._unsent_bytes + size > MOST_UNSENT_BYTES:
            raise RelayError(_UNAVAILABLE, "OVERLOADED", _TOO_MUCH_UNSENT, retry_after_s=1)
        self._unsent_bytes += size
        try:
            if size <= MOST_COMPRESSED_BYTES and JSON_LINE in lines:
                body, lines = await self._encoded(keyed.call, body, lines)
            await keyed.stream(status, memoryview(body), lines, model=model, code=code)
        finally:
            self._unsent_bytes -= size
            self._heap.freed(size)

    def _shown_model(self, place: Place | None) -> str | None:
        """In the request log: what is asked here is none of the figures of a deployment of a route."""
        return place.model if place is not None and place.model not in self._gateway.relay.snapshot.aliases else None

    def _refuse_deployment_of_route(self, model: str) -> None:
        """Raises RelayError where that is the name of one: it is there, but not to be asked here."""
        if model in self._gateway.relay.snapshot.aliases:
            raise RelayError(_UNKNOWN, "DEPLOYMENT_OF_ROUTE", _ASKED_AT_V1.format(model))

    async def _answer(self, keyed: KeyedCall, place: Place | None) -> tuple[int, Octets, list[bytes]]:
        call = keyed.call
        if call.is_slow:  # to take the answer before this one
            await call.drain()
        if place is None:
            raise RelayError(404, "NOT_FOUND", "There is nothing at this path.")
        if call.method not in place.methods.split(b", "):
            allowed = place.methods.decode()
            raise RelayError(405, "METHOD_NOT_ALLOWED", f"This can be asked by {allowed}.", allow=place.methods)
        if place.kind == "live":
            return _OK, b"", []
        caller, principal = await self._admit(keyed, place)
        body = call.body.whole if call.method == b"POST" else b""
        if body is None and place.kind == "infer":
            return await self._infer_large(keyed, place, caller)
        if body is None:
            body = await call.body.read_all(MAX_OTHER_BYTES)
        if body is None or len(body) > (MAX_BODY_BYTES if place.kind == "infer" else MAX_OTHER_BYTES):
            raise _too_large(MAX_BODY_BYTES if place.kind == "infer" else MAX_OTHER_BYTES)
        if place.kind in ("load", "unload"):
            return await in_task(self._turn(place, principal))
        keyed.is_counted = place.kind == "infer"
        said, content = await self._link.ask(self._ask(call, place, caller, body), body)
        return said.status, content, _lines(said, content)

    async def _infer_large(self, keyed: KeyedCall, place: Place, caller: str) -> tuple[int, Octets, list[bytes]]:
        """Of a body that comes in pieces: these are handed on as they are."""
        call, body, length = keyed.call, keyed.call.body, keyed.call.body.length
        due_bytes = int(length) if length is not None and length.isdigit() else 0
        counted_bytes = 0  # what has come, not what is announced: who announces much and sends little keeps nobody out
        try:
            while True:
                if max(due_bytes, body.size) > MAX_BODY_BYTES:
                    raise _too_large(MAX_BODY_BYTES)
                if self._read_bytes + body.size - counted_bytes > MOST_READ_BYTES:
                    raise RelayError(_UNAVAILABLE, "OVERLOADED", _TOO_MUCH, retry_after_s=1)
                self._read_bytes += body.size - counted_bytes
                counted_bytes = body.size
                if body.arrived:
                    break
                await body.more()
            keyed.is_counted = True
            first, *rest = body.pieces or [b""]
            said, content = await self._link.ask(self._ask(call, place, caller, b""), first, rest)
            return said.status, content, _lines(said, content)
        finally:
            self._read_bytes -= counted_bytes
            self._heap.freed(counted_bytes)

    async def _encoded(self, call: Call, body: Octets, lines: list[bytes]) -> tuple[Octets, list[bytes]]:
        """As its client takes it: for JSON, as most clients take gzip without being told to and tensors hardly shrink.

        It is compressed in a thread, as other calls have their turn meanwhile.
        """
        accepted = accepted_of(_WINDOW_BITS, call.fields.get(b"accept-encoding", b"").decode("latin-1"))
        if not accepted:
            return body, [*lines, _VARIES]

        async def compress() -> bytes:
            loop, window_bits = asyncio.get_running_loop(), _WINDOW_BITS[accepted[0]]
            return await loop.run_in_executor(self._compressing, _compressed, body, window_bits)

        return await in_task(compress()), [*lines, _VARIES, b"content-encoding: %b\r\n" % accepted[0].encode()]

    async def _admit(self, keyed: KeyedCall, place: Place) -> tuple[str, Principal | None]:
        """Whom a sticky split knows the caller by; a probe asks for health without showing anything."""
        if place.kind == "ready":
            return "", None
        token = keyed.access_token()
        if token is None:
            key = await keyed.admit(SCOPE, reserves=place.kind == "infer")
            return key.who, None
        principal = await in_task(authenticate(self._kernel, token))
        if not principal.may("models.read"):
            raise PermissionMissing(permission="models.read")
        return principal.public_id, principal

    def _ask(self, call: Call, place: Place, caller: str, body: bytes) -> Ask:
        if place.kind == "index":
            return Ask("index", version="ready" if _wants_ready(body) else "")
        if place.kind != "infer":
            return Ask(place.kind, place.model, place.version)
        encoding = call.fields.get(b"content-encoding", b"").strip().lower()
        if encoding not in _ENCODINGS:
            raise RelayError(_BAD, "VALIDATION_FAILED", "The Content-Encoding must be gzip or deflate.")
        length = call.fields.get(b"inference-header-content-length")
        if length is not None and (not length.isdigit() or len(length) > 10):  # noqa: PLR2004
            raise RelayError(_BAD, "VALIDATION_FAILED", "Inference-Header-Content-Length must be a number.")
        sticky_key = call.fields.get(b"x-session-id", b"")[:200].decode("latin-1") or caller
        json_bytes = int(length) if length is not None else None
        name = _ENCODINGS[encoding]
        return Ask("infer", place.model, place.version, json_bytes, name, sticky_key, time.monotonic())

    async def _turn(self, place: Place, principal: Principal | None) -> tuple[int, bytes, list[bytes]]:
        """Loads or unloads a deployment: a person's to do, whoever's key may ask it."""
        if principal is None or not principal.may("models.write"):
            raise RelayError(403, "FORBIDDEN", "Models are loaded and unloaded by people who may write models.")
        async with self._kernel.database.unit_of_work() as uow:
            row = await find_deployment_named(uow.db, place.model)
            if row is None or row.model_id is None:
                raise RelayError(404, "MODEL_NOT_FOUND", f"there is no model '{place.model}'")
            turn = start if place.kind == "load" else stop
            row = await turn(uow, principal, row.public_id)
            row_id = row.public_id
        return await self._wait(place, row_id)

    async def _wait(self, place: Place, row_id: str) -> tuple[int, bytes, list[bytes]]:
        """Until it is as it was asked to be, as the protocol's clients expect."""
        until = time.monotonic() + LOAD_S
        while time.monotonic() < until:
            await asyncio.sleep(_LOOK_EVERY_S)
            async with self._kernel.database.lookup() as db:
                row = await find_deployment_named(db, place.model)
            if row is None or row.public_id != row_id or row.status in ("ready", "idle", "stopped"):
                return _OK, b"", []
            if row.status == "failed":
                return _BAD, inference_body(row.reason or "the model could not be loaded"), [JSON_LINE]
        return _UNAVAILABLE, inference_body("it takes longer than this waits; look at its state later"), [JSON_LINE]


def _too_large(most_bytes: int) -> RelayError:
    return RelayError(413, "BODY_TOO_LARGE", f"The body is larger than {most_bytes} bytes.")


def _compressed(body: Octets, window_bits: int) -> bytes:
    """In pieces: zlib lets other threads run in each."""
    view, compressor = memoryview(body), zlib.compressobj(_LEVEL, wbits=window_bits)
    pieces = [compressor.compress(view[at : at + _PIECE_BYTES]) for at in range(0, len(view), _PIECE_BYTES)]
    return b"".join((*pieces, compressor.flush()))


class _IndexRequest(msgspec.Struct):
    ready: bool = False


def _wants_ready(body: bytes) -> bool:
    """Raises RelayError."""
    if not body.strip():
        return False
    try:
        return msgspec.json.decode(body, type=_IndexRequest).ready
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RelayError(_BAD, "VALIDATION_FAILED", f"the request cannot be read: {error}") from None


def _lines(said: Said, content: Octets) -> list[bytes]:
    lines: list[Any] = []
    if said.json_bytes is not None:
        lines.append(_BINARY % said.json_bytes)
    elif content:
        lines.append(JSON_LINE)
    if said.status == _UNAVAILABLE:
        lines.append(_RETRY)
    return lines
