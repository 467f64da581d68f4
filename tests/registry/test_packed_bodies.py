"""Bodies of inferences that come compressed: whole ones are read, within bounds."""

import gzip
import secrets
import zlib
from collections.abc import Callable

import pytest

from relaydesk.registry.inference.replica import serving
from relaydesk.registry.inference.replica.serving import _unpacked
from relaydesk.registry.inference.replica.tensors import BadRequest

BODY = secrets.token_hex(200_000).encode()


def _without_head(content: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, _without_head])
def test_a_body_is_unpacked_however_it_is_packed(pack: Callable[[bytes], bytes]) -> None:
    assert _unpacked(pack(BODY), "any") == BODY
    for content in (pack(BODY)[:-1], b"", BODY, pack(BODY) + b"\0"):
        with pytest.raises(BadRequest, match="not whole in any"):
            _unpacked(content, "any")


def test_members_of_gzip_are_read_one_behind_the_other() -> None:
    for size in (3_000, 70_000, 399_999):
        members = [gzip.compress(BODY[place : place + size]) for place in range(0, len(BODY), size)]
        assert _unpacked(b"".join([*members, gzip.compress(b"")]), "gzip") == BODY
    with pytest.raises(BadRequest, match="not whole in gzip"):
        _unpacked(gzip.compress(BODY) + gzip.compress(BODY)[:-1], "gzip")
    with pytest.raises(BadRequest, match="not whole in deflate"):
        _unpacked(zlib.compress(BODY) * 2, "deflate")


def test_the_bounds_are_those_of_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadRequest, match="has more than 10000 members"):
        _unpacked(gzip.compress(b"") * 1_000_000, "gzip")
    monkeypatch.setattr(serving, "MAX_BODY_BYTES", len(BODY))
    assert _unpacked(gzip.compress(BODY), "gzip") == BODY
    for content in (gzip.compress(BODY + b"x"), gzip.compress(BODY) + gzip.compress(b"x") + gzip.compress(BODY)):
        with pytest.raises(BadRequest, match="larger than 400000 bytes once it is unpacked"):
            _unpacked(content, "gzip")
