"""Inferences over files over HTTP: `/api/deployments/{id}/batch`."""

import re
from typing import Annotated, Any
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Send

from relaydesk.identity.api import Principal, require
from relaydesk.kernel.errors import RelaydeskError
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep
from relaydesk.kernel.http.middleware import StreamedBody
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.registry.batches import service
from relaydesk.registry.batches.schemas import InferenceBatchAccepted, InferenceBatchOut
from relaydesk.registry.body import FORM_BYTES, UploadBody
from relaydesk.registry.parameters import DeploymentId, Files
from relaydesk.registry.schemas import FILENAME, MOST_NUMBER

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/api/deployments/{deployment_id}", tags=["models"])
MayRead = Annotated[Principal, Depends(require("models.read"))]
MayWrite = Annotated[Principal, Depends(require("models.write"))]
TaskId = Annotated[str, Path(max_length=100, description="The task's id.")]
Filename = Annotated[str | None, Query(pattern=FILENAME, description="The file's name, for people who look at it.")]
Version = Annotated[
    int | None, Query(ge=1, le=MOST_NUMBER, description="A version that is deployed; as the traffic is split without.")
]
_ENDING = re.compile(r"\.(jsonl|ndjson|json|txt)$", re.IGNORECASE)
LINES = "application/x-ndjson"
_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
_BODY = {
    "required": True,
    "content": {
        LINES: {
            "schema": {"type": "string"},
            "example": '{"id": "1", "inputs": [ … ]}\n{"id": "2", "inputs": [ … ]}\n',
        },
        "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
    },
}
_OUTPUT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answers so far", "content": {LINES: {"schema": {"type": "string"}}}}
}


class Answers(StreamingResponse):
    """Broken off where the files go meanwhile, as the stated length shows to whoever reads them."""

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        except RelaydeskError as error:
            log.warning("inference_output_broken_off", reason=error.code)


def streamed_body(max_bytes: int) -> StreamedBody:
    """The one operation here that takes large bodies; `max_bytes` is what a file may have."""
    return StreamedBody("POST", f"{router.prefix}/batch", max_bytes + FORM_BYTES)


@router.post("/batch", status_code=202, openapi_extra={"requestBody": _BODY}, summary="Infer over a file")
async def begin_inference_batch(
    request: Request,
    kernel: KernelDep,
    files: Files,
    principal: MayWrite,
    deployment_id: DeploymentId,
    filename: Filename = None,
    version: Version = None,
) -> InferenceBatchAccepted:
    """Each line is a request as `/v2/models/{name}/infer` takes it, and has its answer at the same place of the output.

    What is refused is a line `{"error": …}` there, and blank lines have none. The task survives restarts and goes on
    where it was; answers are kept for a week.
    """
    body = UploadBody(request)
    return await service.begin_batch(
        kernel, files, principal, deployment_id=deployment_id, body=body, filename=filename, version=version
    )


@router.get("/batch")
async def list_inference_batches(
    db: ReadDbDep, page: PageQuery, _principal: MayRead, deployment_id: DeploymentId
) -> Page[InferenceBatchOut]:
    """The newest first."""
    shown, total = await service.list_batches(db, deployment_id=deployment_id, limit=page.limit, offset=page.offset)
    return page.page(shown, total)


@router.get("/batch/{task_id}")
async def get_inference_batch(
    db: ReadDbDep, _principal: MayRead, deployment_id: DeploymentId, task_id: TaskId
) -> InferenceBatchOut:
    return await service.get_batch(db, deployment_id=deployment_id, task_id=task_id)


@router.delete("/batch/{task_id}", status_code=204)
async def delete_inference_batch(
    kernel: KernelDep, files: Files, principal: MayWrite, deployment_id: DeploymentId, task_id: TaskId
) -> Response:
    """Its file of requests and the answers to them, before their week is over. Cancel its task first if that runs."""
    await service.delete_batch(kernel, files, principal, deployment_id=deployment_id, task_id=task_id)
    return Response(status_code=204)


@router.get("/batch/{task_id}/output", response_class=StreamingResponse, responses=_OUTPUT)
async def download_inference_batch(
    db: ReadDbDep, files: Files, _principal: MayRead, deployment_id: DeploymentId, task_id: TaskId
) -> StreamingResponse:
    """The answers so far, a line for each."""
    filename, size_bytes, pieces = await service.output_of(db, files, deployment_id=deployment_id, task_id=task_id)
    headers = {"content-length": str(size_bytes), "x-accel-buffering": "no"}
    name = quote(f"{_ENDING.sub('', filename)}.answers.jsonl", safe="")  # RFC 6266, RFC 8187
    headers["content-disposition"] = f"attachment; filename*=UTF-8''{name}"
    return Answers(pieces, media_type=LINES, headers=headers)
