"""Deployments as people wish for them over HTTP; that they are served is tested in `test_inference.py`."""

from typing import Any

import httpx
import pytest
from harness import People, Stack
from model_registry import MODELS, Registry
from structlog.testing import capture_logs

from relaydesk.identity.api import SYSTEM
from relaydesk.registry.deployments.service import get_deployment, roll_back_unless_changed
from relaydesk.registry.inference.host import Host
from relaydesk.registry.inference.live import Deployment
from relaydesk.registry.storage.choice import open_storage

DEPLOYMENTS = "/api/deployments"


@pytest.fixture
async def churn(registry: Registry) -> Registry:
    """With two versions, `champion` points to the first."""
    await registry.make()
    await registry.upload()
    await registry.upload()
    assert (await registry.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 1})).status_code == 200
    return registry


async def deploy(registry: Registry, **values: Any) -> dict[str, Any]:
    answer = await registry.http.post(DEPLOYMENTS, json={"name": "churn", "model": "churn", **values})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def shares(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"version": version, "weight": weight} for version, weight in pairs]


async def test_a_deployment_is_made_read_listed_and_deleted(churn: Registry) -> None:
    made = await deploy(churn, alias="champion", replicas=2, sticky=True)
    assert made == {
        "id": made["id"],
        "name": "churn",
        "kind": "model",
        "model": "churn",
        "alias": "champion",
        "route": None,
        "route_id": None,
        "status": "loading",
        "reason": None,
        "because": None,
        "replicas": 2,
        "max_batch_rows": 32,
        "sticky": True,
        "unload_after_s": None,
        "traffic": shares((1, 100)),
        "previous_traffic": [],
        "revision": 1,
        "live": [],
        "batches": 0,
        "created_at": made["created_at"],
        "updated_at": made["updated_at"],
    }
    path = f"{DEPLOYMENTS}/{made['id']}"
    assert (await churn.http.get(path)).json() == made
    assert (await churn.http.get(DEPLOYMENTS, params={"model": "churn"})).json()["items"] == [made]
    assert (await churn.http.get(DEPLOYMENTS, params={"model": "other"})).json()["items"] == []
    for part, found in (("HUR", [made]), ("x", [])):
        assert (await churn.http.get(DEPLOYMENTS, params={"q": part})).json()["items"] == found
    assert (await churn.http.delete(path)).status_code == 204
    assert (await churn.http.get(path)).json()["code"] == "DEPLOYMENT_NOT_FOUND"
    entries = (await churn.http.get("/api/audit")).json()["items"]
    written = [(e["action"], e["target"]) for e in entries if e["action"].startswith("deployment")]
    assert written == [(f"deployment.{verb}", "deployment churn") for verb in ("deleted", "created")]


async def test_replicas_and_rows_computed_together_are_changed(churn: Registry) -> None:
    made = await deploy(churn, version=1)
    path = f"{DEPLOYMENTS}/{made['id']}"
    changed = (await churn.http.patch(path, json={"replicas": 3, "max_batch_rows": 32})).json()
    assert changed == {**made, "replicas": 3, "revision": 2, "updated_at": changed["updated_at"]}
    assert (await churn.http.patch(path, json={"replicas": 3})).json() == changed
    for body in ({"replicas": 0}, {"max_batch_rows": 2000}, {"name": "other"}):
        assert (await churn.http.patch(path, json=body)).status_code == 422
    [entry] = [e for e in (await churn.http.get("/api/audit")).json()["items"] if e["action"] == "deployment.changed"]
    assert entry["details"] == {"name": "churn", "before": {"replicas": 1}, "after": {"replicas": 3}}
    assert (await churn.http.get(f"{MODELS}/churn")).json()["deployments"] == ["churn"]


