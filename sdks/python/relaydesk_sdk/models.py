"""Models and their versions: files with what they say of themselves."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from relaydesk_sdk.types import ModelOut, VersionOut, VersionSummary

if TYPE_CHECKING:
    from relaydesk_sdk.client import Relaydesk

_PIECE = 1 << 20
Progress = Callable[[int, int], object]


class Models:
    def __init__(self, client: "Relaydesk") -> None:
        self._client = client

    def create(self, name: str, *, description: str = "", tags: list[str] | None = None) -> ModelOut:
        body = {"name": name, "description": description, "tags": tags or []}
        made: ModelOut = self._client.json("POST", "/api/models", json=body)
        return made

    def get(self, name: str) -> ModelOut:
        found: ModelOut = self._client.json("GET", _path(name))
        return found

    def all(self, *, q: str | None = None) -> list[ModelOut]:
        return self._client.all_of("/api/models", q=q)

    def delete(self, name: str) -> None:
        self._client.request("DELETE", _path(name))

    def versions(self, name: str) -> list[VersionSummary]:
        return self._client.all_of(f"{_path(name)}/versions")

    def version(self, name: str, version: int) -> VersionOut:
        found: VersionOut = self._client.json("GET", f"{_path(name)}/versions/{version}")
        return found

    def upload(
        self, name: str, file: str | Path, *, progress: Progress | None = None, timeout_s: float = 600
    ) -> VersionOut:
        """A new version with this file, read piece by piece. `progress` is told octets sent, and octets of all.

        The server holds what came against the file's SHA-256: what was cut or changed on the way is no version.
        Raises ValueError where the file changes while it is sent.
        """
        self.get(name)  # before so much is sent: it is there, and whoever sends it is signed in
        path = Path(file)
        with path.open("rb") as opened:
            sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        size = path.stat().st_size

        def pieces() -> Iterator[bytes]:
            sent = 0
            with path.open("rb") as opened:
                while sent < size:
                    piece = opened.read(min(_PIECE, size - sent))
                    if not piece:
                        raise ValueError(f"{path} has become shorter while it was sent")
                    yield piece
                    sent += len(piece)
                    if progress is not None:
                        progress(sent, size)

        fields = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        uploaded: VersionOut = self._client.json(
            "POST",
            f"{_path(name)}/versions",
            params={"filename": path.name, "sha256": sha256},
            content=pieces,
            headers=fields,
            timeout=timeout_s,
        )
        return uploaded

    def describe(self, name: str, version: int, **changes: Any) -> VersionOut:
        """Its `stage`, `metrics` or `metadata`."""
        changed: VersionOut = self._client.json("PATCH", f"{_path(name)}/versions/{version}", json=changes)
        return changed

    def point(self, name: str, alias: str, version: int) -> None:
        """The alias to this version; whatever is deployed by it goes on to that."""
        self._client.request("PUT", f"{_path(name)}/aliases/{quote(alias, safe='')}", json={"version": version})


def _path(name: str) -> str:
    return f"/api/models/{quote(name, safe='')}"
