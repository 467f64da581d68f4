"""What is generated and committed is current: the OpenAPI document, and the migrations against the tables."""

import json
from pathlib import Path

from relaydesk.operate.openapi import openapi_document
from relaydesk.operate.schema import schema_differences

ROOT = Path(__file__).resolve().parent.parent


def test_the_openapi_document_is_current() -> None:
    committed = json.loads((ROOT / "docs" / "openapi.json").read_text())
    assert committed == json.loads(json.dumps(openapi_document())), "run make openapi"


async def test_migrations_give_exactly_the_tables(database_url: str) -> None:
    assert await schema_differences(database_url) == []
