"""Wire shapes of the desk."""

from datetime import datetime
from typing import Annotated, Literal, Required

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypedDict

from relaydesk.desk.types import Speaker, State
from relaydesk.kernel.errors import NO_NUL, pattern
from relaydesk.kernel.http.shapes import Answer, example

SESSION_NAME = pattern(
    r"^[A-Za-z0-9_-]{1,64}$", reason="session_name", message="must be 1 to 64 letters, digits, dashes or underscores"
)
Content = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=NO_NUL)]
SessionName = Annotated[str, StringConstraints(pattern=SESSION_NAME)]
ClientMessageId = Annotated[str | None, StringConstraints(min_length=1, max_length=100, pattern=NO_NUL)]


class VisitorUser(BaseModel):
    """What the page says of its visitor; not verified, shown to operators as such."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[str | None, StringConstraints(max_length=200)] = None
    name: Annotated[str | None, StringConstraints(max_length=200)] = None
    email: Annotated[str | None, StringConstraints(max_length=320)] = None
    locale: Annotated[str | None, StringConstraints(max_length=35)] = None
    page: Annotated[str | None, StringConstraints(max_length=2000)] = None


class SessionIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra=example({"user": {"name": "Mia Keller", "locale": "en"}})
    )

    assistant: Annotated[str | None, StringConstraints(min_length=1, max_length=100)] = None
    user: VisitorUser | None = None


class ChatIn(BaseModel):
    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "message": "Do you have a waterproof bag for my bike?",
                "client_message_id": "question-1",
                "user": {"name": "Mia Keller", "page": "https://shop.example/bags"},
            }
        )
    )

    message: Content
    session_name: SessionName | None = None
    assistant: Annotated[str | None, StringConstraints(min_length=1, max_length=100)] = None
    client_message_id: ClientMessageId = None
    user: VisitorUser | None = None


class ManualMessageIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {
                "session_name": "sess_5f0c1d2e3a4b5c6d",
                "content": "Hello Mia, let me look.",
                "client_message_id": "reply-1",
            }
        ),
    )

    session_name: SessionName
    content: Content
    client_message_id: ClientMessageId = None


class TransferIn(BaseModel):
    """`to` is the id of the colleague; they have a minute to accept."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example({"to": "user_5f0c1d2e3a4b5c6d", "note": "Asks about a refund, speaks French."}),
    )

    to: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=NO_NUL)] = ""


class OperatorOut(Answer):
    id: str
    name: str


class ColleagueOut(OperatorOut):
    """Somebody to whom a session can be offered, and how many they serve of how many they may."""

    sessions: int
    max_sessions: int
    is_signed_in: bool = Field(description="also for the life of an access token after they close the browser")


class OfferOut(Answer):
    """A session that its operator offers to a colleague, until when."""

    to: OperatorOut
    note: str
    until: datetime


class SourceOut(TypedDict, total=False):
    """What an answer draws on: a product with its price, or an article with its text."""

    id: str
    kind: Literal["product", "article"]
    title: Required[str]
    text: str | None
    url: str | None
    image_url: str | None
    price_minor: int | None
    max_price_minor: int | None
    currency: str | None
    is_available: bool
    as_of: str


class MessageOut(Answer):
    id: str
    seq: int
    role: Speaker
    content: str
    sources: list[SourceOut]
    client_message_id: str | None
    created_at: datetime
    author: str | None = Field(description="the operator's or the assistant's name")
    in_reply_to: int | None = Field(description="the seq of the message it answers")
    is_partial: bool = Field(description="an answer that was cut off")
    offers_human: bool = Field(description="the visitor asked for a person: show how to get one")
    code: str | None = Field(description="why the system speaks")
    note_for: str | None = Field(description="the colleague for whom this is an operator's note; no visitor gets it")


class VisitorOut(TypedDict, total=False):
    """What the page said of its visitor; what it did not say is left out."""

    id: str
    name: str
    email: str
    locale: str
    page: str


class SessionOut(Answer):
    session_name: str
    status: State
    epoch: int
    operator: OperatorOut | None
    assistant: str
    assistant_id: str
    unread: int
    last_message: str
    last_seq: int
    visitor: VisitorOut
    is_visitor_verified: bool
    offer: OfferOut | None = Field(description="for operators alone")
    waiting_since: datetime | None
    created_at: datetime
    updated_at: datetime


class SessionCreated(Answer):
    success: Literal[True] = True
    session_name: str
    visitor_token: str
    status: State
    opening_line: str


class ChatOut(Answer):
    success: Literal[True] = True
    session_name: str
    visitor_token: str | None = Field(default=None, description="given once, with a new session")
    message: MessageOut | None = Field(description="the answer; null while a human is awaited or serves")
    user_message: MessageOut
    status: State


class SessionCounts(Answer):
    bot: int
    waiting: int
    human: int
    closed: int
    total: int
    mine: int


class MessageList(Answer):
    items: list[MessageOut]
    last_seq: int
    has_more: bool
