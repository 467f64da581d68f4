"""Knows whether the compiled modules beside their sources, if any, are of these sources (ADR 7).

Python prefers a compiled module to its source, however old it is. `tools/compiled.py` makes and removes them.
"""

import hashlib
import importlib.machinery
import json
from collections.abc import Iterator
from pathlib import Path

# what is on the way of each request of the data plane
RELAY, INFERENCE = Path("relaydesk/gateway/relay"), Path("relaydesk/registry/inference")
MANIFEST = Path("relaydesk/compiled.json")
SRC = Path(__file__).resolve().parent.parent


def libraries(src: Path = SRC) -> Iterator[Path]:
    """The compiled modules, and the library at the top that they share."""
    yield from src.glob("*__mypyc*.so")
    for part in (RELAY, INFERENCE):
        yield from (src / part).rglob("*.so")


def fingerprint(src: Path = SRC) -> dict[str, str]:
    """What compiled modules are made of: all of these parts, since they take up types and constants of the rest."""
    sources = sorted(path for part in (RELAY, INFERENCE) for path in (src / part).rglob("*.py"))
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
