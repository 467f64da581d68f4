"""Knows whether the compiled modules beside the relay's sources, if any, are of these sources (ADR 7).

Python prefers a compiled module to its source, however old it is. `tools/compiled.py` makes and removes them.
"""

import hashlib
import importlib.machinery
import json
from collections.abc import Iterator
from pathlib import Path

RELAY = Path("relaydesk/gateway/relay")
MANIFEST = RELAY / "compiled.json"
SRC = Path(__file__).resolve().parent.parent


def libraries(src: Path = SRC) -> Iterator[Path]:
    """The compiled modules, and the library at the top that they share."""
    yield from src.glob("*__mypyc*.so")
    yield from (src / RELAY).rglob("*.so")


def fingerprint(src: Path = SRC) -> dict[str, str]:
    """What compiled modules are made of: all of the relay, since they take up types and constants of the rest of it."""
    sources = sorted((src / RELAY).rglob("*.py"))
    hashes = {path.relative_to(src).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sources}
    return {"python": importlib.machinery.EXTENSION_SUFFIXES[0], **hashes}


def is_stale(src: Path = SRC) -> bool:
    """False also where nothing is compiled."""
    try:
        return bool(json.loads((src / MANIFEST).read_text()) != fingerprint(src))
    except FileNotFoundError:
        return any(libraries(src))
    except ValueError:
        return True
