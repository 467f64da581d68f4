"""Wire shapes of channels. A URL comes in, as it holds secrets, and goes out masked."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from relaydesk.insight.channels.types import ChannelEvent, ChannelKind
from relaydesk.kernel.errors import ONE_LINE
from relaydesk.kernel.http.shapes import Answer, example

ChannelName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE)]
ChannelUrl = Annotated[SecretStr, Field(min_length=1, max_length=2000)]
SigningSecret = Annotated[SecretStr, Field(min_length=16, max_length=200)]
Events = Annotated[list[ChannelEvent], Field(max_length=10)]


class ChannelCreate(BaseModel):
    """`apprise` takes Apprise's URLs (`slack://…`, `tgram://…`, `mailto://…`); `webhook` an address that gets JSON.

    With `signing_secret` a webhook's requests are signed. `events` are told without a rule that names the channel.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {
                "name": "On call",
                "kind": "webhook",
                "url": "https://hooks.example.com/relaydesk",
                "signing_secret": "a long secret of your own",
                "events": ["upstream_held", "key_disabled"],
            }
        ),
    )

    name: ChannelName
    kind: ChannelKind = "apprise"
    url: ChannelUrl
    signing_secret: SigningSecret | None = None
    events: Events = []
    allow_private: bool = False
    enabled: bool = True


class ChannelPatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"events": ["upstream_held"], "enabled": True}))

    name: ChannelName | None = None
    url: ChannelUrl | None = None
    signing_secret: SigningSecret | None = None
    events: Events | None = None
    allow_private: bool | None = None
    enabled: bool | None = None


class ChannelOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    kind: ChannelKind
    shown_url: str
    is_signed: bool = False
    events: list[ChannelEvent]
    allow_private: bool
    enabled: bool
    created_at: datetime
    updated_at: datetime


class ChannelTest(Answer):
    """`error` is a kind of failure: `address_refused`, `timeout`, `unreachable`, `status_500`, `refused`."""

    ok: bool
    error: str | None
    latency_ms: int


class DeliveryOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    event: str
    title: str
    outcome: Literal["sent", "failed"]
    attempts: int
    error: str | None
