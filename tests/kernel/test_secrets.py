"""Secrets never reach a log or an error; what is stored encrypted survives a rotation of keys."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from relaydesk.kernel.crypto import SecretUnreadable, Vault, hash_token, is_same
from relaydesk.kernel.observe.logging import configure_logging

PLANTED = [
    "rd_0123456789abcdefghjk", "rdv_0123456789abcdefgh", "sk-planted-0123456789", "shpat_0123456789abcdef",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl", "planted.person@shop.example", "hunter2-planted",
]  # fmt: skip


@pytest.fixture
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def test_planted_secrets_reach_no_log_line(restored_logging: None, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="INFO", fmt="json", directory=None, process="test")
    log = structlog.get_logger("planted")
    log.info("one", password="hunter2-planted", note=f"key {PLANTED[0]}", nested={"token": PLANTED[1]})
    log.info("two", url="https://user:hunter2-planted@a.example/", header=f"Bearer {PLANTED[4]}")
    logging.getLogger("foreign").warning("from %s with %s", PLANTED[5], PLANTED[3])
    try:
        json.loads(f"{PLANTED[2]}")
    except ValueError:
        log.exception("three", key=PLANTED[2])
    written = capsys.readouterr().out
    assert [secret for secret in PLANTED if secret in written] == []
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["event"] for line in lines][:2] == ["one", "two"]
    assert lines[0]["password"] == "[redacted]"
    assert "JSONDecodeError" in lines[3]["exception"]


def test_a_text_encrypted_under_an_old_key_is_read_and_rotated() -> None:
    token = Vault(["old"], "s").encrypt("shpat_secret")
    both = Vault(["new", "old"], "s")
    assert both.decrypt(token) == "shpat_secret"
    assert Vault(["new"], "s").decrypt(both.rotate(token)) == "shpat_secret"


def test_a_text_under_a_lost_key_gives_an_error_without_the_text() -> None:
    stored = Vault(["lost"], "s").encrypt("shpat_secret")
    with pytest.raises(SecretUnreadable) as failed:
        Vault(["another"], "s").decrypt(stored)
    assert "shpat" not in str(failed.value)


def test_fingerprints_are_those_of_the_secret_key_alone() -> None:
    one, other = Vault(["a"], "k" * 40), Vault(["a"], "l" * 40)
    assert one.fingerprint("sk-1") == Vault(["b"], "k" * 40).fingerprint("sk-1")
    assert one.fingerprint("sk-1") not in (one.fingerprint("sk-2"), other.fingerprint("sk-1"), hash_token("sk-1"))
    assert one.fingerprint_id != other.fingerprint_id


def test_tokens_are_compared_by_hash() -> None:
    assert is_same(hash_token("rd_a"), hash_token("rd_a"))
    assert not is_same(hash_token("rd_a"), hash_token("rd_b"))
