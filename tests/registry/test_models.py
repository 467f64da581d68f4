"""Models, their versions and aliases as people work with them over HTTP."""

import asyncio
import hashlib
from typing import Any

import onnx_files
import pytest
from harness import Stack
from model_registry import MODELS, OCTETS, Registry
from sqlalchemy import text

CHURN = f"{MODELS}/churn"


async def test_a_model_is_made_changed_and_deleted(registry: Registry) -> None:
    made = await registry.make(description="Who leaves.", tags=["tabular"])
    expected = {
        "id": "churn",
        "name": "churn",
        "description": "Who leaves.",
        "tags": ["tabular"],
        "version_count": 0,
        "latest_version": None,
        "aliases": {},
        "stages": {},
        "deployments": [],
        "created_at": made["created_at"],
        "updated_at": made["updated_at"],
    }
    assert made == expected
    assert (await registry.http.get(CHURN)).json() == expected
    changed = (await registry.http.patch(CHURN, json={"tags": ["weekly"]})).json()
    assert changed == {**expected, "tags": ["weekly"], "updated_at": changed["updated_at"]}
    assert (await registry.http.delete(CHURN)).status_code == 204
    assert (await registry.http.get(CHURN)).json()["code"] == "MODEL_NOT_FOUND"
    entries = (await registry.http.get("/api/audit")).json()["items"]
    written = [(e["action"], e["target"]) for e in entries if e["action"].startswith("model")]
    assert written == [(f"model.{verb}", "model churn") for verb in ("deleted", "changed", "created")]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "a/b"}, "name"),
        ({"name": ".."}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "x", "tags": ["a\nb"]}, "tags.0"),
        ({"name": "x", "description": "a\x00b"}, "description"),
        ({"name": "x", "size": 1}, "size"),
    ],
)
async def test_a_wrong_field_of_a_model_is_named(registry: Registry, body: dict[str, Any], field: str) -> None:
    refused = await registry.http.post(MODELS, json=body)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["details"]["errors"]] == [field]


async def test_a_name_is_given_once(registry: Registry) -> None:
    await registry.make()
    refused = await registry.http.post(MODELS, json={"name": "churn"})
    assert (refused.status_code, refused.json()["code"]) == (409, "MODEL_NAME_TAKEN")
    assert refused.json()["details"]["errors"][0]["field"] == "name"


async def test_models_are_listed_newest_first_and_searched_by_name_description_and_tag(registry: Registry) -> None:
    await registry.make("churn", description="Who leaves")
    await registry.make("price", tags=["Tabular", "weekly"])
    await registry.make("ranking", description="of products in 100% of searches", tags=["daily"])

    async def names(**parameters: str) -> list[str]:
        answer = (await registry.http.get(MODELS, params=parameters)).json()
        assert answer["total"] == len(answer["items"])
        return [item["name"] for item in answer["items"]]

    assert await names() == ["ranking", "price", "churn"]
    assert await names(q="LEAV") == ["churn"]
    assert await names(q="tabul") == ["price"]
    assert await names(q="pri") == ["price"]
    assert await names(q="0%") == ["ranking"]
    assert await names(q='", "') == []
    assert await names(tag="daily") == ["ranking"]
    assert await names(tag="dail") == []
    page = (await registry.http.get(MODELS, params={"limit": "1", "offset": "1"})).json()
    assert ([item["name"] for item in page["items"]], page["total"]) == (["price"], 3)


async def test_a_version_says_what_its_file_takes_and_gives(registry: Registry) -> None:
    await registry.make()
    content = onnx_files.model()
    uploaded = await registry.upload(content, filename="churn.onnx", sha256=hashlib.sha256(content).hexdigest().upper())
    assert uploaded == {
        "model": "churn",
        "version": 1,
        "status": "ready",
        "stage": "none",
        "aliases": [],
        "filename": "churn.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        "ir_version": 8,
        "opset": 17,
        "producer": "tests 1.0",
        "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 3]}],
        "outputs": [{"name": "y", "datatype": "FP32", "shape": [-1, 3]}],
        "metrics": {},
        "metadata": {},
        "task_id": None,
        "data": None,
        "created_at": uploaded["created_at"],
        "updated_at": uploaded["updated_at"],
    }
    assert (await registry.http.get(f"{CHURN}/versions/1")).json() == uploaded
    second = await registry.upload()
    assert second["filename"] == "model.onnx"
    listed = (await registry.http.get(f"{CHURN}/versions")).json()
    long = {"inputs", "outputs", "metadata"}
    short = [{name: value for name, value in one.items() if name not in long} for one in (second, uploaded)]
    assert (listed["items"], listed["total"]) == (short, 2)
    shown = (await registry.http.get(CHURN)).json()
    assert (shown["version_count"], shown["latest_version"]) == (2, 2)


