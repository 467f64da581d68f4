"""Wire shapes of people."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, EmailStr, Field, StringConstraints

from relaydesk.identity.types import Role
from relaydesk.kernel.errors import ONE_LINE
from relaydesk.kernel.http.shapes import Answer, example

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE)]
Password = Annotated[str, Field(min_length=8, max_length=200)]


class UserOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: str = Field(validation_alias="public_id")
    email: str
    name: str
    role: Role
    is_active: bool
    max_sessions: int
    last_login_at: datetime | None
    created_at: datetime


class UserCreate(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {
                "email": "anna@shop.example",
                "password": "a first password of your choice",
                "name": "Anna Weber",
                "role": "operator",
                "max_sessions": 5,
            }
        ),
    )

    email: EmailStr
    password: Password
    name: Name
    role: Role = Role.OPERATOR
    max_sessions: Annotated[int, Field(ge=1, le=1000)] = 5


class UserPatch(BaseModel):
    """With `is_active: false`, `revoke_keys` also switches off the client keys that the person has made."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"role": "staff", "max_sessions": 8}))

    name: Name | None = None
    role: Role | None = None
    password: Password | None = None
    max_sessions: Annotated[int | None, Field(ge=1, le=1000)] = None
    is_active: bool | None = None
    revoke_keys: bool = False


class Deactivation(BaseModel):
    """`revoke_keys` also switches off the client keys that the person has made."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"revoke_keys": True}))

    revoke_keys: bool = False
