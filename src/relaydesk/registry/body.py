"""The body of an upload, piece by piece: the file itself, or a form with the file in its field `file` (RFC 7578)."""

from collections.abc import AsyncIterator
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from relaydesk.registry.errors import UploadCut, UploadUnreadable, UploadWithoutFile

FIELD = b"file"
# what a form may have around the file: heads of parts, boundaries, fields that nobody reads
FORM_BYTES = 64 * 1024
LONGEST_FILENAME = 255


class UploadBody:
    """`filename` is what a form says, as soon as the file's first piece has come."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.filename: str | None = None

    async def pieces(self) -> AsyncIterator[bytes]:
        """Those of the file alone.

        Raises:
            UploadCut: the connection ended, or the form did before its last boundary.
            UploadUnreadable, UploadWithoutFile: of a form.
        """
        kind, options = parse_options_header(self._request.headers.get("content-type"))
        boundary = options.get(b"boundary")
        pieces = self._form(boundary) if kind == b"multipart/form-data" else self._stream()
        async for piece in pieces:
            yield piece

    async def _stream(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._request.stream():
                yield piece
        except ClientDisconnect:
            raise UploadCut from None

    async def _form(self, boundary: bytes | None) -> AsyncIterator[bytes]:
        form = _Form()
        try:
            parser = MultipartParser(boundary or b"", form.callbacks())
            async for data in self._stream():
                parser.write(data)
                for piece in form.take():
                    self.filename = self.filename or form.filename
                    yield piece
        except FormParserError:
            raise UploadUnreadable from None
        if form.files != 1:
            raise UploadUnreadable if form.files else UploadWithoutFile
        if not form.is_whole:
            raise UploadCut


class _Form:
    """What a parser calls back with, of which the file alone is of interest."""

    def __init__(self) -> None:
        self.files = 0
        self.filename: str | None = None
        self.is_whole = False
        self._pieces: list[bytes] = []
        self._is_file = False
        self._other_bytes = 0
        self._name = self._value = b""
        self._disposition = b""

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin_part,
            "on_header_field": self._add_name,
            "on_header_value": self._add_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._add_data,
            "on_end": self._end,
        }

    def take(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces

    def _begin_part(self) -> None:
        self._disposition = b""
        self._is_file = False

    def _add_name(self, data: bytes, begin: int, end: int) -> None:
        self._name += data[begin:end]

    def _add_value(self, data: bytes, begin: int, end: int) -> None:
        self._value += data[begin:end]

    def _end_header(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._count(len(self._name) + len(self._value))
        self._name = self._value = b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._is_file = options.get(b"name") == FIELD
        if self._is_file:
            self.files += 1
            self.filename = _file_name(options.get(b"filename", b""))

    def _add_data(self, data: bytes, begin: int, end: int) -> None:
        if self.files > 1:
            raise FormParserError
        if self._is_file:
            self._pieces.append(data[begin:end])
        else:
            self._count(end - begin)

    def _count(self, size: int) -> None:
        self._other_bytes += size
        if self._other_bytes > FORM_BYTES:
            raise FormParserError

    def _end(self) -> None:
        self.is_whole = True


def _file_name(octets: bytes) -> str | None:
    """The last part of a path, without what is no name's: some clients send where the file was."""
    name = octets.decode("utf-8", "ignore").replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in name if letter.isprintable())[:LONGEST_FILENAME].strip()
    return plain or None