async def test_a_file_comes_in_a_form_as_well(registry: Registry) -> None:
    await registry.make()
    content = onnx_files.model(producer="p" * 100_000)
    form = {"file": ("C:\\models\\churn v2.onnx", content), "note": (None, b"of no interest")}
    answer = await registry.http.post(f"{CHURN}/versions", files=form)
    assert answer.status_code == 201, answer.text
    uploaded = answer.json()
    assert (uploaded["filename"], uploaded["size_bytes"]) == ("churn v2.onnx", len(content))
    downloaded = await registry.http.get(f"{CHURN}/versions/1/file")
    assert downloaded.content == content


async def test_a_file_is_given_back_as_it_came(registry: Registry) -> None:
    await registry.make()
    content = onnx_files.model(producer="p" * 2_000_000)
    uploaded = await registry.upload(content, filename="Abwanderung \u00fc.onnx")
    path = f"{CHURN}/versions/1/file"
    answer = await registry.http.get(path)
    assert answer.content == content
    assert answer.headers["etag"] == f'"{uploaded["sha256"]}"'
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Abwanderung%20%C3%BC.onnx"
    assert answer.headers["content-type"] == "application/octet-stream"
    again = await registry.http.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_file_that_is_gone_from_the_disk_is_told_so(registry: Registry) -> None:
    await registry.make()
    before = set(registry.left_files())
    await registry.upload()
    [name] = set(registry.left_files()) - before
    (registry.folder / name).unlink()
    answer = await registry.http.get(f"{CHURN}/versions/1/file")
    assert (answer.status_code, answer.json()["code"]) == (503, "STORAGE_UNAVAILABLE")
    assert (await registry.http.delete(f"{CHURN}/versions/1")).status_code == 204


async def test_two_uploads_at_once_get_numbers_of_their_own(registry: Registry) -> None:
    await registry.make()
    made = await asyncio.gather(*(registry.upload(onnx_files.model(producer=f"p{n}")) for n in range(6)))
    assert sorted(one["version"] for one in made) == [1, 2, 3, 4, 5, 6]
    for one in made:
        content = (await registry.http.get(f"{CHURN}/versions/{one['version']}/file")).content
        assert hashlib.sha256(content).hexdigest() == one["sha256"]


async def test_stage_metrics_metadata_and_lineage_are_said_of_a_version(registry: Registry) -> None:
    await registry.make()
    uploaded = await registry.upload()
    path = f"{CHURN}/versions/1"
    change = {
        "stage": "staging",
        "metrics": {"accuracy": 0.93, "loss": 1},
        "metadata": {"framework": "scikit-learn", "epochs": 10, "tuned": True},
        "task_id": "task_0123456789abcdef",
        "data": "s3://bucket/2026-01",
    }
    changed = (await registry.http.patch(path, json=change)).json()
    assert changed == {**uploaded, **change, "updated_at": changed["updated_at"]}
    replaced = (await registry.http.patch(path, json={"metrics": {"f1": 0.5}, "data": None})).json()
    assert (replaced["metrics"], replaced["data"], replaced["stage"]) == ({"f1": 0.5}, None, "staging")
    [newest, *_] = (await registry.http.get("/api/audit", params={"action": "model_version.changed"})).json()["items"]
    assert (newest["target"], newest["details"]) == (
        "model churn",
        {
            "model": "churn",
            "version": 1,
            "fields": ["data", "metrics"],
        },
    )


async def test_true_in_the_place_of_one_is_a_change(registry: Registry) -> None:
    await registry.make()
    await registry.upload()
    for said in (1, True, 1, False, 0):
        changed = await registry.http.patch(f"{CHURN}/versions/1", json={"metadata": {"tuned": said}})
        shown = (await registry.http.get(f"{CHURN}/versions/1")).json()
        assert [repr(one["metadata"]["tuned"]) for one in (changed.json(), shown)] == [repr(said)] * 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"stage": "live"}', "stage"),
        ('{"metrics": {"accuracy": NaN}}', "metrics.accuracy"),
        ('{"metrics": {"accuracy": "high"}}', "metrics.accuracy"),
        ('{"metrics": {"accuracy": true}}', "metrics.accuracy"),
        ('{"metrics": {"accuracy": "5"}}', "metrics.accuracy"),
        ('{"data": ""}', "data"),
        ('{"version": 2}', "version"),
    ],
)
async def test_a_wrong_field_of_a_version_is_named(registry: Registry, body: str, field: str) -> None:
    await registry.make()
    await registry.upload()
    headers = {"Content-Type": "application/json"}
    refused = await registry.http.patch(f"{CHURN}/versions/1", content=body, headers=headers)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["details"]["errors"]] == [field]


