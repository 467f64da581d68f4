"""Owns the kinds of tasks: what each is told, its limits, and the handler that does it."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from relaydesk.kernel.database import Database, UnitOfWork
from relaydesk.kernel.errors import Invalid
from relaydesk.tasks.apart.context import ProcessContext
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.queue.service import (
    BY_DEFAULT,
    Enqueued,
    EnqueueOptions,
    Work,
    enqueue,
    enqueue_alone,
    may_come_alone,
)
from relaydesk.tasks.types import DEFAULT_QUEUE


class Payload(BaseModel):
    """What a kind is told: its fields, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoPayload(Payload):
    """Of kinds that need to be told nothing."""


class AnyPayload(BaseModel):
    """Of kinds that take whatever they are given."""

    model_config = ConfigDict(extra="allow", frozen=True)


P = TypeVar("P", bound=BaseModel)
Handler = Callable[[TaskContext, P], Awaitable[Any]]  # what it returns is JSON, or None
ProcessHandler = Callable[[ProcessContext, P], Any]  # likewise


@dataclass(kw_only=True, eq=False)
class Kind(Generic[P]):
    """A kind of task, registered by its name: `package.verb_noun`, as in `commerce.sync_products`.

    Attributes:
        payload: what it is told; whoever asks for it with something else is told which field is wrong.
        former: what tasks were told by former versions, which may be waiting yet: nobody can ask for one with it.
        max_attempts: how often it is tried in all.
        timeout_s: how long one attempt may take.
        backoff_s: base of the exponential wait between attempts (full jitter, at most 10 minutes).
        queue: where it waits unless whoever asks says otherwise.
        version: of its code, by which results are kept: another one makes what is kept worthless.
        is_public: whether people and programs may start it by POST /api/tasks.
        is_upkeep: whether it keeps Relaydesk itself in order, so that no client key may start it.
        permission: guards the same elsewhere: needed to start or retry it, and to make, change or run its schedules.
        is_pausable: whether its handler calls `checkpoint`, at which it can be paused while it runs.
    """

    name: str
    payload: type[P]
    former: type[P] | None = None
    max_attempts: int = 3
    timeout_s: int = 3600
    backoff_s: float = 2.0
    queue: str = DEFAULT_QUEUE
    version: str = "1"
    is_public: bool = False
    is_upkeep: bool = False
    permission: str | None = None
    is_pausable: bool = False
    _run: Handler[P] | None = field(default=None, init=False, repr=False)
    _run_apart: ProcessHandler[P] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.name in KINDS:
            raise ValueError(f"two kinds named {self.name}")
        KINDS[self.name] = self

    def handler(self, run: Handler[P]) -> Handler[P]:
        """Decorates the async function `(context, payload) -> result` that does it."""
        if self.has_handler:
            raise ValueError(f"two handlers for {self.name}")
        self._run = run
        return run

    def process_handler(self, run: ProcessHandler[P]) -> ProcessHandler[P]:
        """Decorates the function `(context, payload) -> result` that does it in a process of its own, for each attempt.

        For what blocks or computes for long: it may be killed at any time. The process imports the function's module.
        """
        if self.has_handler:
            raise ValueError(f"two handlers for {self.name}")
        self._run_apart = run
        return run

    @property
    def has_handler(self) -> bool:
        return self._run is not None or self._run_apart is not None

    @property
    def is_apart(self) -> bool:
        return self._run_apart is not None

    @property
    def module(self) -> str:
        """Where the handler of a process of its own is."""
        assert self._run_apart is not None  # noqa: S101 - whoever asks has looked
        return self._run_apart.__module__

    def run_apart(self, context: ProcessContext, payload: Mapping[str, Any]) -> Any:
        """One attempt, in the process that is for it. Raises Invalid."""
        assert self._run_apart is not None  # noqa: S101 - whoever runs it has looked
        return self._run_apart(context, self.read_waiting(payload))

    async def run(self, context: TaskContext, payload: Mapping[str, Any]) -> Any:
        """One attempt. Raises Invalid where the payload is of a version that was told something else."""
        assert self._run is not None  # noqa: S101 - whoever runs it has looked
        return await self._run(context, self.read_waiting(payload))

    def read(self, payload: Mapping[str, Any], place: tuple[str | int, ...] = ("payload",)) -> P:
        """Raises Invalid, naming the field below `place` in what was sent."""
        try:
            return self.payload.model_validate(payload)
        except ValidationError as error:
            problems = error.errors(include_input=False, include_url=False)
            raise Invalid.fields([{**e, "loc": ("body", *place, *e["loc"])} for e in problems]) from None

    def read_waiting(self, payload: Mapping[str, Any]) -> P:
        """What a task was told that may be of a former version. Raises Invalid."""
        try:
            return self.read(payload)
        except Invalid:
            if self.former is None:
                raise
            with contextlib.suppress(ValidationError):
                return self.former.model_validate(payload)
            raise  # in the words of today's payload

    async def enqueue(self, uow: UnitOfWork, payload: P, options: EnqueueOptions = BY_DEFAULT) -> Enqueued:
        """Adds a task in the caller's transaction; it is begun after the commit."""
        return await enqueue(uow, self.work, payload.model_dump(mode="json", exclude_unset=True), options)

    async def enqueue_alone(self, database: Database, payload: P, options: EnqueueOptions = BY_DEFAULT) -> Enqueued:
        """Adds a task by itself, with a fraction of the work: where nothing else is written with it.

        Not with an idempotency key, dependencies or a kept result: these need a transaction around them.
        """
        if not may_come_alone(options):
            raise ValueError("idempotency_key, depends_on and cache_ttl_s need `enqueue`")
        return await enqueue_alone(database, self.work, payload.model_dump(mode="json", exclude_unset=True), options)

    @property
    def work(self) -> Work:
        """What its tasks have of it."""
        return Work(self.name, self.max_attempts, self.timeout_s, self.queue, self.version)


KINDS: dict[str, Kind[Any]] = {}
