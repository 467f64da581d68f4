"""The sync ledger, over HTTP against fake stores: every record has one outcome, and the counts add up."""

import httpx
import pytest
from attempts import run_attempt
from harness import Stack
from shop_floor import Floor, counts, open_floor, run_all, run_queued
from sqlalchemy import text
from store_server import TOKEN, OpenStore, RunningStore

STORES = {
    "apparel": (25, 96),
    "bicycles": (284, 1121),
    "fashion": (997, 3684),
    "jewelry": (19, 24),
    "snowdevil": (278, 622),
}


async def count_variants(stack: Stack) -> int:
    async with stack.kernel.database.read() as db:
        return int(await db.scalar(text("SELECT count(*) FROM commerce_variant")) or 0)


@pytest.mark.parametrize("name", sorted(STORES))
async def test_a_store_syncs_whole_and_a_second_sync_finds_nothing_new(
    name: str, stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    products, variants = STORES[name]
    floor = await open_floor(stack, owner, await open_store(name))
    first = await floor.sync()
    assert (first["status"], first["counts"]) == ("succeeded", counts(created=products))
    assert await count_variants(stack) == variants
    merchant = await floor.merchant()
    assert (merchant["product_count"], merchant["stale"]) == (products, False)
    assert merchant["last_synced_at"] == first["finished_at"]
    second = await floor.sync()
    assert (second["status"], second["counts"]) == ("succeeded", counts(unchanged=products))
    assert (second["warnings"], await count_variants(stack)) == ([], variants)


@pytest.fixture
async def bicycles(stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore) -> tuple[Floor, RunningStore]:
    store = await open_store("bicycles")
    return await open_floor(stack, owner, store), store


async def test_starting_a_sync_answers_at_once_with_its_task(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, _ = bicycles
    answer = await floor.start()
    body = answer.json()
    assert (answer.status_code, body["status"], body["merchant_id"]) == (202, "queued", floor.merchant_id)
    task = (await floor.http.get(f"/api/tasks/{body['task_id']}")).json()
    assert (task["kind"], task["status"]) == ("commerce.sync_products", "queued")
    await run_all(floor.stack)
    done = (await floor.http.get(f"/api/tasks/{body['task_id']}")).json()
    assert (done["status"], done["progress"], done["message"]) == ("succeeded", 1.0, "284 of 284 products")
    assert done["result"] == counts(created=284)


async def test_edits_new_products_and_deletions_are_told_apart(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    await floor.sync()
    shop = store.store.shop
    held = list(shop.products.values())
    shop.edit(held[0], {"title": "Renamed wrench"})
    shop.edit(held[1], {"price": "12.34"})
    shop.delete(held[2])
    shop.create({"title": "Brand new"})
    result = await floor.sync()
    assert result["counts"] == counts(created=1, updated=2, unchanged=281, deleted=1)
    assert [p["title"] for p in (await floor.products(q="renamed wrench", limit=1))["items"]] == ["Renamed wrench"]
    changed = await floor.http.get(f"/products/sync/{result['sync_id']}/records", params={"outcome": "deleted"})
    assert changed.json()["items"] == [{"platform_id": held[2].gid, "outcome": "deleted", "reason": None}]


async def test_edits_between_two_pages_leave_the_ledger_whole(
    bicycles: tuple[Floor, RunningStore], stack: Stack
) -> None:
    floor, store = bicycles
    await floor.sync()
    numbers = sorted(store.store.shop.products)
    script = [
        {"change": "delete", "product": str(numbers[0]), "after": 3},
        {"change": "edit", "product": str(numbers[-1]), "fields": {"title": "Edited between pages"}, "after": 1},
        {"change": "delete", "product": str(numbers[-2])},
        {"change": "create", "fields": {"title": "Born between pages"}},
    ]
    for step in script:
        store.store.faults.add(step)
    started = (await floor.start()).json()
    await run_all(stack)
    result = await floor.ledger(started["sync_id"])
    assert not store.store.faults.queue
    # the first product was read before it went; the last but one went before it was read
    assert result["counts"] == counts(created=1, updated=1, unchanged=282, deleted=1)
    again = await floor.sync()
    assert again["counts"] == counts(unchanged=283, deleted=1)


async def test_a_limited_sync_reads_that_many_and_deletes_nothing(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, _ = bicycles
    result = await floor.sync(limit=25)
    assert (result["status"], result["counts"]) == ("succeeded", counts(created=25, total=284))
    assert (result["seen"], result["limit"]) == (25, 25)
    assert (await floor.merchant())["last_synced_at"] is None
    full = await floor.sync()
    assert full["counts"] == counts(created=259, unchanged=25)
    limited = await floor.sync(limit=25)
    assert limited["counts"] == counts(unchanged=25, total=284)
    assert (await floor.products())["total"] == 284


async def test_mass_deletion_is_held_back_until_it_is_confirmed(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    await floor.sync()
    shop = store.store.shop
    for product in list(shop.products.values())[:150]:
        shop.delete(product)
    guarded = await floor.sync()
    assert guarded["counts"] == counts(unchanged=134)
    warning = (
        "150 of 284 products are no longer in the store; they were kept because that looks like an accident. "
        "Sync again with confirm_deletions to delete them."
    )
    assert guarded["warnings"] == [warning]
    assert (await floor.products())["total"] == 284
    confirmed = await floor.sync(confirm_deletions=True)
    assert confirmed["counts"] == counts(unchanged=134, deleted=150)
    assert (await floor.merchant())["product_count"] == 134


async def test_an_empty_store_does_not_empty_a_small_catalogue(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    store = await open_store("jewelry")
    floor = await open_floor(stack, owner, store)
    await floor.sync()
    store.store.shop.products.clear()
    result = await floor.sync()
    assert (result["counts"], len(result["warnings"])) == (counts(), 1)
    assert (await floor.products())["total"] == 19


async def test_what_is_older_than_the_catalogue_never_overwrites_it(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    product = next(iter(store.store.shop.products.values()))
    store.store.shop.edit(product, {"title": "Newer", "updatedAt": "2026-06-01T00:00:00Z"})
    await floor.sync()
    store.store.shop.edit(product, {"title": "Older", "updatedAt": "2026-05-01T00:00:00Z"})
    result = await floor.sync()
    assert result["counts"] == counts(unchanged=283, skipped=1)
    records = await floor.http.get(f"/products/sync/{result['sync_id']}/records", params={"outcome": "skipped"})
    assert records.json()["items"] == [
        {"platform_id": product.gid, "outcome": "skipped", "reason": "older than what the catalogue holds"}
    ]
    assert [p["title"] for p in (await floor.products(q="newer", limit=1))["items"]] == ["Newer"]


async def test_an_unreadable_record_is_skipped_with_its_reason_and_kept(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    await floor.sync()
    product = next(iter(store.store.shop.products.values()))
    store.store.shop.edit(product, {"price": "NaN"})
    result = await floor.sync()
    assert result["counts"] == counts(unchanged=283, skipped=1)
    records = await floor.http.get(f"/products/sync/{result['sync_id']}/records", params={"outcome": "skipped"})
    assert "is not an amount of USD" in records.json()["items"][0]["reason"]
    assert (await floor.products())["total"] == 284


async def test_one_fields_error_skips_its_product_and_lets_every_other_be_updated(
    bicycles: tuple[Floor, RunningStore],
) -> None:
    floor, store = bicycles
    await floor.sync()
    first, *others = store.store.shop.products.values()
    for product in (first, *others[:20]):
        store.store.shop.edit(product, {"title": f"{product.title} NEW"})
    store.store.faults.add({"break": "ProductVariant.price", "product": first.handle, "code": "ACCESS_DENIED"})
    result = await floor.sync()
    assert (result["status"], result["counts"]) == ("succeeded", counts(updated=20, unchanged=263, skipped=1))
    records = await floor.http.get(f"/products/sync/{result['sync_id']}/records", params={"outcome": "skipped"})
    assert [record["platform_id"] for record in records.json()["items"]] == [first.gid]
    assert (await floor.products())["total"] == 284
    store.store.faults.add({"mend": True})
    assert (await floor.sync())["counts"] == counts(updated=1, unchanged=283)


async def test_passing_trouble_changes_nothing_in_the_counts(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    for step in ({"fail": "throttled", "after": 4}, {"fail": "502"}, {"fail": "html", "after": 2}, {"fail": "429"}):
        store.store.faults.add(step)
    result = await floor.sync()
    assert (result["status"], result["counts"]) == ("succeeded", counts(created=284))


async def test_the_next_attempt_goes_on_where_the_one_before_broke_off(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    started = (await floor.start()).json()
    store.store.faults.add({"fail": "truncated", "after": 8, "times": 5})  # outlasts the client's own retries
    assert await run_queued(floor.stack) == 1
    halfway = await floor.ledger(started["sync_id"])
    assert (halfway["status"], halfway["counts"]["created"]) == ("running", 54)
    assert halfway["message"] == "Trying again soon: The store's answer is not JSON (application/json)."
    before = len(store.store.requests)
    await run_all(floor.stack)
    done = await floor.ledger(started["sync_id"])
    assert (done["status"], done["counts"]) == ("succeeded", counts(created=284))
    pages = [r for r in store.store.requests[before:] if r.operation == "ProductsPage"]
    assert len(pages) == 21  # 230 products were left: one page of 10, then 11 a page


async def test_a_store_that_refuses_the_token_fails_the_sync_and_keeps_what_was_there(
    bicycles: tuple[Floor, RunningStore], capfd: pytest.CaptureFixture[str]
) -> None:
    floor, store = bicycles
    await floor.sync()
    store.store.token = "shpat_changed"
    result = await floor.sync()
    assert (result["status"], result["reason"]) == ("failed", "bad_access_token")
    assert result["message"] == "The store refused the access token."
    assert (await floor.products())["total"] == 284
    task = (await floor.http.get(f"/api/tasks/{result['task_id']}")).json()
    assert (task["status"], task["attempt"]) == ("failed", 1)
    told = str(result) + str(task) + str(await floor.merchant()) + "".join(capfd.readouterr())
    assert TOKEN not in told


async def test_a_merchant_syncs_one_at_a_time_and_is_told_which(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, _ = bicycles
    first = (await floor.start()).json()
    second = await floor.start()
    assert (second.status_code, second.json()["code"]) == (409, "CONFLICT")
    assert second.json()["details"] == {"sync_id": first["sync_id"]}
    await run_all(floor.stack)
    assert (await floor.start()).status_code == 202


async def test_a_schedule_syncs_a_merchant_and_leaves_one_alone_that_syncs_already(
    bicycles: tuple[Floor, RunningStore],
) -> None:
    floor, _ = bicycles
    body = {"name": "hourly", "kind": "commerce.sync_products", "cron": "0 * * * *"}
    refused = await floor.http.post("/api/schedules", json={**body, "payload": {"merchant_id": "bicycles"}})
    assert (refused.status_code, "payload.merchant_id" in refused.text) == (422, True)
    made = await floor.http.post("/api/schedules", json={**body, "payload": {"merchant_id": floor.merchant_id}})
    assert made.status_code == 201, made.text
    run = f"/api/schedules/{made.json()['id']}/run"
    first = (await floor.http.post(run)).json()["id"]
    await run_queued(floor.stack)
    [sync] = (await floor.http.get("/products/sync", params={"merchant_id": floor.merchant_id})).json()["items"]
    assert (sync["status"], sync["task_id"], sync["counts"]) == ("succeeded", first, counts(created=284))
    running = (await floor.start()).json()["sync_id"]
    second = (await floor.http.post(run)).json()["id"]
    async with floor.stack.kernel.database.read() as db:
        row_id = await db.scalar(text("SELECT id FROM tasks_task WHERE public_id = :id"), {"id": second})
    await run_attempt(floor.stack.kernel, row_id, 1, worker="test")
    idle = (await floor.http.get(f"/api/tasks/{second}")).json()
    assert (idle["status"], idle["result"]) == ("succeeded", {"running": running})
    assert idle["message"] == f"Nothing to do: sync {running} of this merchant is running already"
    await run_all(floor.stack)
    assert len((await floor.http.get("/products/sync")).json()["items"]) == 2


async def test_a_cancelled_task_ends_its_sync_and_frees_the_merchant(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, _ = bicycles
    first = (await floor.start()).json()
    assert (await floor.http.post(f"/api/tasks/{first['task_id']}/cancel")).status_code == 200
    assert (await floor.start()).status_code == 202
    assert (await floor.ledger(first["sync_id"]))["status"] == "cancelled"


async def test_one_failing_merchant_stops_no_other_and_products_stay_apart(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    good_store, bad_store = await open_store("jewelry"), await open_store("apparel")
    good = await open_floor(stack, owner, good_store, "Good")
    bad = await open_floor(stack, owner, bad_store, "Bad")
    bad_store.store.token = "shpat_changed"
    first, second = (await bad.start()).json(), (await good.start()).json()
    await run_all(stack)
    assert (await bad.ledger(first["sync_id"]))["status"] == "failed"
    assert (await good.ledger(second["sync_id"]))["counts"] == counts(created=19)
    assert ((await good.products())["total"], (await bad.products())["total"]) == (19, 0)
    twin = await open_floor(stack, owner, good_store, "Twin")
    assert (await twin.sync())["counts"] == counts(created=19)
    assert (await owner.get("/products")).json()["total"] == 38
    assert {p["merchant_id"] for p in (await twin.products())["items"]} == {twin.merchant_id}


async def test_the_platform_route_starts_the_same_sync(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, _ = bicycles
    body = {"merchant_id": floor.merchant_id}
    answer = await floor.http.post("/integrations/shopify/sync-products", json=body)
    assert answer.status_code == 202
    await run_all(floor.stack)
    assert (await floor.ledger(answer.json()["sync_id"]))["counts"] == counts(created=284)
    history = (await floor.http.get("/products/sync", params={"merchant_id": floor.merchant_id, "limit": 1})).json()
    assert (history["total"], [s["sync_id"] for s in history["items"]]) == (1, [answer.json()["sync_id"]])
    await floor.http.post("/products/sync", json=body)
    await run_all(floor.stack)
    latest = (await floor.http.get("/products/sync", params={"latest": True})).json()
    assert (latest["total"], [s["counts"]["unchanged"] for s in latest["items"]]) == (1, [284])
    other = await floor.http.post("/integrations/woocommerce/sync-products", json=body)
    assert other.status_code == 422
    unconnected = await floor.http.post("/integrations/demo/sync-products", json=body)
    assert (unconnected.status_code, unconnected.json()["code"]) == (409, "STORE_NOT_CONNECTED")
