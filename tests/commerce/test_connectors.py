"""Stores of any platform: a connector of a test's own in the place of Shopify's, with each way to fail."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fibers import contract_of
from harness import Stack
from shop_floor import Floor, counts, run_queued
from sqlalchemy import text
from store_server import OpenStore

from relaydesk.commerce.connector import Capabilities, Connector, StoreAccess, StoreError, Trouble, Unconvertible
from relaydesk.commerce.merchants import connectors
from relaydesk.commerce.types import (
    CatalogueSource,
    ConnectionReport,
    ProductStatus,
    SourcePage,
    SourceProduct,
    SourceVariant,
    UnreadableRecord,
)

SECRET = "a-planted-credential"


def product(number: int) -> SourceProduct:
    return SourceProduct(
        platform_id=f"p{number}",
        handle=f"thing-{number}",
        title=f"Thing {number}",
        description_text="",
        description_html="",
        vendor="",
        product_type="",
        tags=(),
        status=ProductStatus.ACTIVE,
        currency="EUR",
        url=None,
        options=(),
        images=(),
        variants=(
            SourceVariant(
                platform_id=f"v{number}",
                title="Default",
                position=1,
                price_minor=1250,
                compare_at_minor=None,
                sku=None,
                barcode=None,
                inventory_quantity=3,
                is_tracked=True,
                is_available=True,
                options=(),
            ),
        ),
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def trouble(kind: Trouble) -> StoreError:
    made = type("Made", (StoreError,), {"kind": kind, "reason": f"made_{kind}"})
    error: StoreError = made(f"This store has trouble of the kind {kind}.")
    return error


@dataclass
class OtherSource:
    """Two pages; whatever is in `fails` comes before the second, one after the other."""

    fails: list[StoreError]

    async def count_products(self) -> int:
        return 3

    async def pages(self, cursor: str | None) -> AsyncIterator[SourcePage]:
        if cursor is None:
            yield SourcePage((product(1), UnreadableRecord("p2", "its price is missing")), "second")
        if self.fails:
            raise self.fails.pop(0)
        yield SourcePage((product(3),), None)


@dataclass
class OtherConnector:
    """Asks for nothing but what it was given."""

    fails: list[StoreError] = field(default_factory=list)
    given: list[StoreAccess] = field(default_factory=list)
    platform: str = "shopify"
    capabilities: Capabilities = field(default_factory=Capabilities)

    @staticmethod
    def url_of(address: str) -> str:
        return f"https://{address}/shop"

    @contextlib.asynccontextmanager
    async def open(self, access: StoreAccess) -> AsyncIterator[CatalogueSource]:
        self.given.append(access)
        yield OtherSource(self.fails)

    async def ask(self, access: StoreAccess) -> ConnectionReport:
        self.given.append(access)
        if self.fails:
            raise self.fails.pop(0)
        return ConnectionReport("Other", "other.example.com", "EUR", ())


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> OtherConnector:
    connector = OtherConnector()
    monkeypatch.setattr(connectors, "CONNECTORS", {connector.platform: connector})
    for user in ("merchants.service", "sync.run"):
        monkeypatch.setattr(f"relaydesk.commerce.{user}.CONNECTORS", {connector.platform: connector})
    return connector


@pytest.fixture
async def floor(stack: Stack, owner: httpx.AsyncClient, other: OtherConnector) -> Floor:
    merchant = (await owner.post("/merchants", json={"name": "Other shop"})).json()
    store = {"platform": other.platform, "shop_domain": "other.example.com", "access_token": SECRET}
    made = await owner.post(f"/merchants/{merchant['id']}/connections", json=store)
    assert made.status_code == 201, made.text
    return Floor(stack, owner, merchant["id"])


async def _test(floor: Floor) -> dict[str, Any]:
    connection = (await floor.merchant())["connections"][0]
    answer = await floor.http.post(f"/merchants/{floor.merchant_id}/connections/{connection['id']}/test")
    return dict(answer.json())


@pytest.mark.parametrize("platform", list(connectors.CONNECTORS))
@contract_of(Connector)
async def test_each_connector_says_whose_store_it_is_and_reads_all_of_it(platform: str, open_store: OpenStore) -> None:
    connector: Connector = connectors.CONNECTORS[platform]
    store = await open_store("jewelry", currency="EUR")
    access = StoreAccess(platform, store.url, allow_private=True, credentials={"access_token": store.token})
    assert connector.platform == platform
    assert connector.url_of("shop.example.com") in {"", "https://shop.example.com"}
    report = await connector.ask(access)
    assert (report.currency, report.missing_scopes, bool(report.shop_name)) == ("EUR", (), True)
    async with connector.open(access) as source:
        read = [record.platform_id async for page in source.pages(None) for record in page.records]
        assert len(set(read)) == len(read) == await source.count_products()
    assert store.token not in repr(access)


async def test_what_a_connector_reads_is_in_the_catalogue_and_its_unreadable_records_in_the_ledger(
    floor: Floor, other: OtherConnector
) -> None:
    ended = await floor.sync()
    assert (ended["status"], ended["counts"]) == ("succeeded", counts(created=2, skipped=1))
    skipped = (await floor.http.get(f"/products/sync/{ended['sync_id']}/records?outcome=skipped")).json()["items"]
    assert [(record["platform_id"], record["reason"]) for record in skipped] == [("p2", "its price is missing")]
    assert {item["title"] for item in (await floor.products())["items"]} == {"Thing 1", "Thing 3"}
    (access,) = other.given
    assert (access.base_url, access.credentials) == ("https://other.example.com/shop", {"access_token": SECRET})


@pytest.mark.parametrize("kind", [Trouble.THROTTLED, Trouble.UNAVAILABLE])
async def test_a_store_that_may_answer_later_is_asked_again_from_where_it_failed(
    floor: Floor, other: OtherConnector, kind: Trouble
) -> None:
    other.fails.append(trouble(kind))
    started = (await floor.start()).json()
    await run_queued(floor.stack)
    meanwhile = await floor.ledger(started["sync_id"])
    assert (meanwhile["status"], meanwhile["seen"]) == ("running", 2)
    assert meanwhile["message"] == f"Trying again soon: This store has trouble of the kind {kind}."
    await run_queued(floor.stack)
    ended = await floor.ledger(started["sync_id"])
    assert (ended["status"], ended["counts"]) == ("succeeded", counts(created=2, skipped=1))


@pytest.mark.parametrize("error", [trouble(Trouble.AUTH), trouble(Trouble.INVALID), Unconvertible("Nothing of it.")])
async def test_a_store_that_would_fail_again_ends_the_sync_with_its_reason_and_deletes_nothing(
    floor: Floor, other: OtherConnector, error: StoreError
) -> None:
    await floor.sync()
    other.fails.append(error)
    started = (await floor.start()).json()
    await run_queued(floor.stack)
    ended = await floor.ledger(started["sync_id"])
    assert (ended["status"], ended["reason"], ended["message"]) == ("failed", error.reason, str(error))
    task = (await floor.http.get(f"/api/tasks/{started['task_id']}")).json()
    assert (task["status"], task["attempt"]) == ("failed", 1)
    assert (await floor.products())["total"] == 2


@pytest.mark.parametrize("kind", list(Trouble))
async def test_a_connection_test_tells_of_each_kind_of_trouble_in_words(
    floor: Floor, other: OtherConnector, kind: Trouble
) -> None:
    other.fails.append(trouble(kind))
    tested = await _test(floor)
    words = f"This store has trouble of the kind {kind}."
    assert (tested["ok"], tested["reason"], tested["message"]) == (False, f"made_{kind}", words)
    assert (await floor.merchant())["connections"][0]["last_error"] == words
    assert (await _test(floor))["ok"]
    assert (await floor.merchant())["connections"][0]["last_error"] is None


async def test_credentials_are_encrypted_in_the_table_and_in_no_answer_and_no_log(
    floor: Floor, other: OtherConnector, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    other.fails.append(trouble(Trouble.AUTH))
    ended = await floor.sync()
    tested = await _test(floor)
    async with floor.stack.kernel.database.read() as db:
        held = str(await db.scalar(text("SELECT credentials FROM commerce_connection")))
    assert json.loads(floor.stack.kernel.vault.decrypt(held)) == {"access_token": SECRET}
    said = capsys.readouterr()
    shown = [held, repr(other.given), str(ended), str(tested), caplog.text, said.out, said.err]
    shown += [(await floor.http.get(path)).text for path in ("/merchants", "/api/audit", "/api/tasks")]
    assert [part for part in shown if SECRET in part] == []


async def test_a_token_that_was_kept_before_credentials_were_json_goes_on_working(
    floor: Floor, other: OtherConnector
) -> None:
    held = floor.stack.kernel.vault.encrypt(SECRET)
    async with floor.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE commerce_connection SET credentials = :held"), {"held": held})
    assert (await _test(floor))["ok"]
    assert other.given[-1].credentials == {"access_token": SECRET}
