"""Owns the calls to an S3-compatible server, and what their failures mean. Its libraries are the extra `s3`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import structlog
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.exceptions import BotoCoreError, ClientError

from relaydesk.kernel.options import Bucket
from relaydesk.registry.errors import StorageUnavailable

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.type_defs import CompletedPartTypeDef, ObjectIdentifierTypeDef

T = TypeVar("T")
log = structlog.get_logger(__name__)
PART_BYTES, READ_BYTES = 8 * 1024 * 1024, 256 * 1024
MOST_DELETED_AT_ONCE = 1000
CONNECT_S, ANSWER_S, CALL_S, GIVE_UP_S = 5, 30, 120.0, 5.0


class BucketClient:
    """Objects by their names. Any call raises StorageUnavailable."""

    def __init__(self, client: "S3Client", bucket: str, connections: contextlib.AsyncExitStack) -> None:
        self._client, self._bucket, self._connections = client, bucket, connections

    async def close(self) -> None:
        await self._connections.aclose()

    async def read(self, name: str) -> AsyncIterator[bytes]:
        """Its pieces; it is there once this returns."""
        answer = await _call("get", self._client.get_object(Bucket=self._bucket, Key=name))

        async def pieces() -> AsyncIterator[bytes]:
            async with answer["Body"] as body:
                while piece := await _call("get", body.read(READ_BYTES)):
                    yield piece

        return pieces()

    async def write(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """In parts where it is large, of which nothing is left if one fails."""
        parts = _in_parts(pieces)
        first = await anext(parts, b"")
        if len(first) < PART_BYTES:
            await _call("put", self._client.put_object(Bucket=self._bucket, Key=name, Body=first))
            return
        beginning = self._client.create_multipart_upload(Bucket=self._bucket, Key=name)
        upload = (await _call("put", beginning))["UploadId"]
        try:
            await self._write_parts(name, upload, first, parts)
        except BaseException:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(GIVE_UP_S):
                    await self._client.abort_multipart_upload(Bucket=self._bucket, Key=name, UploadId=upload)
            raise

    async def _write_parts(self, name: str, upload: str, first: bytes, others: AsyncIterator[bytes]) -> None:
        client, bucket = self._client, self._bucket
        sent: list[CompletedPartTypeDef] = []
        part = first
        while part:
            number = len(sent) + 1
            sending = client.upload_part(Bucket=bucket, Key=name, UploadId=upload, PartNumber=number, Body=part)
            sent.append({"PartNumber": number, "ETag": (await _call("put", sending))["ETag"]})
            part = await anext(others, b"")
        ending = client.complete_multipart_upload(
            Bucket=bucket, Key=name, UploadId=upload, MultipartUpload={"Parts": sent}
        )
        await _call("put", ending)

    async def delete(self, names: Sequence[str]) -> None:
        """One that is not there is deleted."""
        objects: list[ObjectIdentifierTypeDef] = [{"Key": name} for name in names]
        for start in range(0, len(objects), MOST_DELETED_AT_ONCE):
            some = objects[start : start + MOST_DELETED_AT_ONCE]
            deleting = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": some, "Quiet": True})
            for error in (await _call("delete", deleting)).get("Errors", []):
                raise _unavailable("delete", error.get("Code"))


async def open_bucket(bucket: Bucket) -> BucketClient:
    """Asks nothing yet. Raises StorageUnavailable: its settings are no address and no keys."""
    session = AioSession()
    # the service's description is a large file, which the loop would wait for
    await asyncio.to_thread(session.get_component("data_loader").load_service_model, "s3", "service-2")
    connections = contextlib.AsyncExitStack()
    client = await _call("connect", connections.enter_async_context(_create_client(session, bucket)))
    return BucketClient(client, bucket.name, connections)


def _create_client(session: AioSession, bucket: Bucket) -> "contextlib.AbstractAsyncContextManager[S3Client]":
    """Servers other than Amazon's know a bucket by the path, and no checksums but the signature's."""
    return session.create_client(
        "s3",
        endpoint_url=bucket.endpoint_url,
        region_name=bucket.region or "us-east-1",
        aws_access_key_id=bucket.access_key_id,
        aws_secret_access_key=bucket.secret_access_key,
        config=AioConfig(
            connect_timeout=CONNECT_S,
            read_timeout=ANSWER_S,
            retries={"mode": "standard", "max_attempts": 3},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if bucket.endpoint_url else "auto", "payload_signing_enabled": True},
        ),
    )


async def _in_parts(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    part = bytearray()
    async for piece in pieces:
        part += piece
        if len(part) >= PART_BYTES:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


async def _call(operation: str, answer: Awaitable[T]) -> T:
    """Raises StorageUnavailable for what the server does not do, or not in time."""
    try:
        async with asyncio.timeout(CALL_S):  # of a server that takes nothing more, the client would wait for ever
            return await answer
    except ClientError as error:
        raise _unavailable(operation, error.response.get("Error", {}).get("Code")) from error
    except (BotoCoreError, aiohttp.ClientError, OSError, ValueError) as error:
        raise _unavailable(operation, type(error).__name__) from error


def _unavailable(operation: str, error: str | None) -> StorageUnavailable:
    log.error("model_storage_failed", operation=operation, error=error)
    return StorageUnavailable(retry_after_s=5)
