"""Wire shapes of invitations. The token appears in one answer, once."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr
from pydantic_core import PydanticCustomError

from relaydesk.identity.types import Role
from relaydesk.kernel.http.shapes import Answer, example


def _of_use(role: Role) -> Role:
    if role is Role.PENDING:
        raise PydanticCustomError("role_without_rights", "must be one that may do something")
    return role


class InvitationCreate(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra=example({"email": "anna@shop.example", "role": "operator"})
    )

    email: EmailStr
    role: Annotated[Role, AfterValidator(_of_use)]


class InvitationCreated(Answer):
    """`url` is the page on which the invited person registers, `token` the secret part of it."""

    id: str
    email: str
    role: Role
    url: str
    token: str
    expires_at: datetime


class InvitationOut(Answer):
    """`invited_by` is the name of the person who invites."""

    id: str
    email: str
    role: Role
    invited_by: str | None
    created_at: datetime
    expires_at: datetime
