"""The page of a deployment: files of requests that it answers, and how it stands while nobody asks it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from model_screens import ROWS, agree, deploy, do, file, make
from playwright.sync_api import Page, expect
from screens import Screens, go

pytestmark = pytest.mark.browser


@pytest.fixture
def owner(shop: Instance) -> Iterator[httpx.Client]:
    with shop.sign_in() as client:
        yield client


@pytest.fixture
def page(screens: Screens) -> Page:
    return screens.console(OWNER["email"], OWNER["password"])


def test_a_file_of_requests_is_answered_downloaded_and_deleted(page: Page, owner: httpx.Client, tmp_path: Path) -> None:
    make(owner, "answerer", served_models.plus(1))
    deployment_id = deploy(owner, "answerer")
    go(page, f"deployments/{deployment_id}")
    batches = page.get_by_role("region", name="Batch inference")
    expect(batches).to_contain_text("No files of requests yet")
    batches.get_by_role("button", name="Infer over a file").click()
    drawer = page.get_by_role("dialog", name="Infer over a file")
    expect(drawer.get_by_role("button", name="File of requests")).to_be_focused()
    drawer.get_by_role("button", name="Start").click()
    problem = drawer.locator(".ant-form-item-explain")
    expect(problem).to_have_text("This field is needed")
    expect(drawer).to_contain_text('{"inputs":[{"name":"x","datatype":"FP32","shape":[1,3],"data":[0,0,0]}]}')
    chosen = drawer.locator("input[type=file]")
    chosen.set_input_files(file(tmp_path, "table.jsonl", b"x,y\n1,2\n"))
    expect(problem).to_contain_text("Line 1 is no request")
    request = json.dumps({"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}]})
    chosen.set_input_files(file(tmp_path, "requests.jsonl", f"{request}\nno JSON\n".encode()))
    expect(problem).to_have_count(0)
    drawer.get_by_role("button", name="Start").click()
    expect(drawer).to_have_count(0)
    expect(batches.get_by_role("button", name="Infer over a file")).to_be_focused()
    row = batches.locator(ROWS, has_text="requests.jsonl")
    expect(row).to_contain_text(re.compile(r"Done.*100%.*1.*1.*By traffic"))
    with page.expect_download() as saved:
        do(page, "requests.jsonl", "Download the answers")
    assert saved.value.suggested_filename == "requests.answers.jsonl"
    answers = [json.loads(line) for line in saved.value.path().read_text().splitlines()]
    assert answers[0]["outputs"][0]["data"] == [2.0, 3.0, 4.0]
    assert list(answers[1]) == ["error"]
    many = "\n".join([request] * 200_000).encode()
    batches.get_by_role("button", name="Infer over a file").click()
    chosen.set_input_files(file(tmp_path, "many.jsonl", many))
    drawer.get_by_role("button", name="Start").click()
    do(page, "many.jsonl", "Cancel the batch")
    question = page.get_by_role("dialog", name="Cancel the batch many.jsonl?")
    expect(question.get_by_role("button", name="Keep it running")).to_be_visible()
    agree(page, "Cancel the batch many.jsonl?", "Cancel the batch")
    expect(batches.locator(ROWS, has_text="many.jsonl")).to_contain_text("Cancelled", timeout=30_000)
    go(page, "deployments")
    page.get_by_role("button", name="Actions for answerer").click()
    page.get_by_role("menuitem", name="Delete").click()
    question = page.get_by_role("dialog", name="Delete the deployment answerer?")
    expect(question).to_contain_text("2 files of requests and the answers to them are deleted with it.")
    question.get_by_role("button", name="Cancel").click()
    go(page, f"deployments/{deployment_id}")
    do(page, "requests.jsonl", "Delete")
    agree(page, "Delete requests.jsonl and its answers?", "Delete")
    expect(batches.locator(ROWS)).to_have_count(1)
    assert owner.delete(f"/api/deployments/{deployment_id}").status_code == 204


def test_a_stopped_deployment_takes_no_file_and_says_why(page: Page, owner: httpx.Client) -> None:
    make(owner, "sleeper", served_models.plus(1))
    deployment_id = deploy(owner, "sleeper")
    owner.post(f"/api/deployments/{deployment_id}/stop")
    go(page, f"deployments/{deployment_id}")
    batches = page.get_by_role("region", name="Batch inference")
    expect(batches.get_by_role("button", name="Infer over a file")).to_be_disabled()
    expect(batches.get_by_role("status")).to_contain_text("answers nothing now: its state is “Stopped”")
    owner.delete(f"/api/deployments/{deployment_id}")


@pytest.fixture
def of_route(owner: httpx.Client) -> Iterator[str]:
    """The id of a deployment of the route `vendor/huge`, which has no key and so cannot answer."""
    body = {"name": "keyless", "base_url": "http://127.0.0.1:9", "allow_private": True, "auth": {"type": "bearer"}}
    upstream = owner.post("/api/admin/upstreams", json=body).json()["id"]
    targets = [{"upstream_id": upstream}]
    route = owner.post("/api/admin/routes", json={"model": "vendor/huge", "targets": targets}).json()["id"]
    made = owner.post("/api/deployments", json={"name": "helper", "route": "vendor/huge"}).json()["id"]
    owner.patch(f"/api/admin/upstreams/{upstream}", json={"enabled": False})
    yield made
    owner.delete(f"/api/deployments/{made}")
    owner.delete(f"/api/admin/routes/{route}")
    owner.delete(f"/api/admin/upstreams/{upstream}")


def test_a_failed_deployment_of_a_route_offers_only_what_it_has(page: Page, of_route: str) -> None:
    go(page, "deployments")
    page.get_by_role("button", name="Actions for helper").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Stop", "Delete"])
    page.get_by_role("menuitem", name="Delete").click()
    question = page.get_by_role("dialog", name="Delete the deployment helper?")
    expect(question).to_contain_text("The route stays, and goes on answering by its own name.")
    question.get_by_role("button", name="Cancel").click()
    go(page, f"deployments/{of_route}")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The route cannot answer now")
    expect(alert).not_to_contain_text("In the program’s own words")
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
    page.get_by_role("link", name="keyless").click()
    expect(page).to_have_url(re.compile(r"/gateway/upstreams\?open=\d+$"))


def test_a_route_names_its_deployments_and_says_that_they_go_first(page: Page, of_route: str) -> None:
    go(page, "gateway/routes")
    row = page.locator(ROWS, has_text="vendor/huge")
    expect(row.get_by_role("link", name="helper")).to_be_visible()
    do(page, "vendor/huge", "Delete")
    notice = page.get_by_role("dialog", name="vendor/huge cannot be deleted yet")
    notice.get_by_role("link", name="helper").click()
    expect(page).to_have_url(re.compile(f"/deployments/{of_route}$"))
    expect(notice).to_have_count(0)


def test_a_route_that_has_been_deployed_elsewhere_is_not_asked_to_be_deleted(
    page: Page, of_route: str, owner: httpx.Client
) -> None:
    assert owner.delete(f"/api/deployments/{of_route}").status_code == 204
    go(page, "gateway/routes")
    row = page.locator(ROWS, has_text="vendor/huge")
    expect(row).to_be_visible()
    expect(row.get_by_role("link", name="helper")).to_have_count(0)
    made = owner.post("/api/deployments", json={"name": "elsewhere", "route": "vendor/huge"}).json()["id"]
    do(page, "vendor/huge", "Delete")
    notice = page.get_by_role("dialog", name="vendor/huge cannot be deleted yet")
    expect(notice.get_by_role("link", name="elsewhere")).to_be_visible()
    owner.delete(f"/api/deployments/{made}")


def test_health_names_the_deployments_of_models_that_failed(page: Page, owner: httpx.Client) -> None:
    make(owner, "cannot-load", served_models.unloadable())
    made = owner.post("/api/deployments", json={"name": "cannot-load", "model": "cannot-load"}).json()["id"]
    go(page, "health")
    expect(page.get_by_text("Deployments of models: Failed")).to_be_visible(timeout=30_000)
    page.get_by_role("region", name="Failed deployments").get_by_role("link", name="cannot-load").click()
    expect(page).to_have_url(re.compile(f"/deployments/{made}$"))
    owner.delete(f"/api/deployments/{made}")


def test_a_split_deployment_follows_an_alias_again(page: Page, owner: httpx.Client) -> None:
    make(owner, "follower", served_models.plus(1), served_models.unloadable())
    assert owner.put("/api/models/follower/aliases/champion", json={"version": 1}).status_code == 200
    assert owner.patch("/api/models/follower/versions/1", json={"stage": "production"}).status_code == 200
    deployment_id = deploy(owner, "follower", alias="champion")
    split = {"weights": [{"version": 1, "weight": 1}, {"version": 2, "weight": 3}]}
    assert owner.post(f"/api/deployments/{deployment_id}/traffic", json=split).status_code == 200
    go(page, f"deployments/{deployment_id}")
    traffic = page.get_by_role("region", name="Traffic")
    expect(traffic).to_contain_text("This is what was asked for. Live at this moment: Version 1.", timeout=30_000)
    traffic.get_by_role("combobox", name="Follow an alias…").click()
    page.get_by_title("champion → 1").click()
    agree(page, "Have follower follow champion?", "Follow")
    expect(page.get_by_text("follower follows champion")).to_be_visible()
    state = page.get_by_role("region", name="State")
    expect(state).to_contain_text(re.compile("Ready.*champion"))
    expect(traffic.get_by_role("combobox", name="Follow an alias…")).to_have_count(0)
    go(page, "models")
    expect(page.locator(ROWS, has_text="follower")).to_contain_text("Production → 1")
    do(page, "follower", "Delete")
    kept = page.get_by_role("dialog", name="follower cannot be deleted yet")
    expect(kept.get_by_role("link")).to_have_text(["Alias champion → 1", "Deployment follower"])
    assert owner.delete(f"/api/deployments/{deployment_id}").status_code == 204


def test_an_idle_deployment_says_so_and_is_loaded_by_a_trial(page: Page, owner: httpx.Client) -> None:
    make(owner, "napper", served_models.plus(1))
    deployment_id = deploy(owner, "napper")
    go(page, f"deployments/{deployment_id}")
    state = page.get_by_role("region", name="State")
    expect(state).to_contain_text(re.compile("Unloaded when idle.*never"))
    page.get_by_role("button", name="Edit").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="Advanced").click()
    seconds = drawer.get_by_label("Unload when idle for (seconds)")
    seconds.fill("5")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_contain_text(re.compile("from 10 to"))
    seconds.fill("10")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0)
    expect(state).to_contain_text("after 10 seconds without a request")
    expect(state).to_contain_text("Idle, loaded when asked", timeout=30_000)
    expect(state).to_contain_text("0 / 1")
    trial = page.get_by_role("region", name="Try it")
    trial.get_by_role("button", name="Run").click()
    expect(trial.get_by_role("table", name="y")).to_be_visible()
    expect(state).to_contain_text("Ready")
    page.get_by_role("button", name="Edit").click()
    drawer.get_by_role("button", name="Advanced").click()
    seconds.fill("")
    drawer.get_by_role("button", name="Save").click()
    expect(state).to_contain_text(re.compile("Unloaded when idle.*never"))
