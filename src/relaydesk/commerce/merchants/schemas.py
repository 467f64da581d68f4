"""Wire shapes of merchants and connections. An access token goes in and never comes out."""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError

from relaydesk.kernel.http.shapes import Answer, example

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*(:\d{1,5})?")
_SHOPIFY = ".myshopify.com"


def _printable(text: str) -> str:
    text = text.strip()
    if not text or not text.isprintable():
        raise PydanticCustomError("printable", "must be printable and not blank")
    return text


def _domain(text: str) -> str:
    """A name without a dot is a store's handle at Shopify: no store answers at it alone."""
    domain = text.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    if not _HOST.fullmatch(domain):
        raise PydanticCustomError("shop_domain", "must be a host name such as my-shop.myshopify.com")
    return domain if "." in domain or ":" in domain else f"{domain}{_SHOPIFY}"


def _header_safe(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if not text.isascii() or not text.isprintable() or " " in text:
        raise PydanticCustomError("printable_ascii", "must be printable ASCII without spaces")
    return secret


Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
Domain = Annotated[str, Field(min_length=1, max_length=260), AfterValidator(_domain)]
Token = Annotated[SecretStr, Field(min_length=1, max_length=500), AfterValidator(_header_safe)]


class MerchantCreate(BaseModel):
    model_config = ConfigDict(json_schema_extra=example({"name": "Pedal & Spoke"}))

    name: Name


class MerchantPatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"name": "Pedal & Spoke Berlin"}))

    name: Name | None = None
    is_active: bool | None = None


class ConnectionCreate(BaseModel):
    """`api_base_url` stands for `https://{shop_domain}`."""

    model_config = ConfigDict(
        json_schema_extra=example(
            {"platform": "shopify", "shop_domain": "pedal-and-spoke.myshopify.com", "access_token": "shpat_your_token"}
        )
    )

    platform: Literal["shopify"]
    shop_domain: Domain
    access_token: Token
    api_base_url: Annotated[str | None, Field(max_length=500)] = None
    allow_private: bool = False


class ConnectionOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: int
    platform: str
    shop_domain: str = Field(validation_alias="address")
    api_base_url: str | None
    allow_private: bool
    last_tested_at: datetime | None
    last_error: str | None
    created_at: datetime
    updated_at: datetime


class ConnectionTest(Answer):
    """How a connection test went; `reason` is a stable word when `ok` is false."""

    ok: bool
    reason: str | None = None
    message: str
    shop_name: str | None = None
    currency: str | None = None
    missing_scopes: list[str] = Field(default_factory=list)