async def test_without_version_and_alias_the_newest_version_is_deployed(churn: Registry) -> None:
    assert (await deploy(churn))["traffic"] == shares((2, 100))
    assert (await deploy(churn, name="first", version=1))["traffic"] == shares((1, 100))


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"model": "other"}, 404, "MODEL_NOT_FOUND"),
        ({"version": 9}, 404, "MODEL_VERSION_NOT_FOUND"),
        ({"alias": "none"}, 404, "MODEL_ALIAS_NOT_FOUND"),
        ({"model": "empty"}, 409, "MODEL_WITHOUT_VERSION"),
        ({"name": "taken"}, 409, "DEPLOYMENT_NAME_TAKEN"),
        ({"version": 1, "alias": "champion"}, 422, "VALIDATION_FAILED"),
        ({"replicas": 0}, 422, "VALIDATION_FAILED"),
        ({"replicas": True}, 422, "VALIDATION_FAILED"),
        ({"replicas": "1"}, 422, "VALIDATION_FAILED"),
        ({"version": True}, 422, "VALIDATION_FAILED"),
        ({"max_batch_rows": 2.0}, 422, "VALIDATION_FAILED"),
        ({"name": "a/b"}, 422, "VALIDATION_FAILED"),
    ],
)
async def test_what_cannot_be_deployed_is_refused(
    churn: Registry, values: dict[str, Any], status: int, code: str
) -> None:
    await churn.make("empty")
    await deploy(churn, name="taken")
    answer = await churn.http.post(DEPLOYMENTS, json={"name": "churn", "model": "churn", **values})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_traffic_follows_its_alias_is_split_and_rolled_back(churn: Registry) -> None:
    path = f"{DEPLOYMENTS}/{(await deploy(churn, alias='champion'))['id']}"
    refused = await churn.http.post(f"{path}/rollback")
    assert (refused.status_code, refused.json()["code"]) == (409, "NOTHING_TO_ROLL_BACK")
    await churn.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 2})
    moved = (await churn.http.get(path)).json()
    assert (moved["traffic"], moved["previous_traffic"]) == (shares((2, 100)), shares((1, 100)))
    back = (await churn.http.post(f"{path}/rollback")).json()
    assert (back["traffic"], back["previous_traffic"]) == (shares((1, 100)), shares((2, 100)))
    assert back["alias"] == "champion"
    split = (await churn.http.post(f"{path}/traffic", json={"weights": shares((1, 9), (2, 1)), "sticky": True})).json()
    assert (split["traffic"], split["sticky"], split["alias"]) == (shares((1, 9), (2, 1)), True, None)
    stopped = (await churn.http.post(f"{path}/stop")).json()
    assert stopped["status"] == "draining"
    assert (await churn.http.post(f"{path}/start")).json()["status"] == "loading"


async def test_it_is_made_sticky_without_a_split_and_goes_on_following_its_alias(churn: Registry) -> None:
    made = await deploy(churn, alias="champion")
    path = f"{DEPLOYMENTS}/{made['id']}"
    changed = (await churn.http.patch(path, json={"sticky": True})).json()
    assert changed == {**made, "sticky": True, "revision": 2, "updated_at": changed["updated_at"]}
    assert (await churn.http.patch(path, json={"sticky": True})).json() == changed
    [entry] = [e for e in (await churn.http.get("/api/audit")).json()["items"] if e["action"] == "deployment.changed"]
    assert entry["details"] == {"name": "churn", "before": {"sticky": False}, "after": {"sticky": True}}