@pytest.mark.parametrize(
    ("said", "field", "type_", "ctx"),
    [
        ({"note": "x" * 1001}, "metadata.note", "string_too_long", {"max_length": 1000}),
        ({"note": [1]}, "metadata.note", "other_type", {"types": "boolean, number, string"}),
        ({"bool": {"bool": None}}, "metadata.bool", "other_type", {"types": "boolean, number, string"}),
        ({"": 1}, "metadata", "name_empty", None),
        (
            {"two\nlines": 1},
            "metadata",
            "name_refused",
            {
                "name": "two\nlines",
                "why": "must not contain line breaks or other control characters",
                "why_type": "one_line",
            },
        ),
    ],
)
async def test_what_is_wrong_with_metadata_is_said_once_at_what_was_typed(
    registry: Registry, said: dict[str, Any], field: str, type_: str, ctx: dict[str, Any] | None
) -> None:
    await registry.make()
    await registry.upload()
    refused = (await registry.http.patch(f"{CHURN}/versions/1", json={"metadata": said})).json()
    assert [error["field"] for error in refused["details"]["errors"]] == [field]
    assert refused["details"]["reasons"] == [{"field": field, "type": type_, **({"ctx": ctx} if ctx else {})}]


async def test_an_alias_is_pointed_moved_and_deleted(registry: Registry) -> None:
    await registry.make()
    await registry.upload()
    await registry.upload()
    path = f"{CHURN}/aliases/champion"
    pointed = (await registry.http.put(path, json={"version": 1})).json()
    assert pointed == {"model": "churn", "alias": "champion", "version": 1, "updated_at": pointed["updated_at"]}
    assert (await registry.http.put(path, json={"version": 1})).json() == pointed
    assert (await registry.http.put(path, json={"version": 2})).json()["version"] == 2
    assert (await registry.http.get(CHURN)).json()["aliases"] == {"champion": 2}
    listed = (await registry.http.get(f"{CHURN}/versions")).json()["items"]
    assert [one["aliases"] for one in listed] == [["champion"], []]
    refused = await registry.http.put(path, json={"version": 3})
    assert (refused.status_code, refused.json()["code"]) == (404, "MODEL_VERSION_NOT_FOUND")
    assert (await registry.http.put(f"{CHURN}/aliases/1", json={"version": 1})).status_code == 422
    assert (await registry.http.delete(path)).status_code == 204
    assert (await registry.http.delete(path)).json()["code"] == "MODEL_ALIAS_NOT_FOUND"
    entries = (await registry.http.get("/api/audit", params={"action": "model_alias.pointed"})).json()["items"]
    assert [entry["details"] for entry in entries] == [
        {"model": "churn", "alias": "champion", "before": before, "after": {"version": version}}
        for version, before in ((2, {"version": 1}), (1, None))
    ]


async def test_what_an_alias_points_to_stays(registry: Registry) -> None:
    await registry.make()
    for _ in range(2):
        await registry.upload()
    for alias in ("next", "champion"):
        await registry.http.put(f"{CHURN}/aliases/{alias}", json={"version": 2})
    for path in (CHURN, f"{CHURN}/versions/2"):
        refused = await registry.http.delete(path)
        assert (refused.status_code, refused.json()["code"]) == (409, "MODEL_IN_USE")
        assert refused.json()["details"] == {"aliases": "champion, next"}
    assert (await registry.http.delete(f"{CHURN}/versions/1")).status_code == 204
    assert (await registry.http.get(f"{CHURN}/versions/2/file")).status_code == 200


async def test_files_go_with_their_versions_and_numbers_are_not_given_again(registry: Registry) -> None:
    await registry.make()
    before = registry.left_files()
    for _ in range(3):
        await registry.upload()
    assert len(registry.left_files()) == len(before) + 3
    assert (await registry.http.delete(f"{CHURN}/versions/3")).status_code == 204
    assert len(registry.left_files()) == len(before) + 2
    assert (await registry.http.get(f"{CHURN}/versions/3/file")).json()["code"] == "MODEL_VERSION_NOT_FOUND"
    assert (await registry.upload())["version"] == 4
    assert (await registry.http.delete(CHURN)).status_code == 204
    assert registry.left_files() == before


