"""Upstream keys that come many at once: in which forms, how many, and what is said of those that are wrong."""

import json

from gateway_admin import Admin
from sqlalchemy import text as sql

from relaydesk.kernel.crypto import hash_token

BASE = {"name": "openai", "base_url": "http://127.0.0.1:9", "allow_private": True}


async def test_a_list_is_separated_by_anything_usual(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    text = "sk-a-1111,sk-b-2222;sk-c-3333 sk-d-4444\n\tsk-e-5555,\n,sk-a-1111 sk-ü-6666"
    got = await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=text)
    problem = {
        "line": 3,
        "message": "must be printable ASCII without spaces around it",
        "type": "secret_characters",
        "ctx": {},
    }
    assert got == {"created": 5, "known": 1, "invalid": [problem], "invalid_count": 1}
    listed = (await admin.http.get("/api/admin/keys")).json()["items"]
    assert [(k["name"], k["key_hint"]) for k in listed] == [
        ("imported 1", "1111"),
        ("imported 1", "2222"),
        ("imported 1", "3333"),
        ("imported 1", "4444"),
        ("imported 2", "5555"),
    ]


async def test_a_json_array_is_a_list_too(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    text = json.dumps(["sk-a-1111", " sk-b,2222 ", "sk-a-1111", ""])
    got = await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=text)
    assert (got["created"], got["known"], [p["line"] for p in got["invalid"]]) == (2, 1, [4])
    broken = await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text='["sk-a-1111", 5]')
    assert (broken["created"], broken["invalid"][0]["message"]) == (0, "begins like JSON, but is no array of texts")


async def test_csv_may_call_its_column_key_and_a_list_of_such_keys_stays_a_list(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    rows = 'Name, "Key" ,Weight,note\r\nEU,sk-eu-1111,7,x\r\n"Team, US","sk-us,2222",,y\r\n,,3,z\r\n'
    got = await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=rows, weight=2)
    assert (got["created"], [p["line"] for p in got["invalid"]]) == (2, [4])
    await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text="key-a-3333,key-b-4444")
    listed = (await admin.http.get("/api/admin/keys")).json()["items"]
    assert [(k["name"], k["key_hint"], k["weight"]) for k in listed] == [
        ("EU", "1111", 7),
        ("Team, US", "2222", 2),
        ("imported 1", "3333", 1),
        ("imported 1", "4444", 1),
    ]


async def test_the_first_hundred_problems_are_listed_and_no_key_is_repeated(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    text = "\n".join([*(f"sk-wröng-{n}" for n in range(250)), "sk-good-1234"])
    answer = await admin.http.post("/api/admin/keys/import", json={"upstream_id": made["id"], "text": text})
    got = answer.json()
    assert (got["created"], got["invalid_count"], len(got["invalid"]), got["invalid"][99]["line"]) == (1, 250, 100, 100)
    assert "wr" not in answer.text.replace("wrong", "")
    too_long = "k" * 5000
    refused = await admin.http.post("/api/admin/keys/import", json={"upstream_id": 0, "text": too_long, "weight": 1})
    assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, "upstream_id")
    assert too_long not in refused.text


async def test_a_hundred_thousand_long_keys_pass_in_one_request_and_elsewhere_the_limit_stays(admin: Admin) -> None:
    for n in range(60):  # what PostgreSQL knows of pools is that they are small
        small = await admin.post("/api/admin/upstreams", **{**BASE, "name": f"small-{n}"})
        await admin.key(small, f"sk-small-{n}")
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(sql("ANALYZE gateway_upstream_key"))
    made = await admin.post("/api/admin/upstreams", **BASE)
    text = "\n".join(f"sk-proj-{n:0152d}" for n in range(100_000))
    assert len(text) > 16_000_000
    path = "/api/admin/keys/import"
    sent = await admin.http.post(path, json={"upstream_id": made["id"], "text": text}, timeout=120)
    assert sent.json() == {"created": 100_000, "known": 0, "invalid": [], "invalid_count": 0}
    again = await admin.http.post(path, json={"upstream_id": made["id"], "text": text + "\nsk-new-1234"}, timeout=120)
    assert again.json() == {"created": 1, "known": 100_000, "invalid": [], "invalid_count": 0}
    elsewhere = await admin.http.post("/api/admin/keys", json={"upstream_id": made["id"], "name": text})
    assert elsewhere.status_code == 413


