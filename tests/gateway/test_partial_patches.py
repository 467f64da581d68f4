"""A PATCH of part of an object keeps the rest of it; the whole is served, also by a process that starts afterwards."""

import json
from typing import Any

import pytest
from gateway_admin import Admin
from relay_kit import answer, upstream
from sqlalchemy import text

from relaydesk.gateway.relay.snapshot import Snapshot
from relaydesk.gateway.runtime.builder import SnapshotBuilder

WHOLE: dict[str, dict[str, Any]] = {
    "upstream": {
        "retry": {"max_attempts": 2, "statuses": [500, 503], "deadline_ms": 5000},
        "breaker": {"failures": 7, "hold_s": 70},
        "limits": {"requests_per_minute": 600, "tokens_per_minute": 6000, "max_concurrency": 6},
    },
    "key": {"quota": {"requests": 100, "tokens": 1000, "cost_micros": 500_000, "period": "month"}},
    "rule": {"threshold": {"count": 5, "window_s": 50}},
    "route": {"limits": {"requests_per_minute": 300, "tokens_per_minute": 3000, "max_concurrency": 3}},
    "client key": {"budget": {"requests": 10, "tokens": 100, "cost_micros": 1000, "period": "day"}},
}
PARTS = [
    ("upstream", "retry", {"max_attempts": 4}),
    ("upstream", "retry", {"statuses": [502]}),
    ("upstream", "retry", {"deadline_ms": 4000}),
    ("upstream", "breaker", {"failures": 3}),
    ("upstream", "breaker", {"hold_s": 30}),
    ("upstream", "limits", {"requests_per_minute": 60}),
    ("upstream", "limits", {"tokens_per_minute": None}),
    ("upstream", "limits", {"max_concurrency": 2}),
    ("key", "quota", {"requests": 50}),
    ("key", "quota", {"tokens": 500}),
    ("key", "quota", {"cost_micros": None}),
    ("key", "quota", {"period": "day"}),
    ("rule", "threshold", {"count": 3}),
    ("rule", "threshold", {"window_s": 30}),
    ("route", "limits", {"requests_per_minute": 30}),
    ("route", "limits", {"tokens_per_minute": 300}),
    ("route", "limits", {"max_concurrency": None}),
    ("client key", "budget", {"requests": 5}),
    ("client key", "budget", {"tokens": None}),
    ("client key", "budget", {"period": "month"}),
]


async def make_all(admin: Admin, port: int) -> dict[str, str]:
    """One of each resource with whole objects; their paths."""
    made = await admin.post(
        "/api/admin/upstreams", name="one", base_url=f"http://127.0.0.1:{port}", allow_private=True, **WHOLE["upstream"]
    )
    key = await admin.key(made, "sk-part-1", **WHOLE["key"])
    rule = await admin.post(
        "/api/admin/rules", name="r", condition={"status": {"in": [429]}}, actions=[{"retry": {}}], **WHOLE["rule"]
    )
    route = await admin.post("/api/admin/routes", model="m", targets=[{"upstream_id": made["id"]}], **WHOLE["route"])
    client_key = await admin.post("/api/keys", name="c", scopes=["proxy"], **WHOLE["client key"])
    return {
        "upstream": f"/api/admin/upstreams/{made['id']}",
        "key": f"/api/admin/keys/{key['id']}",
        "rule": f"/api/admin/rules/{rule['id']}",
        "route": f"/api/admin/routes/{route['id']}",
        "client key": f"/api/keys/{client_key['id']}",
    }


async def snapshot_of_a_new_process(admin: Admin) -> Snapshot:
    kernel = admin.stack.kernel
    builder = SnapshotBuilder(kernel.database, kernel.vault, rate_limit_per_minute=1000)
    _, snapshot = await builder.build()
    assert builder.skipped == ()
    return snapshot


def as_served(snapshot: Snapshot, resource: str, field: str) -> Any:
    if resource == "upstream":
        return getattr(snapshot.upstreams_by_name["one"], field)
    if resource == "key":
        [key] = snapshot.keys[snapshot.upstreams_by_name["one"].id]
        return key.quota
    if resource == "rule":
        [rule] = snapshot.rules
        return rule
    if resource == "route":
        return snapshot.routes["m"].limits
    [client_key] = [key for key in snapshot.client_keys.values() if key.budget is not None]
    return client_key.budget


SERVED_AS = {
    "cost_micros": lambda value: {"cost_nanos": value * 1000 if value is not None else None},
    "count": lambda value: {"threshold_count": value},
    "window_s": lambda value: {"threshold_window_s": value},
    "statuses": lambda value: {"statuses": frozenset(value)},
}


