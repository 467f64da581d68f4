"""The other side of `child`: has a file read in a process of its own, and knows its refusals as errors."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec
import structlog

from relaydesk.kernel.errors import Internal
from relaydesk.kernel.observe.logging import redact_text
from relaydesk.registry.errors import (
    ModelHasExternalData,
    ModelNotOnnx,
    ModelTooComplex,
    ModelTruncated,
    ModelWithoutGraph,
)
from relaydesk.registry.onnx import child
from relaydesk.registry.onnx.reader import Refusal
from relaydesk.registry.types import ModelDescription

log = structlog.get_logger(__name__)
WAIT_S = 60.0
_ERRORS = {
    Refusal.NOT_ONNX: ModelNotOnnx,
    Refusal.TRUNCATED: ModelTruncated,
    Refusal.WITHOUT_GRAPH: ModelWithoutGraph,
    Refusal.TOO_COMPLEX: ModelTooComplex,
}
_outcome = msgspec.json.Decoder(child.Outcome)


async def describe_file(path: Path, *, within_s: float = WAIT_S) -> ModelDescription:
    """What the file says of itself.

    Raises:
        ModelNotOnnx, ModelTruncated, ModelWithoutGraph, ModelHasExternalData, ModelTooComplex
        Internal: the process failed by itself, which is logged.
    """
    with await asyncio.to_thread(path.open, "rb") as file:
        said = await _said(file, within_s)
    outcome = _outcome.decode(said)
    if outcome.refusal is Refusal.EXTERNAL_DATA:
        raise ModelHasExternalData(location=outcome.location)
    if outcome.refusal is not None:
        raise _ERRORS[outcome.refusal]
    assert outcome.description is not None  # noqa: S101 - one of them is there
    return outcome.description


async def _said(file: BinaryIO, within_s: float) -> bytes:
    """What the child writes. Raises ModelTooComplex when it takes too long, Internal when it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", child.__name__),
        env={},
        stdin=file,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said = complaint = b""
    try:
        async with asyncio.timeout(within_s):
            said, complaint = await process.communicate()
    except TimeoutError:
        raise ModelTooComplex from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ModelTooComplex
    if process.returncode:
        log.error("model_reader_failed", code=process.returncode, reason=redact_text(complaint.decode()[-500:]))
        raise Internal
    return said
