"""Owns the registry as a person with the right to write to it works with it over HTTP."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import onnx_files

MODELS = "/api/models"
SMALL_DISK_BYTES = 4 * 1024 * 1024
OCTETS = {"Content-Type": "application/octet-stream"}


@dataclass(slots=True)
class Registry:
    http: httpx.AsyncClient
    folder: Path

    async def make(self, name: str = "churn", **values: Any) -> dict[str, Any]:
        answer = await self.http.post(MODELS, json={"name": name, **values})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def send(
        self, content: bytes | AsyncIterable[bytes], name: str = "churn", **parameters: str
    ) -> httpx.Response:
        return await self.http.post(f"{MODELS}/{name}/versions", content=content, params=parameters, headers=OCTETS)

    async def upload(self, content: bytes | None = None, name: str = "churn", **parameters: str) -> dict[str, Any]:
        answer = await self.send(onnx_files.model() if content is None else content, name, **parameters)
        assert answer.status_code == 201, answer.text
        uploaded: dict[str, Any] = answer.json()
        return uploaded

    def left_files(self) -> list[str]:
        return files_in(self.folder)

    async def refusal(self, content: bytes | AsyncIterable[bytes], **parameters: str) -> tuple[int, str]:
        """Status and code of an upload that leaves nothing."""
        before = self.left_files()
        answer = await self.send(content, **parameters)
        assert self.left_files() == before
        assert (await self.http.get(f"{MODELS}/churn/versions")).json()["total"] == 0
        return answer.status_code, answer.json()["code"]


def files_in(storage: Path) -> list[str]:
    """Every model file, whole or not, as `files/…`, and every mark of one as `pending/…`."""
    paths = (path for path in storage.rglob("*") if path.is_file() and path.name != ".lock")
    return sorted(f"{path.relative_to(storage).parts[0]}/{path.name}" for path in paths)
