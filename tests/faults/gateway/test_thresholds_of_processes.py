"""A rule with a threshold and a cool-down acts once for all web processes together."""

import asyncio

from gateway_admin import eventually
from instance import running_instance
from relay_kit import answer, ask, upstream

LIMITED = answer(418, b'{"error": {}}', "Content-Type: application/json")


async def test_a_threshold_with_a_cool_down_acts_once_over_two_web_processes() -> None:
    async with upstream(LIMITED) as stub:
        with running_instance(WEB_WORKERS="2") as instance, instance.sign_in() as owner:
            made = {
                "name": "stub",
                "base_url": f"http://127.0.0.1:{stub.port}",
                "allow_private": True,
                "retry": {"max_attempts": 1},
            }
            assert owner.post("/api/admin/upstreams", json=made).status_code == 201
            rule = {
                "name": "Teapots",
                "condition": {"status": {"in": [418]}},
                "actions": [{"tag": "teapot"}],
                "threshold": {"count": 5, "window_s": 600},
                "cooldown_s": 600,
            }
            assert owner.post("/api/admin/rules", json=rule).status_code == 201
            key = {"name": "load", "scopes": ["proxy"], "rate_limit_per_minute": 1_000_000}
            headers = [("X-API-Key", owner.post("/api/keys", json=key).json()["key"])]
            await asyncio.sleep(3)  # both processes have looked at the configuration again
            got = await asyncio.gather(*(ask(instance.port, headers=headers) for _ in range(40)))
            assert {one.status for one in got} == {418}

            async def logged() -> list[dict]:
                answered = await asyncio.to_thread(
                    owner.get, "/api/admin/logs", params={"upstream": "stub", "limit": 100}
                )
                items = answered.json()["items"]
                return items if len(items) >= 40 else []

            rows = await eventually(logged, within_s=20)
    assert sum(bool(row["rules_fired"]) for row in rows) == 1