async def test_whatever_meets_the_deletion_of_a_model_finds_nothing(registry: Registry, stack: Stack) -> None:
    await registry.make()
    await registry.upload()
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("DELETE FROM registry_model WHERE name = 'churn'"))
        meeting = [
            asyncio.create_task(work)
            for work in (
                registry.http.patch(CHURN, json={"description": "x"}),
                registry.http.patch(f"{CHURN}/versions/1", json={"stage": "staging"}),
                registry.http.put(f"{CHURN}/aliases/a", json={"version": 1}),
                registry.http.delete(f"{CHURN}/versions/1"),
                registry.http.delete(CHURN),
                registry.send(onnx_files.model()),
            )
        ]
        await asyncio.sleep(1)
        assert not any(one.done() for one in meeting)
    answers = await asyncio.gather(*meeting)
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "MODEL_NOT_FOUND")] * 6


async def test_an_alias_and_the_deletion_of_its_version_exclude_each_other(registry: Registry) -> None:
    await registry.make()
    await registry.upload()
    pointing, deleting = await asyncio.gather(
        registry.http.put(f"{CHURN}/aliases/a", json={"version": 1}), registry.http.delete(f"{CHURN}/versions/1")
    )
    assert (pointing.status_code, deleting.status_code) in {(200, 409), (404, 204)}


async def test_versions_are_compared_side_by_side(registry: Registry) -> None:
    await registry.make()
    await registry.upload()
    wider = onnx_files.graph(onnx_files.value_info(11, "z", onnx_files.INT64, None))
    await registry.upload(onnx_files.model(wider))
    large = 123456789012345678901234567890
    alike = {"large": large, "longest": 10**4299, "power": 1e300, "one": 1}
    said = [
        ({"accuracy": 0.5, "loss": 2}, {"by": "a", "tuned": True, **alike}),
        ({"accuracy": 0.75}, {"by": "b", "tuned": 1, **alike, "large": large + 1, "one": 1.0}),
    ]
    for version, (metrics, metadata) in enumerate(said, start=1):
        await registry.http.patch(f"{CHURN}/versions/{version}", json={"metrics": metrics, "metadata": metadata})
    compared = (await registry.http.get(f"{CHURN}/compare", params={"versions": "1,2"})).json()
    assert [one["version"] for one in compared["versions"]] == [1, 2]
    assert compared["size_difference"] == len(onnx_files.model(wider)) - len(onnx_files.model())
    assert compared["is_same_file"] is False
    assert compared["metrics"] == [
        {"name": "accuracy", "values": [0.5, 0.75], "difference": 0.25},
        {"name": "loss", "values": [2.0, None], "difference": None},
    ]
    assert [(one["name"], one["values"], one["is_same"]) for one in compared["metadata"]] == [
        ("by", ["a", "b"], False),
        ("large", [large, large + 1], False),
        ("longest", [10**4299] * 2, True),
        ("one", [1, 1.0], True),
        ("power", [10**300, 10**300], True),
        ("tuned", [True, 1], False),
    ]
    x = {"name": "x", "datatype": "FP32", "shape": [-1, 3]}
    z = {"name": "z", "datatype": "INT64", "shape": None}
    assert compared["inputs"] == [
        {"name": "x", "tensors": [x, x], "is_same": True},
        {"name": "z", "tensors": [None, z], "is_same": False},
    ]
    assert [one["is_same"] for one in compared["outputs"]] == [True]
    for versions, status in (("1", 422), ("1,x", 422), ("1,7", 404)):
        assert (await registry.http.get(f"{CHURN}/compare", params={"versions": versions})).status_code == status


async def test_an_upload_needs_its_model_and_a_plain_name(registry: Registry) -> None:
    assert (await registry.send(onnx_files.model())).json()["code"] == "MODEL_NOT_FOUND"
    await registry.make()
    for parameters in ({"filename": "../x"}, {"filename": ""}, {"filename": "\u202egpj.onnx"}, {"sha256": "12"}):
        assert (await registry.send(onnx_files.model(), **parameters)).status_code == 422
    for octets in ("%FF", "a%00b", "%E2%81%A6x", "%7F", "%C2%85"):
        path = f"{CHURN}/versions?filename={octets}"
        refused = await registry.http.post(path, content=onnx_files.model(), headers=OCTETS)
        assert refused.status_code == 422, octets
        assert [error["field"] for error in refused.json()["details"]["errors"]] == ["filename"]


async def test_a_stranger_is_refused_before_the_body_is_read(stack: Stack, registry: Registry) -> None:
    await registry.make()
    async with stack.client() as stranger:
        answer = await stranger.post(f"{CHURN}/versions", content=b"x" * 200_000, headers=OCTETS)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
