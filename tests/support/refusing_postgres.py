"""A server that speaks PostgreSQL's protocol as far as to refuse each connection."""

import asyncio
import struct

SSL_REQUEST = 80877103


class Refusing:
    """Speaks PostgreSQL's protocol as far as to refuse a connection with a code (SQLSTATE)."""

    def __init__(self, code: str) -> None:
        self._code = code

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length, code = struct.unpack("!II", await reader.readexactly(8))
        if code == SSL_REQUEST:
            writer.write(b"N")
            length, _ = struct.unpack("!II", await reader.readexactly(8))
        await reader.readexactly(length - 8)
        fields = f"SFATAL\0VFATAL\0C{self._code}\0Mno entry\0\0".encode()
        writer.write(b"E" + struct.pack("!I", len(fields) + 4) + fields)
        writer.close()
