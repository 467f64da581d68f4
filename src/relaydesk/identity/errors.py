"""What can go wrong with people, sign-in and client keys."""

from typing import Self

from relaydesk.kernel.errors import Conflict, FieldTaken, Forbidden, NotFound, Unauthenticated, Unavailable


class WrongCredentials(Forbidden):
    """The e-mail address or password is wrong."""

    code = "WRONG_CREDENTIALS"


class WrongPassword(WrongCredentials):
    """This is not your current password."""

    @classmethod
    def at(cls, field: str) -> Self:
        """Of somebody who is signed in and typed it into this field."""
        errors = [{"field": field, "message": "is not your current password"}]
        return cls(errors=errors, reasons=[{"field": field, "type": "wrong_password"}])


class TokenExpired(Unauthenticated):
    """This token has expired; refresh it or sign in again."""

    code = "TOKEN_EXPIRED"


class RefreshRefused(Unauthenticated):
    """This refresh token is no longer valid; sign in again.

    `reason` says how its sign-in ended: an `Ending` of `identity.types`.
    """

    code = "REFRESH_REFUSED"


class PermissionMissing(Forbidden):
    """This needs the permission {permission}."""


class PasswordsBusy(Unavailable):
    """Too many sign-ins at once; try again in a moment."""

    code = "SIGN_IN_BUSY"


class RegistrationClosed(Forbidden):
    """Registration is closed; ask an administrator for an invitation."""

    code = "REGISTRATION_CLOSED"


class InvitationRefused(Forbidden):
    """This invitation has been used or withdrawn, or is older than seven days; ask for a new one."""

    code = "INVITATION_REFUSED"


class InvitationNotFound(NotFound):
    """There is no invitation {invitation_id}."""

    code = "INVITATION_NOT_FOUND"


class EmailTaken(FieldTaken):
    """There is already an account with this e-mail address."""

    code = "EMAIL_TAKEN"
    field = "email"


class LastOwner(Conflict):
    """The last active owner can be neither deactivated nor given another role."""

    code = "LAST_OWNER"


class UserNotFound(NotFound):
    """There is no user {user_id}."""

    code = "USER_NOT_FOUND"


class ClientKeyNotFound(NotFound):
    """There is no client key {key_id}."""

    code = "CLIENT_KEY_NOT_FOUND"


class AuditEntryNotFound(NotFound):
    """There is no entry {entry_id} in the audit log."""

    code = "AUDIT_ENTRY_NOT_FOUND"
