"""Coming from LiteLLM in the console: a preview first, then upstreams, keys and routes, in both languages."""

import re

import pytest
from instance import OWNER, Instance
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser

CONFIG = """
model_list:
  - model_name: moved-%s
    litellm_params: {model: deepseek/deepseek-chat, api_key: os.environ/DEEP}
  - model_name: azure-one
    litellm_params: {model: azure/gpt-4}
"""


@pytest.mark.parametrize(
    ("locale", "opens", "previews", "applies"),
    [("en-US", "Import from LiteLLM", "Preview", "Import"), ("zh-CN", "从 LiteLLM 导入", "预览", "导入")],
)
def test_a_litellm_file_is_shown_first_and_made_then(
    screens: Screens, shop: Instance, locale: str, opens: str, previews: str, applies: str
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], locale=locale, at="gateway/upstreams")
    page.get_by_role("button", name=opens).click()
    form = page.get_by_role("dialog")
    # the library puts a space between two Chinese characters on a button, and an icon before a busy one's
    spaced = re.compile(r"\s*".join(previews))
    form.locator("#text").fill("no: models")
    form.get_by_role("button", name=spaced).click()
    expect(form.locator(".ant-form-item-explain-error")).to_contain_text("model_list")
    form.locator("#text").fill(CONFIG % locale)
    form.locator("#variables").fill("export DEEP='sk-deep-secret'")
    form.get_by_role("button", name=spaced).click()
    shown = page.locator(".moving-preview")
    expect(shown).to_contain_text("https://api.deepseek.com/v1")
    expect(shown).to_contain_text("azure")
    assert "sk-deep" not in shown.inner_text()
    with page.expect_response("**/api/admin/import/litellm") as made:
        form.get_by_role("button", name=re.compile(r"\s*".join(applies))).click()
    assert made.value.ok
    expect(page.locator("tbody tr", has_text="deepseek")).to_contain_text("1 / 1")
    with shop.sign_in() as owner:
        routes = [route["model"] for route in owner.get("/api/admin/routes").json()["items"]]
    assert f"moved-{locale}" in routes
