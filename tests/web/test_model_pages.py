"""The pages of models: versions uploaded, described and compared; deployments tried, split and rolled back."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from model_screens import ROWS, agree, deploy, do, file, make
from playwright.sync_api import Locator, Page, expect
from screens import Screens, go

pytestmark = pytest.mark.browser


@pytest.fixture
def owner(shop: Instance) -> Iterator[httpx.Client]:
    with shop.sign_in() as client:
        yield client


@pytest.fixture
def page(screens: Screens) -> Page:
    return screens.console(OWNER["email"], OWNER["password"])


def _upload(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)


def test_a_model_is_made_its_versions_are_uploaded_described_compared_and_deleted(page: Page, tmp_path: Path) -> None:
    go(page, "models")
    page.get_by_role("button", name="Add model").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("leave/rs")
    drawer.get_by_role("button", name="Create").click()
    expect(drawer).to_contain_text("This must be 1 to 100 letters")
    drawer.get_by_label("Name").fill("leavers")
    drawer.get_by_label("Description").fill("Who leaves.")
    drawer.get_by_role("button", name="Create").click()
    expect(page).to_have_url(re.compile(r"/console/models/leavers$"))
    expect(page.locator("main")).to_contain_text("No versions yet")
    for number in (1, 2):
        _upload(page, file(tmp_path, f"plus-{number}.onnx", served_models.plus(number)))
        expect(page.get_by_text(f"Version {number} of leavers was uploaded")).to_be_visible()
    page.locator(ROWS, has_text="Version 1").click()
    expect(page).to_have_url(re.compile(r"/models/leavers\?open=1$"))
    expect(drawer).to_contain_text(re.compile(r"plus-1\.onnx.*x FP32 \[\?, 3\].*y FP32 \[\?, 3\]"))
    drawer.get_by_label("Metrics (JSON)").fill('{"accuracy": "good"}')
    drawer.get_by_role("button", name="Save").click()
    metrics = drawer.locator(".ant-form-item", has=page.get_by_label("Metrics (JSON)"))
    expect(metrics.locator(".ant-form-item-explain")).to_have_text("“accuracy”: This must be a number")
    drawer.get_by_label("Metrics (JSON)").fill('{"accuracy": 0.91}')
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0)
    go(page, "models/leavers?open=2")
    drawer.get_by_label("Metrics (JSON)").fill('{"accuracy": 0.93}')
    drawer.get_by_role("combobox", name="Stage").click()
    page.get_by_title("Production").click()
    drawer.get_by_role("button", name="Save").click()
    expect(page.locator(ROWS, has_text="Version 2")).to_contain_text(re.compile(r"Production.*accuracy 0\.93"))
    _compare(page, drawer)
    with page.expect_download() as saved:
        do(page, "Version 1", "Download")
    assert saved.value.suggested_filename == "plus-1.onnx"
    assert saved.value.path().read_bytes() == served_models.plus(1)
    do(page, "Version 1", "Delete")
    agree(page, "Delete version 1 of leavers?", "Delete")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("main")).to_contain_text("1 version selected")
    go(page, "models")
    do(page, "leavers", "Delete")
    agree(page, "Delete the model leavers?", "Delete")
    expect(page.locator(ROWS, has_text="leavers")).to_have_count(0)


def _compare(page: Page, drawer: Locator) -> None:
    """Both versions of `leavers`; one alone is compared with nothing."""
    page.get_by_role("checkbox", name="Select all on this page").check()
    page.get_by_role("region", name="Compare versions").get_by_role("button", name="Compare versions").click()
    expect(page).to_have_url(re.compile(r"\?compare=1%2C2$"))
    expect(drawer.locator(ROWS, has_text="accuracy")).to_have_text(re.compile(r"0\.91.*0\.93.*\+0\.02"))
    expect(drawer.locator(ROWS, has_text="Stage")).to_have_text(re.compile("None.*Production"))
    expect(drawer.get_by_role("columnheader", name="Difference (2 − 1)")).to_be_visible()
    expect(drawer.locator(ROWS, has_text="Made from")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("main")).to_contain_text("2 versions selected")
    go(page, "models/leavers?compare=1")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_bad_file_is_refused_in_words_and_an_upload_that_is_cancelled_leaves_nothing(
    page: Page, owner: httpx.Client, tmp_path: Path
) -> None:
    make(owner, "uploads")
    go(page, "models/uploads")
    _upload(page, file(tmp_path, "text.onnx", b"hello world"))
    expect(page.get_by_text("text.onnx: The file is not an ONNX model, or it is damaged.")).to_be_visible()
    _upload(page, file(tmp_path, "nothing.onnx", b""))
    expect(page.get_by_text("nothing.onnx: The file is empty.")).to_be_visible()
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    network.send("Network.emulateNetworkConditions", slow)
    _upload(page, file(tmp_path, "large.onnx", served_models.plus(1) + b"\0" * 4_000_000))
    progress = page.get_by_role("region", name="Uploading large.onnx…")
    expect(progress.get_by_role("progressbar")).to_have_attribute("aria-valuenow", re.compile("^[1-9]"))
    go(page, "models")  # it goes on
    expect(page.get_by_role("heading", name="Models")).to_be_visible()
    go(page, "models/uploads")
    progress.get_by_role("button", name="Cancel").click()
    network.detach()
    expect(page.get_by_text("Upload cancelled; nothing of it was kept")).to_be_visible()
    expect(progress).to_have_count(0)
    assert owner.get("/api/models/uploads/versions").json()["total"] == 0
    assert owner.delete("/api/models/uploads").status_code == 204


def test_aliases_are_made_moved_and_deleted_and_say_which_deployment_keeps_them(
    page: Page, owner: httpx.Client
) -> None:
    make(owner, "aliased", served_models.plus(1), served_models.plus(2))
    go(page, "models/aliased?open=1")
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("combobox", name="Alias", exact=True).fill("no/alias")
    page.keyboard.press("Enter")
    aliases = drawer.locator(".ant-form-item", has_text="Aliases")
    expect(aliases.get_by_role("alert")).to_contain_text("This must be 1 to 100 letters")
    drawer.get_by_role("combobox", name="Alias", exact=True).fill("champion")
    expect(aliases.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_text("champion points to version 1")).to_be_visible()
    deployment = deploy(owner, "aliased", alias="champion")
    go(page, "models/aliased?open=2")
    drawer = page.get_by_role("dialog", name="aliased · Version 2")
    drawer.get_by_role("combobox", name="Alias", exact=True).fill("champion")
    drawer.get_by_role("button", name="Point to this version").click()
    agree(page, "Move champion from version 1 to version 2?", "Move")
    expect(page.get_by_text("champion points to version 2")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)  # what was agreed to is gone
    expect(drawer.get_by_label("Delete the alias champion")).to_be_visible()
    drawer.get_by_role("combobox", name="Alias", exact=True).fill("second")
    page.keyboard.press("Enter")
    expect(page.get_by_text("second points to version 2")).to_be_visible()
    drawer.get_by_label("Delete the alias second").click()
    agree(page, "Delete the alias second?", "Delete")
    expect(page.get_by_text("second was deleted")).to_be_visible()
    assert owner.get(f"/api/deployments/{deployment}").json()["traffic"] == [{"version": 2, "weight": 100}]
    drawer.get_by_label("Delete the alias champion").click()
    kept = page.get_by_role("dialog", name="champion cannot be deleted yet")
    expect(kept.get_by_role("link", name="Deployment aliased")).to_be_visible()
    kept.get_by_role("button", name="OK").click()
    assert owner.delete(f"/api/deployments/{deployment}").status_code == 204
    drawer.get_by_label("Delete the alias champion").click()
    agree(page, "Delete the alias champion?", "Delete")
    expect(drawer.get_by_label("Delete the alias champion")).to_have_count(0)
    assert owner.delete("/api/models/aliased").status_code == 204


def test_a_deployment_is_made_tried_split_rolled_back_stopped_and_deleted(page: Page, owner: httpx.Client) -> None:
    make(owner, "adder", served_models.plus(1), served_models.plus(2))
    _make_deployment(page)
    expect(page.locator("main")).to_contain_text("Ready")
    trial = page.get_by_role("region", name="Try it")
    trial.get_by_label("x · FP32 [?, 3]").fill("[[1, 2]]")
    expect(trial).to_contain_text("This has the shape [1, 2]; the model takes [?, 3]")
    trial.get_by_label("x · FP32 [?, 3]").fill("[[1, 2, 3], [4, 5, 6]]")
    trial.get_by_role("button", name="Run").click()
    expect(trial.get_by_role("table", name="y").get_by_role("row")).to_have_text(["0234", "1567"])
    _split(page)
    live = page.get_by_role("region", name="Live versions")
    expect(live.locator(ROWS)).to_contain_text(["Ready", "Ready"])
    combobox = trial.get_by_role("combobox", name="Run against")
    combobox.click()
    for version in (1, 2):
        page.locator(".ant-select-dropdown:visible").get_by_title(f"Version {version}").click()
    combobox.press("Escape")
    trial.get_by_role("button", name="Run").click()
    expect(trial.get_by_role("region", name="Result")).to_have_count(3)
    expect(trial.get_by_role("region", name="Result").last).to_contain_text(re.compile(r"Version 2 in .* ms.*0345"))
    expect(live.locator(ROWS)).to_contain_text([re.compile(r"Version 1.*Ready.*70%.* ms"), re.compile("30%.* ms")])
    page.get_by_role("button", name="Roll back").click()
    asked = page.get_by_role("dialog", name="Roll adder back?")
    expect(asked).to_contain_text("from “Version 1: 70%, Version 2: 30%” to “Version 1”")
    asked.get_by_role("button", name="Roll back").click()
    expect(live.locator(ROWS)).to_have_count(1)
    page.get_by_role("button", name="Edit").click()
    drawer = page.get_by_role("dialog", name="Edit adder")
    drawer.get_by_label("Replicas").fill("2")
    drawer.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("2 / 2")
    page.get_by_role("button", name="Stop").click()
    agree(page, "Stop adder?", "Stop")
    expect(live).to_contain_text("No version is loaded")
    expect(trial.get_by_role("button", name="Run")).to_be_disabled()
    expect(trial).to_contain_text("This deployment answers nothing now: its state is “Stopped”.")
    go(page, "models")
    do(page, "adder", "Delete")
    kept = page.get_by_role("dialog", name="adder cannot be deleted yet")
    kept.get_by_role("link", name="Deployment adder").click()
    expect(page).to_have_url(re.compile("/deployments/dep"))
    go(page, "deployments?model=adder")
    expect(page.locator(ROWS)).to_contain_text(["Stopped"])
    do(page, "adder", "Delete")
    agree(page, "Delete the deployment adder?", "Delete")
    expect(page.locator(ROWS)).to_have_count(0)
    assert owner.delete("/api/models/adder").status_code == 204


def _make_deployment(page: Page) -> None:
    """Of version 1 of `adder`, though its page has begun with another."""
    go(page, "models/adder")
    do(page, "Version 2", "Deploy")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text(re.compile("adder.*Version 2"))
    drawer.get_by_label("Name").fill("adder")
    drawer.get_by_text("An alias").click()
    drawer.get_by_role("button", name="Create").click()
    expect(drawer).to_contain_text("This field is needed")
    drawer.get_by_text("A version").click()
    drawer.get_by_role("combobox", name="Version").click()
    page.get_by_title("Version 1").click()
    drawer.get_by_role("button", name="Create").click()
    expect(page).to_have_url(re.compile(r"/console/deployments/dep_\w+$"))


def _split(page: Page) -> None:
    """By keys: version 2 gets 30 percent."""
    traffic = page.get_by_role("region", name="Traffic")
    traffic.get_by_role("combobox", name="Add a version…").click()
    page.get_by_title("Version 2").click()
    traffic.get_by_role("slider", name="Traffic to Version 2").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(traffic.get_by_role("slider", name="Traffic to Version 1")).to_have_attribute("aria-valuenow", "70")
    traffic.get_by_role("switch", name="A session stays with one version").click()
    traffic.get_by_role("button", name="Apply").click()
    expect(traffic.get_by_role("button", name="Apply")).to_have_count(0)


def test_a_model_that_cannot_be_loaded_says_why(page: Page, owner: httpx.Client) -> None:
    make(owner, "unloadable", served_models.unloadable())
    made = owner.post("/api/deployments", json={"name": "unloadable", "model": "unloadable"}).json()
    go(page, f"deployments/{made['id']}")
    alert = page.get_by_role("alert").filter(has_text="Not all that was asked for is served")
    expect(alert).to_contain_text(re.compile("In the program’s own words: .*NoSuchOperator"))
    expect(page.get_by_role("button", name="Run")).to_be_disabled()
    assert owner.delete(f"/api/deployments/{made['id']}").status_code == 204
    assert owner.delete("/api/models/unloadable").status_code == 204


def test_what_cannot_be_deployed_or_read_says_so_where_it_is_chosen(page: Page, owner: httpx.Client) -> None:
    make(owner, "bare")
    go(page, "deployments?open=new")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("bare")
    drawer.get_by_role("combobox", name="Model").click()
    page.get_by_title("bare").click()
    drawer.get_by_role("button", name="Create").click()
    model = drawer.locator(".ant-form-item", has=page.get_by_role("combobox", name="Model"))
    expect(model.locator(".ant-form-item-explain")).to_contain_text("The model “bare” has no version yet.")
    drawer.get_by_text("An alias").click()
    drawer.get_by_role("combobox", name="Alias").click()
    expect(page.locator(".ant-select-dropdown:visible")).to_contain_text("No alias yet")
    page.goto(page.url.split("/deployments")[0] + "/models/nope")
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("There is no model named “nope”.")
    expect(page.get_by_role("button", name="Upload version")).to_be_disabled()
    assert owner.delete("/api/models/bare").status_code == 204


def test_texts_stand_at_the_left_and_long_ones_on_one_line(page: Page, owner: httpx.Client) -> None:
    make(owner, "texts", served_models.texts())
    deployment = deploy(owner, "texts")
    go(page, f"deployments/{deployment}")
    trial = page.get_by_role("region", name="Try it")
    values = trial.get_by_label("t · BYTES [?]")
    expect(values).to_have_value('["text"]')
    values.fill(json.dumps(["short", "long " * 200]))
    trial.get_by_role("button", name="Run").click()
    cells = trial.get_by_role("table", name="u").get_by_role("cell")
    expect(cells).to_have_count(2)
    short, long = cells.all()
    assert short.evaluate("cell => getComputedStyle(cell).textAlign") == "start"
    widths = [one.evaluate("cell => [cell.offsetWidth, cell.offsetHeight]") for one in (short, long)]
    assert widths[0] == widths[1]
    assert widths[0][0] <= 320
    assert owner.delete(f"/api/deployments/{deployment}").status_code == 204
    assert owner.delete("/api/models/texts").status_code == 204


def test_models_and_deployments_are_found_in_the_palette(page: Page, owner: httpx.Client) -> None:
    make(owner, "sought", served_models.plus(1))
    deployment = deploy(owner, "sought")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to a page")).to_be_focused()
    page.keyboard.type("sought")
    options = page.get_by_role("option", name="sought")
    expect(options).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/models/sought$"))
    page.get_by_role("link", name="sought").click()
    expect(page).to_have_url(re.compile(r"/deployments\?model=sought$"))
    assert owner.delete(f"/api/deployments/{deployment}").status_code == 204
    assert owner.delete("/api/models/sought").status_code == 204
