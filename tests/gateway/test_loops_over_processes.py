"""A request that comes back to another process of the installation, as it does behind a load balancer."""

from pathlib import Path

from gateway_admin import Admin
from two_gateways import two_gateways

from relaydesk.kernel.crypto import Vault


async def test_every_process_knows_what_came_through_another(
    admin: Admin, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        await both.budget(None)
        await both.ask(2)
        [via, same] = [seen.header("via") or "" for seen in both.stub.seen]
        assert via == same == f"1.1 relaydesk-{Vault(['any'], 'k' * 40).installation}"
        back = await both.ask(2, extra=[("Via", via)])
        onwards = await both.ask(2, extra=[("Via", via[:-1])])
    assert [(got.status, got.json()["code"]) for got in back] == [(508, "LOOP_DETECTED")] * 2
    assert [got.status for got in onwards] == [200, 200]


def test_an_installation_is_known_by_a_name_that_hangs_on_its_secret_alone() -> None:
    one, rotated, another = Vault(["a"], "one"), Vault(["b", "a"], "one"), Vault(["a"], "another")
    assert one.installation == rotated.installation
    assert one.installation != another.installation


async def test_what_a_proxy_brings_back_does_not_reach_the_control_plane(admin: Admin) -> None:
    via = f"1.1 {admin.stack.gateway.relay.hop.pseudonym}"
    for path in ("/api/users", "/metrics", "/health"):
        answer = await admin.http.get(path, headers={"Via": via})
        assert (answer.status_code, answer.json()["code"]) == (508, "LOOP_DETECTED")
    assert (await admin.http.get("/api/users", headers={"Via": "1.1 nginx"})).status_code == 200