@pytest.mark.parametrize(("resource", "field", "part"), PARTS)
async def test_a_part_is_merged_into_the_whole_and_all_of_it_is_served(
    resource: str, field: str, part: dict[str, Any], admin: Admin
) -> None:
    async with upstream(answer()) as stub:
        paths = await make_all(admin, stub.port)
        changed = await admin.http.patch(paths[resource], json={field: part})
        assert changed.status_code == 200, changed.text
        whole = {**WHOLE[resource][field], **part}
        assert changed.json()[field] == whole
        served = as_served(await snapshot_of_a_new_process(admin), resource, field)
        for name, value in whole.items():
            expected = SERVED_AS.get(name, lambda value, name=name: {name: value})(value)
            for attribute, wanted in expected.items():
                assert getattr(served, attribute) == wanted


async def test_a_part_that_makes_the_whole_invalid_is_refused_and_nothing_is_stored(admin: Admin) -> None:
    async with upstream(answer()) as stub:
        paths = await make_all(admin, stub.port)
        nothing_left = {"requests": None, "tokens": None, "cost_micros": None}
        refused = await admin.http.patch(paths["key"], json={"quota": nothing_left})
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["details"]["errors"]] == ["quota"]
        assert (await admin.http.get(paths["key"])).json()["quota"] == WHOLE["key"]["quota"]


async def test_rows_that_cannot_be_read_are_skipped_and_told_and_all_others_served(admin: Admin) -> None:
    kernel = admin.stack.kernel
    async with upstream(answer()) as stub:
        await make_all(admin, stub.port)
        bad = await admin.upstream(stub, "half")
        await admin.key(bad, "sk-half-1")
        await admin.post("/api/admin/routes", model="lost", targets=[{"upstream_id": bad["id"]}])
        await admin.upstream(stub, "zoned")
        mixed = [{"upstream_id": bad["id"]}, {"upstream_id": (await admin.upstream(stub, "whole"))["id"]}]
        await admin.post("/api/admin/routes", model="mixed", targets=mixed)
        await admin.post("/api/keys", name="half budget", scopes=["proxy"], budget={"requests": 1, "period": "day"})
        for statement in (
            """UPDATE gateway_upstream SET breaker = '{"hold_s": 5}' WHERE name = 'half'""",
            """UPDATE gateway_upstream SET time_zone = 'Mars/Olympus' WHERE name = 'zoned'""",
            """UPDATE gateway_rule SET threshold = '{"count": 5}'""",
            """UPDATE identity_client_key SET budget = '{"requests": 1}' WHERE name = 'half budget'""",
            """UPDATE gateway_upstream_key SET quota = '{"requests": 1}' WHERE name = 'key 1' AND quota IS NOT NULL""",
        ):
            async with kernel.database.unit_of_work() as uow:
                await uow.db.execute(text(statement))
        builder = SnapshotBuilder(kernel.database, kernel.vault, rate_limit_per_minute=1000)
        _, snapshot = await builder.build()
        assert [(one.kind, one.name) for one in builder.skipped] == [
            ("upstream", "half"), ("upstream", "zoned"), ("route", "lost"), ("rule", "r"),
            ("client_key", "half budget"),
        ]  # fmt: skip
        assert [one.reason for one in builder.skipped] == [
            "breaker.failures is missing", "time zone Mars/Olympus is not known to this machine",
            "none of its upstreams can be read", "threshold.window_s is missing",
            "budget.period is missing",
        ]  # fmt: skip
        names = set(snapshot.upstreams_by_name)
        assert {"one", "whole"} <= names
        assert names.isdisjoint({"half", "zoned"})
        assert [target.upstream_id for target in snapshot.routes["mixed"].targets] == [mixed[1]["upstream_id"]]
        assert snapshot.keys.get(snapshot.upstreams_by_name["one"].id) is None  # a key without its quota is not used


async def test_keys_that_go_as_their_time_zone_changes_are_served_no_more(admin: Admin) -> None:
    kernel = admin.stack.kernel
    async with upstream(answer()) as stub:
        one = await admin.upstream(stub, "one")
        await admin.key(one, "sk-one-1")
        builder = SnapshotBuilder(kernel.database, kernel.vault, rate_limit_per_minute=1000)
        _, before = await builder.build()
        assert set(before.keys) == {one["id"]}
        async with kernel.database.unit_of_work() as uow:
            await uow.db.execute(text("DELETE FROM gateway_upstream_key"))
        path, moved = f"/api/admin/upstreams/{one['id']}", {"time_zone": "Europe/Berlin"}
        assert (await admin.http.patch(path, json=moved)).status_code == 200
        _, after = await builder.build()
        assert dict(after.keys) == {}


