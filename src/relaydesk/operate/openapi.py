"""Owns the OpenAPI document: made from the application without starting it."""

from pathlib import Path
from typing import Any

from relaydesk import __version__
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import create_kernel
from relaydesk.main import create_api


def openapi_document() -> dict[str, Any]:
    """Connects to nothing: pools are made lazily."""
    kernel = create_kernel(
        Options(version=__version__, data_dir=Path(), secret_key="x" * 32),
        database_url="postgresql://nowhere/none",
        database_pool_size=2,
        redis_url="redis://nowhere",
        redis_max_connections=10,
        encryption_keys=["unused"],
        processes=1,
    )
    return create_api(kernel).openapi()
