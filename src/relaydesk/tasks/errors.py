"""What can go wrong with tasks."""

from relaydesk.kernel.errors import Conflict, FieldTaken, NotFound


class TaskNotFound(NotFound):
    """There is no task {task_id}."""

    code = "TASK_NOT_FOUND"


class BatchNotFound(NotFound):
    """There is no batch {batch_id}."""

    code = "BATCH_NOT_FOUND"


class ScheduleNotFound(NotFound):
    """There is no schedule {schedule_id}."""

    code = "SCHEDULE_NOT_FOUND"


class IdempotencyMismatch(Conflict):
    """This idempotency key was used for another task: {task_id}."""

    code = "IDEMPOTENCY_MISMATCH"


class ActionImpossible(Conflict):
    """A task that is {status} cannot be asked to {action}."""

    code = "TASK_STATUS_CONFLICT"


class DependencyUnmet(Conflict):
    """It depends on {task}, which has not succeeded: retry that one first, or both at once."""

    code = "TASK_DEPENDENCY_UNMET"


class ScheduleNameTaken(FieldTaken):
    """There is already a schedule named {name}."""

    code = "SCHEDULE_NAME_TAKEN"
    field = "name"


class AttemptLost(Exception):
    """This attempt is no longer the task's current one: its writes are refused."""


class AttemptPaused(BaseException):
    """Somebody paused the task at a checkpoint. No handler's `except Exception` keeps it."""


class PermanentFailure(Exception):
    """Raised by a handler when another attempt cannot help."""


class ResultUnreadable(PermanentFailure):
    """What a handler gave back cannot be written as JSON."""
