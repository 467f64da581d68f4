"""Wire shapes of sign-in, for the console and for operators."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, EmailStr, Field

from relaydesk.identity.types import Role
from relaydesk.identity.users.schemas import Name, Password
from relaydesk.kernel.http.shapes import Answer, example


class RegisterIn(BaseModel):
    """`invitation` is the token of one; without it registration must be open."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {
                "email": "mia@shop.example",
                "password": "a password of your own",
                "name": "Mia Keller",
                "invitation": "the token of your invitation",
            }
        ),
    )

    email: EmailStr
    password: Password
    name: Name
    invitation: Annotated[str | None, Field(min_length=1, max_length=200)] = None


class LoginIn(BaseModel):
    model_config = ConfigDict(json_schema_extra=example({"email": "owner@localhost", "password": "your password"}))

    email: Annotated[str, Field(min_length=1, max_length=320)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class AgentLoginIn(BaseModel):
    model_config = ConfigDict(json_schema_extra=example({"username": "anna@shop.example", "password": "your password"}))

    username: Annotated[str, Field(min_length=1, max_length=320)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class RefreshIn(BaseModel):
    model_config = ConfigDict(json_schema_extra=example({"refresh_token": "the refresh_token of your sign-in"}))

    refresh_token: Annotated[str | None, Field(max_length=200)] = None


class UserBrief(Answer):
    id: str
    email: str
    name: str
    role: Role


class Profile(UserBrief):
    permissions: list[str]
    max_sessions: int


class ProfilePatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"name": "Anna Weber"}))

    name: Name | None = None
    current_password: Annotated[str | None, Field(max_length=200)] = None
    new_password: Password | None = None


class SignedIn(Answer):
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the scheme, no secret
    expires_in: int
    user: UserBrief


class AgentOut(Answer):
    id: str
    username: str
    name: str
    role: Literal["agent", "admin"]
    status: Literal["online", "offline"]
    max_sessions: int


class AgentSignedIn(Answer):
    success: Literal[True] = True
    token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the scheme, no secret
    expires_in: int
    agent: AgentOut


class AgentRefreshed(Answer):
    success: Literal[True] = True
    token: str
    refresh_token: str
    expires_in: int


class AgentProfile(Answer):
    success: Literal[True] = True
    agent: AgentOut


class Done(Answer):
    success: Literal[True] = True