async def test_traffic_is_moved_only_from_the_revision_that_was_looked_at(churn: Registry) -> None:
    path = f"{DEPLOYMENTS}/{(await deploy(churn, alias='champion'))['id']}"
    await churn.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 2})
    seen = (await churn.http.get(path)).json()["revision"]
    back = (await churn.http.post(f"{path}/rollback", json={"revision": seen})).json()
    assert (back["traffic"], back["revision"]) == (shares((1, 100)), seen + 1)
    split = {"weights": shares((1, 1), (2, 1)), "revision": seen}
    for action, body in (("rollback", {"revision": seen}), ("traffic", split)):
        refused = await churn.http.post(f"{path}/{action}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "DEPLOYMENT_CHANGED")
    assert (await churn.http.get(path)).json() == back
    moved = (await churn.http.post(f"{path}/traffic", json={**split, "revision": back["revision"]})).json()
    assert moved["traffic"] == split["weights"]
    for body in ({}, {"revision": None}):
        assert (await churn.http.post(f"{path}/rollback", json=body)).status_code == 200
    assert (await churn.http.post(f"{path}/rollback", json={"revision": 0})).status_code == 422


@pytest.mark.parametrize(
    "weights",
    [
        [],
        shares((1, 0)),
        shares((1, 1), (1, 2)),
        shares((1, -1)),
        [{"version": 1, "weight": "100"}],
        [{"version": True, "weight": 1}],
    ],
)
async def test_a_split_that_says_nothing_is_refused(churn: Registry, weights: list[dict[str, Any]]) -> None:
    path = f"{DEPLOYMENTS}/{(await deploy(churn))['id']}"
    refused = await churn.http.post(f"{path}/traffic", json={"weights": weights})
    assert (refused.status_code, refused.json()["code"]) == (422, "VALIDATION_FAILED")


async def test_what_is_deployed_is_kept(churn: Registry) -> None:
    made = await deploy(churn, version=2)
    other = await deploy(churn, name="other", alias="champion")
    refused = await churn.http.delete(f"{MODELS}/churn/versions/2")
    assert (refused.status_code, refused.json()["code"]) == (409, "MODEL_DEPLOYED")
    assert refused.json()["details"] == {"deployments": "churn"}
    followed = await churn.http.delete(f"{MODELS}/churn/aliases/champion")
    assert (followed.status_code, followed.json()["details"]) == (409, {"deployments": "other"})
    assert (await churn.http.delete(f"{DEPLOYMENTS}/{other['id']}")).status_code == 204
    assert (await churn.http.delete(f"{MODELS}/churn/aliases/champion")).status_code == 204
    assert (await churn.http.delete(f"{MODELS}/churn")).json()["code"] == "MODEL_DEPLOYED"
    assert (await churn.http.delete(f"{DEPLOYMENTS}/{made['id']}")).status_code == 204
    assert (await churn.http.delete(f"{MODELS}/churn")).status_code == 204


async def test_a_version_that_answers_is_kept_and_gone_back_to_until_another_is_loaded(
    churn: Registry, stack: Stack
) -> None:
    await churn.upload()
    made = await deploy(churn, version=1)
    live = {"status": "ready", "replicas": 1, "reason": None}
    async with stack.kernel.database.unit_of_work() as uow:
        row = await get_deployment(uow.db, made["id"])
        row.live = [{"version": 1, "weight": 100, **live}, {"version": 2, "weight": 0, **live}]
    path = f"{DEPLOYMENTS}/{made['id']}"
    for version in (2, 3):
        moved = (await churn.http.post(f"{path}/traffic", json={"weights": shares((version, 100))})).json()
        assert moved["previous_traffic"] == shares((1, 100))
    deleted = [await churn.http.delete(f"{MODELS}/churn/versions/{version}") for version in (1, 2, 3)]
    assert [answer.status_code for answer in deleted] == [409, 204, 409]
    back = (await churn.http.post(f"{path}/rollback")).json()
    assert (back["traffic"], back["previous_traffic"]) == (shares((1, 100)), shares((3, 100)))


async def test_what_keeps_a_model_is_named_at_once(churn: Registry) -> None:
    await deploy(churn, alias="champion")
    for path in (f"{MODELS}/churn", f"{MODELS}/churn/versions/1"):
        refused = await churn.http.delete(path)
        assert (refused.status_code, refused.json()["code"]) == (409, "MODEL_KEPT")
        assert refused.json()["details"] == {"aliases": "champion", "deployments": "churn"}


async def test_a_split_deployment_follows_an_alias_again(churn: Registry) -> None:
    made = await deploy(churn, alias="champion")
    path = f"{DEPLOYMENTS}/{made['id']}"
    split = (await churn.http.post(f"{path}/traffic", json={"weights": shares((1, 9), (2, 1))})).json()
    assert split["alias"] is None
    for body, status, code in (
        ({"alias": "nobody"}, 404, "MODEL_ALIAS_NOT_FOUND"),
        ({"alias": "champion", "revision": 1}, 409, "DEPLOYMENT_CHANGED"),
        ({}, 422, "VALIDATION_FAILED"),
    ):
        refused = await churn.http.post(f"{path}/follow", json=body)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    followed = (await churn.http.post(f"{path}/follow", json={"alias": "champion", "revision": 2})).json()
    assert (followed["alias"], followed["traffic"], followed["status"]) == ("champion", shares((1, 100)), "loading")
    assert followed["previous_traffic"] == split["traffic"]
    await churn.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 2})
    assert (await churn.http.get(path)).json()["traffic"] == shares((2, 100))
    actions = [entry["action"] for entry in (await churn.http.get("/api/audit")).json()["items"]]
    assert "deployment.followed" in actions