async def test_who_may_not_import_is_told_before_the_text_is_looked_at(admin: Admin) -> None:
    async with admin.stack.client() as bare:
        answer = await bare.post("/api/admin/keys/import", content=b"{not json")
    assert answer.status_code == 401
    broken = await admin.http.post("/api/admin/keys/import", content=b"{not json")
    assert (broken.status_code, broken.json()["details"]["errors"][0]["field"]) == (422, "body")


async def stored_hashes(admin: Admin) -> list[bytes | None]:
    async with admin.stack.kernel.database.read() as db:
        return list(await db.scalars(sql("SELECT secret_hash FROM gateway_upstream_key ORDER BY id")))


async def test_who_has_the_database_alone_cannot_tell_which_keys_it_holds(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    await admin.key(made, "sk-a-1111")
    await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text="sk-b-2222")
    vault = admin.stack.kernel.vault
    stored = await stored_hashes(admin)
    assert stored == [vault.fingerprint("sk-a-1111"), vault.fingerprint("sk-b-2222")]
    assert hash_token("sk-a-1111") not in stored


async def test_keys_are_known_again_after_the_secret_key_changed(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    other = await admin.post("/api/admin/upstreams", **{**BASE, "name": "other"})
    for upstream_id in (made["id"], other["id"]):
        text_of_two = {"upstream_id": upstream_id, "text": "sk-a-1111,sk-b-2222"}
        await admin.post("/api/admin/keys/import", status=200, **text_of_two)
    before = await stored_hashes(admin)
    async with (
        admin.stack.kernel.database.unit_of_work() as uow
    ):  # as another SECRET_KEY, or the migration, leaves them
        await uow.db.execute(sql("UPDATE gateway_upstream SET keys_hash_id = '\\x00' WHERE name = 'openai'"))
        await uow.db.execute(sql("UPDATE gateway_upstream SET keys_hash_id = NULL WHERE name = 'other'"))
        await uow.db.execute(sql("UPDATE gateway_upstream_key SET secret_hash = sha256(secret_hash) WHERE id % 2 = 0"))
        await uow.db.execute(sql("UPDATE gateway_upstream_key SET secret_hash = NULL WHERE id % 2 = 1"))
    body = {"upstream_id": made["id"], "text": "sk-a-1111,sk-b-2222,sk-c-3333"}
    again = await admin.post("/api/admin/keys/import", status=200, **body)
    assert (again["created"], again["known"]) == (1, 2)
    await admin.post("/api/admin/keys", status=409, upstream_id=other["id"], name="b", key_value="sk-b-2222")
    [third] = (await admin.http.get("/api/admin/keys", params={"q": "3333"})).json()["items"]
    refused = await admin.http.patch(f"/api/admin/keys/{third['id']}", json={"key_value": "sk-a-1111"})
    assert refused.status_code == 409
    assert set(before) <= set(await stored_hashes(admin))


async def test_a_key_that_cannot_be_decrypted_keeps_no_other_from_being_known(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text="sk-a-1111,sk-b-2222")
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(sql("UPDATE gateway_upstream SET keys_hash_id = NULL"))
        await uow.db.execute(sql("UPDATE gateway_upstream_key SET secret = 'lost' WHERE key_hint = '1111'"))
    body = {"upstream_id": made["id"], "text": "sk-a-1111,sk-b-2222"}
    again = await admin.post("/api/admin/keys/import", status=200, **body)
    assert (again["created"], again["known"]) == (1, 1)
    assert [digest is None for digest in await stored_hashes(admin)] == [True, False, False]
