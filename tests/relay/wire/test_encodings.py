"""Content encodings are taken off in whatever pieces they come, in any case, and never beyond the bound."""

import gzip
import zlib

import brotli
import pytest
from backports import zstd
from fibers import contract_of

from relaydesk.gateway.relay.wire.encodings import (
    Decoder,
    UndecodableError,
    _Stage,
    decoded_beginning,
    encodings_of,
    media_type_of,
)

PLAIN = b'{"said":"' + b"one word and another " * 2000 + b'"}'
_raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
RAW_DEFLATE = _raw.compress(PLAIN) + _raw.flush()
PACKED = [
    (b"gzip", gzip.compress(PLAIN)),
    (b"GZip", gzip.compress(PLAIN[:9]) + gzip.compress(PLAIN[9:]) + b"\0\0\0"),
    (b"x-gzip", gzip.compress(PLAIN)),
    (b"deflate", zlib.compress(PLAIN)),
    (b"Deflate", RAW_DEFLATE),
    (b"br", brotli.compress(PLAIN)),
    (b"zstd", zstd.compress(PLAIN)),
    (b"ZSTD", zstd.compress(PLAIN[:9]) + zstd.compress(PLAIN[9:])),
    (b"gzip, BR", brotli.compress(gzip.compress(PLAIN))),
    (b"identity", PLAIN),
]


@contract_of(_Stage)
@pytest.mark.parametrize("size", [1, 7, 1000, 1 << 20])
@pytest.mark.parametrize(("encoding", "packed"), PACKED)
def test_a_body_is_unpacked_in_any_pieces(encoding: bytes, packed: bytes, size: int) -> None:
    decoder = Decoder(encodings_of([(b"content-encoding", encoding)]))
    assert b"".join(decoder.feed(packed[at : at + size]) for at in range(0, len(packed), size)) == PLAIN


@pytest.mark.parametrize(("encoding", "packed"), PACKED)
def test_of_a_beginning_the_beginning_is_read(encoding: bytes, packed: bytes) -> None:
    headers = [(b"content-encoding", encoding)]
    assert decoded_beginning(packed, encodings_of(headers), 100) == PLAIN[:100]
    assert decoded_beginning(packed, encodings_of(headers), 1 << 20) == PLAIN


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        (b"gzip", gzip.compress(bytes(20_000_000))),
        (b"br", brotli.compress(bytes(20_000_000), quality=1)),
        (b"zstd", zstd.compress(bytes(20_000_000))),
    ],
)
def test_a_bomb_stops_at_the_bound(encoding: bytes, packed: bytes) -> None:
    with pytest.raises(UndecodableError):
        Decoder([encoding], 1_000_000).feed(packed)
    assert decoded_beginning(packed, [encoding], 1000) == bytes(1000)


@pytest.mark.parametrize("encoding", [b"gzip", b"br", b"zstd", b"compress"])
def test_what_is_not_of_its_encoding_cannot_be_read(encoding: bytes) -> None:
    assert decoded_beginning(b"no such thing" * 9, [encoding], 1000) is None


def test_media_types_have_no_case() -> None:
    assert media_type_of({b"content-type": b" Application/JSON ;charset=UTF-8"}) == b"application/json"
    assert media_type_of({}) == b""
