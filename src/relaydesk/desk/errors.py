"""What can go wrong at the desk."""

from relaydesk.kernel.errors import Conflict, NotFound, Unauthenticated


class SessionNotFound(NotFound):
    """There is no session {session_name}."""

    code = "SESSION_NOT_FOUND"


class SessionAlreadyTaken(Conflict):
    """Another operator has taken this session over."""

    code = "SESSION_ALREADY_TAKEN"


class TransitionImpossible(Conflict):
    """A session that is {status} does not allow: {action}."""

    code = "SESSION_STATUS_CONFLICT"


class NotYourSession(Conflict):
    """Take the session over before you write in it."""

    code = "SESSION_NOT_YOURS"


class IdempotencyMismatch(Conflict):
    """This client_message_id was used for another message: {message_id}."""

    code = "IDEMPOTENCY_MISMATCH"


class ColleagueUnknown(NotFound):
    """There is no active operator {user_id}."""

    code = "OPERATOR_NOT_FOUND"


class OfferOver(Conflict):
    """This session is not offered to you any more."""

    code = "OFFER_OVER"


class OperatorFull(Conflict):
    """You already serve {max_sessions} sessions, your maximum."""

    code = "OPERATOR_AT_CAPACITY"


class VisitorTokenExpired(Unauthenticated):
    """This conversation is over; begin another one."""

    code = "TOKEN_EXPIRED"


class VisitorTokenRequired(Unauthenticated):
    """This session belongs to somebody else: send its visitor_token as a bearer token."""