async def test_health_names_what_the_gateway_cannot_read(admin: Admin) -> None:
    kernel = admin.stack.kernel
    async with upstream(answer()) as stub:
        await make_all(admin, stub.port)
        async with kernel.database.unit_of_work() as uow:
            await uow.db.execute(text("""UPDATE gateway_rule SET threshold = '{"count": 5}'"""))
        await admin.stack.gateway.refresh()
        gateway = (await admin.http.get("/api/health/detailed")).json()["gateway"]
        assert (gateway["status"], [one["kind"] for one in gateway["skipped"]]) == ("degraded", ["rule"])


async def test_a_stored_host_that_is_no_domain_name_is_skipped_shown_and_can_be_mended(admin: Admin) -> None:
    kernel = admin.stack.kernel
    async with upstream(answer()) as stub:
        bad, good = await admin.upstream(stub, "bad-host"), await admin.upstream(stub, "good")
        key = await admin.key(bad, "sk-bad-1")
        path = f"/api/admin/upstreams/{bad['id']}"
        async with kernel.database.unit_of_work() as uow:
            change = "UPDATE gateway_upstream SET base_url = :url WHERE id = :id"
            await uow.db.execute(text(change), {"url": f"https://{'ä' * 70}.example", "id": bad["id"]})
        await admin.stack.gateway.refresh()
        caller, _ = await admin.caller()
        assert (await caller.get("/proxy/good/x")).status_code == 200
        assert (await caller.get("/proxy/bad-host/x")).json()["code"] == "UPSTREAM_NOT_FOUND"
        skipped = (await admin.http.get("/api/health/detailed")).json()["gateway"]["skipped"]
        assert [(one["kind"], one["name"]) for one in skipped] == [("upstream", "bad-host")]
        assert (await admin.http.get(path)).status_code == 200
        for tried in (f"{path}/test", f"/api/admin/keys/{key['id']}/test"):
            refused = await admin.http.post(tried)
            assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, "base_url")
        assert (await admin.http.patch(path, json={"base_url": good["base_url"]})).status_code == 200
        await admin.stack.gateway.refresh()
        assert (await admin.http.get("/api/health/detailed")).json()["gateway"]["skipped"] == []


@pytest.mark.parametrize(
    ("table", "columns", "mended"),
    [
        (
            "upstream",
            {
                "dialect": {"reasoning": "quantum", "made_up": 7},
                "retry": {"max_attempts": "three"},
                "auth": {"type": 1},
            },
            {"dialect": {"reasoning": "off"}, "retry": {"max_attempts": 2}, "auth": {"type": "bearer"}},
        ),
        (
            "upstream",
            {"breaker": [1], "limits": "none", "tags": {}},
            {"breaker": {"hold_s": 7}, "limits": {}, "tags": []},
        ),
        ("route", {"targets": [{"upstream_id": "x"}], "fallbacks": 7, "limits": [1]}, {"fallbacks": [], "limits": {}}),
        ("rule", {"threshold": {"often": 1}}, {"threshold": {"count": 2}}),
    ],
)
async def test_a_row_that_cannot_be_read_is_shown_among_the_others_and_can_be_mended(
    admin: Admin, table: str, columns: dict[str, Any], mended: dict[str, Any]
) -> None:
    async with upstream(answer()) as stub:
        paths = await make_all(admin, stub.port)
        listed = paths[table].rpartition("/")[0]
        count = (await admin.http.get(listed)).json()["total"]
        row_id = int(paths[table].rpartition("/")[2])
        async with admin.stack.kernel.database.unit_of_work() as uow:
            for column, value in columns.items():
                statement = f"UPDATE gateway_{table} SET {column} = CAST(:value AS jsonb) WHERE id = :id"  # noqa: S608 - names of the test's own
                await uow.db.execute(text(statement), {"value": json.dumps(value), "id": row_id})
        page = (await admin.http.get(listed)).json()
        assert (page["total"], len(page["items"])) == (count, count)
        assert (await admin.http.get(paths[table])).status_code == 200
        if table == "route":
            mended = {**mended, "targets": [{"upstream_id": int(paths["upstream"].rpartition("/")[2])}]}
        changed = await admin.http.patch(paths[table], json=mended)
        assert changed.status_code == 200, changed.text
        builder = SnapshotBuilder(admin.stack.kernel.database, admin.stack.kernel.vault, rate_limit_per_minute=1000)
        await builder.build()
        assert builder.skipped == ()
