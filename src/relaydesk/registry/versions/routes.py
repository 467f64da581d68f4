"""Versions over HTTP: `/api/models/{name}/versions`, their files and their comparison."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from relaydesk.identity.api import Principal, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.middleware import StreamedBody
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.observe.metrics import MODEL_OPERATIONS
from relaydesk.registry.body import FORM_BYTES, UploadBody
from relaydesk.registry.parameters import Files, ModelName, VersionNumber
from relaydesk.registry.schemas import (
    FILENAME,
    SHA256,
    VERSION_LIST,
    ComparisonOut,
    VersionOut,
    VersionPatch,
    VersionSummary,
)
from relaydesk.registry.versions import service
from relaydesk.registry.versions.upload import upload_version

router = APIRouter(prefix="/api/models/{name}", tags=["models"])
MayRead = Annotated[Principal, Depends(require("models.read"))]
MayWrite = Annotated[Principal, Depends(require("models.write"))]
Filename = Annotated[
    str | None, Query(pattern=FILENAME, description="The file's name, given back by downloads; `model.onnx` without.")
]
Checksum = Annotated[
    str | None, Query(pattern=SHA256, description="The file's SHA-256: what comes and has another is refused.")
]
VersionList = Annotated[
    str, Query(pattern=VERSION_LIST, description="Two to ten numbers of versions.", examples=["1,2"])
]
NULLABLE = {"task_id", "data"}
_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
_BODY = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": _FILE},
        "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
    },
}
_DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {"application/octet-stream": {"schema": _FILE}}},
    304: {"description": "The caller has it: `If-None-Match` named its SHA-256"},
}


def streamed_body(max_bytes: int) -> StreamedBody:
    """The one operation here that takes large bodies; `max_bytes` is what a file may have."""
    return StreamedBody("POST", f"{router.prefix}/versions", max_bytes + FORM_BYTES)


@router.get("/versions")
async def list_model_versions(
    db: ReadDbDep, page: PageQuery, _principal: MayRead, name: ModelName
) -> Page[VersionSummary]:
    """The newest first, without inputs, outputs and metadata."""
    shown, total = await service.list_versions(db, name=name, limit=page.limit, offset=page.offset)
    return page.page(shown, total)


@router.post("/versions", status_code=201, openapi_extra={"requestBody": _BODY}, summary="Upload a model version")
async def upload_model_version(
    request: Request,
    kernel: KernelDep,
    files: Files,
    principal: MayWrite,
    name: ModelName,
    filename: Filename = None,
    sha256: Checksum = None,
) -> VersionOut:
    """The next version, from an ONNX file as it is or in the field `file` of a form, with all of its data inside.

    Its inputs and outputs are read from it. Of an upload that is cut or refused nothing stays.
    """
    body = UploadBody(request)
    return await upload_version(kernel, files, principal, name=name, body=body, filename=filename, sha256=sha256)


@router.get("/versions/{version}")
async def get_model_version(db: ReadDbDep, _principal: MayRead, name: ModelName, version: VersionNumber) -> VersionOut:
    return await service.get_version(db, name=name, version=version)


@router.patch("/versions/{version}")
async def change_model_version(
    uow: UowDep, principal: MayWrite, name: ModelName, version: VersionNumber, body: VersionPatch
) -> VersionOut:
    changes = changes_of(body, nullable=NULLABLE)
    return await service.change_version(uow, principal, name=name, version=version, changes=changes)


@router.delete("/versions/{version}", status_code=204)
async def delete_model_version(
    kernel: KernelDep, files: Files, principal: MayWrite, name: ModelName, version: VersionNumber
) -> Response:
    """With its file; its number is not given again. An alias keeps it: 409 `MODEL_IN_USE` names those that do."""
    await service.delete_version(kernel, files, principal, name=name, version=version)
    return Response(status_code=204)


@router.get("/versions/{version}/file", response_class=StreamingResponse, responses=_DOWNLOAD)
async def download_model_file(
    db: ReadDbDep,
    files: Files,
    _principal: MayRead,
    name: ModelName,
    version: VersionNumber,
    if_none_match: Annotated[str, Header(max_length=1000, description="An `ETag` of an earlier download.")] = "",
) -> Response:
    """As it was uploaded. `ETag` is its SHA-256 in quotation marks."""
    row = await service.get_file(db, name=name, version=version)
    etag = f'"{row.sha256}"'
    if etag in if_none_match or if_none_match == "*":
        return Response(status_code=304, headers={"etag": etag})
    headers = {
        "etag": etag,
        "content-length": str(row.size_bytes),
        "content-disposition": _attachment(row.filename),
        "x-accel-buffering": "no",
    }
    pieces = await files.read(row.storage_key)
    MODEL_OPERATIONS.labels("download").inc()
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


def _attachment(filename: str) -> str:
    """RFC 6266; the form for other names than plain ones is one that not every client reads."""
    encoded = quote(filename)
    return f'attachment; filename="{filename}"' if encoded == filename else f"attachment; filename*=UTF-8''{encoded}"


@router.get("/compare", summary="Compare model versions")
async def compare_model_versions(
    db: ReadDbDep, _principal: MayRead, name: ModelName, versions: VersionList
) -> ComparisonOut:
    """Metrics, metadata, inputs, outputs and sizes side by side."""
    return await service.compare(db, name=name, versions=[int(number) for number in versions.split(",")])