async def test_a_model_shows_the_newest_version_of_each_stage_and_when_an_alias_moved(churn: Registry) -> None:
    before = (await churn.http.get(f"{MODELS}/churn")).json()
    assert before["stages"] == {}
    for version, stage in ((1, "production"), (2, "production")):
        await churn.http.patch(f"{MODELS}/churn/versions/{version}", json={"stage": stage})
    await churn.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 2})
    [shown] = (await churn.http.get(MODELS)).json()["items"]
    assert shown["stages"] == {"production": 2}
    assert shown["updated_at"] > before["updated_at"]
    await churn.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 1})
    moved = (await churn.http.get(f"{MODELS}/churn")).json()
    assert moved["updated_at"] > shown["updated_at"]
    assert (await churn.http.delete(f"{MODELS}/churn/aliases/champion")).status_code == 204
    assert (await churn.http.get(f"{MODELS}/churn")).json()["updated_at"] > moved["updated_at"]


async def test_only_those_deploy_who_may_write_models(churn: Registry, people: People) -> None:
    operator: httpx.AsyncClient = await people.named("operator")
    assert (await operator.get(DEPLOYMENTS)).status_code == 403
    developer = await people.named("developer")
    answer = await developer.post(DEPLOYMENTS, json={"name": "churn", "model": "churn"})
    assert answer.status_code == 201


async def test_what_is_judged_is_rolled_back_only_as_long_as_nobody_has_changed_it(
    churn: Registry, stack: Stack
) -> None:
    made = await deploy(churn, version=1)
    path = f"{DEPLOYMENTS}/{made['id']}"

    async def is_rolled_back(revision: int) -> bool:
        async with stack.kernel.database.unit_of_work() as uow:
            return await roll_back_unless_changed(uow, SYSTEM, made["id"], revision=revision)

    assert not await is_rolled_back(1)  # it has never been moved
    await churn.http.post(f"{path}/traffic", json={"weights": shares((2, 1))})
    assert not await is_rolled_back(1)
    assert (await churn.http.get(path)).json()["traffic"] == shares((2, 1))
    assert await is_rolled_back(2)
    assert (await churn.http.get(path)).json()["traffic"] == shares((1, 100))
    await churn.http.delete(path)
    assert not await is_rolled_back(3)


async def test_one_that_is_gone_does_not_keep_others_from_being_rolled_back(
    churn: Registry, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Deployment, "has_become_worse", lambda *_: True)
    paths = []
    for name in ("gone", "moved", "stays"):
        paths.append(f"{DEPLOYMENTS}/{(await deploy(churn, name=name, version=1))['id']}")
        await churn.http.post(f"{paths[-1]}/traffic", json={"weights": shares((2, 1))})
    storage = open_storage(stack.kernel.options)
    host = Host(stack.kernel, storage, threads=1)
    await host._look()
    await churn.http.delete(paths[0])
    await churn.http.post(f"{paths[1]}/traffic", json={"weights": shares((2, 3))})
    with capture_logs() as logs:
        await host._sweep()
    assert [entry["deployment"] for entry in logs if entry["event"] == "deployment_rolled_back"] == ["stays"]
    assert (await churn.http.get(paths[1])).json()["traffic"] == shares((2, 3))
    assert (await churn.http.get(paths[2])).json()["traffic"] == shares((1, 100))
    for deployment in host._deployments.values():
        await deployment.close(0)
    await storage.close()
