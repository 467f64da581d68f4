"""Owns the metrics, by the names that dashboards rely on, correct over several processes.

prometheus-client's multiprocess mode is chosen by PROMETHEUS_MULTIPROC_DIR, which `relaydesk serve` sets before
any process imports this module. Labels are bounded: route templates, never raw paths.
"""

import contextlib
import functools
import os
import re
import struct
import time
from collections.abc import Iterable
from pathlib import Path

import psutil
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from relaydesk.kernel.observe.reserved import reserve_files
from relaydesk.kernel.observe.series import PassingSeries, seen

reserve_files()

_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

HTTP_DURATION = Histogram("http_request_duration_seconds", "Time to answer", ["method", "route"], buckets=_QUICK)
HTTP_REQUESTS = Counter("http_requests_total", "Answered requests", ["method", "route", "status"])
HTTP_ACTIVE = Gauge("http_active_connections", "Requests being answered", multiprocess_mode="livesum")
REQUEST_COUNT = Counter("request_count", "Answered requests, all routes")
REQUEST_DURATION = Histogram("request_duration", "Time to answer in seconds, all routes", buckets=_QUICK)
ERROR_COUNT = Counter("error_count", "Answers with a status of 500 or more")
TURNS = Counter("agent_requests_total", "Assistant turns")
TURN_ERRORS = Counter("agent_errors_total", "Assistant turns that failed")
MESSAGES_SENT = Counter("messages_sent_total", "Messages appended to sessions", ["role"])
MESSAGE_DURATION = Histogram(
    "message_send_duration_seconds",
    "Time to append a message; an operator's includes the wait for its session",
    buckets=_QUICK,
)
ACTIVE_SESSIONS = Gauge("active_sessions", "Sessions that are not closed", multiprocess_mode="mostrecent")
PENDING_MANUAL = Gauge("pending_manual", "Sessions waiting for a human", multiprocess_mode="mostrecent")
ACTIVE_USERS = Gauge("active_users", "People with a live refresh family", multiprocess_mode="mostrecent")
KEY_USAGE = Counter("api_key_usage_total", "Requests with a client key", ["scope"])
DB_CONNECTIONS = Gauge("db_connections", "Pool connections", ["state"], multiprocess_mode="livesum")
REDIS_CONNECTIONS = Gauge("redis_pool_connections", "Pool connections", ["state"], multiprocess_mode="livesum")
LOOP_HELD = Counter("event_loop_held_total", "Times the event loop was held for 100 ms or longer")
CACHE_REQUESTS = Counter("cache_requests_total", "Cache look-ups", ["cache", "result"])
RULE_TRIGGERS = Counter("rule_triggers_total", "Times a gateway rule acted.", ["rule"])
PROXY_REQUESTS = Counter("proxy_requests_total", "Proxied requests", ["upstream", "status"])
PROXY_OVERHEAD = Histogram(
    "proxy_overhead_seconds", "Time a proxied request spends inside Relaydesk",
    buckets=(0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1),
)  # fmt: skip
PROXY_JOURNAL_BACKLOG = Gauge(
    "proxy_journal_backlog", "Journal bytes not yet in PostgreSQL", multiprocess_mode="mostrecent"
)
TASK_DURATION = Histogram(
    "task_duration_seconds", "Time a task attempt runs", ["kind"], buckets=(*_QUICK, 60, 300, 1800)
)
TASKS = Gauge("tasks", "Tasks by kind and status", ["kind", "status"], multiprocess_mode="mostrecent")
TASK_OLDEST_WAITING = Gauge(
    "task_oldest_waiting_seconds", "Age of the oldest queued task", multiprocess_mode="mostrecent"
)
MODEL_OPERATIONS = Counter("model_operations_total", "What was done with models in the registry", ["operation"])
MODEL_DEPLOYMENTS = Gauge(
    "model_deployments", "Deployments by how they stand", ["status"], multiprocess_mode="livemostrecent"
)
INFERENCE_REQUESTS = Counter("inference_requests_total", "Inferences", ["deployment", "version", "outcome"])
INFERENCE_DURATION = Histogram(
    "model_inference_duration_seconds",
    "Time from a web process to its answer, of inferences",
    ["deployment", "version"],
    buckets=_QUICK,
)
INFERENCE_SERIES = PassingSeries(INFERENCE_REQUESTS, INFERENCE_DURATION)  # by deployment and version
SYNC_RECORDS = Counter("sync_records_total", "Records of product syncs", ["outcome"])
MEMORY = Gauge("system_memory_usage_bytes", "Resident memory of Relaydesk's processes", multiprocess_mode="livesum")
CPU = Gauge("system_cpu_usage_percent", "CPU use of Relaydesk's processes", multiprocess_mode="livesum")

_PAUSES_S = (0.01, 0.05, 0.2)
_OF_PROCESS = re.compile(r"_(\d+)\.db$")


def is_shared() -> bool:
    """Whether values are kept in files that all processes of this instance share."""
    return values.ValueClass is not values.MutexValue


@functools.cache
def _process(pid: int) -> psutil.Process:
    """Kept, as CPU is that since the last look; by its number, as processes are forked."""
    return psutil.Process(pid)


def render() -> bytes:
    """The Prometheus text of all processes that share the multiprocess directory."""
    process = _process(os.getpid())
    with process.oneshot():
        MEMORY.set(process.memory_info().rss)
        CPU.set(process.cpu_percent())
    if not is_shared():
        return generate_latest(REGISTRY)
    for pause_s in _PAUSES_S:
        with contextlib.suppress(struct.error):
            return _of_all_processes()
        time.sleep(pause_s)
    return _of_all_processes()


def _of_all_processes() -> bytes:
    """Raises struct.error while a process that has just begun has made its file and written nothing to it yet."""
    collector = MultiProcessCollector(None)  # type: ignore[no-untyped-call]
    _forget_the_dead(Path(collector._path))  # noqa: SLF001 - it has been told the folder
    registry = CollectorRegistry()
    registry.register(_Seen(collector))
    return generate_latest(registry)


class _Seen(Collector):
    """What all processes have counted, of series that are still to be seen."""

    def __init__(self, collector: MultiProcessCollector) -> None:
        self._collector = collector

    def collect(self) -> Iterable[Metric]:
        families: Iterable[Metric] = self._collector.collect()  # type: ignore[no-untyped-call]
        return seen(families)


def _forget_the_dead(folder: Path) -> None:
    """A gauge is of processes that live: what one had open that was killed is open no more."""
    for number in {int(match[1]) for path in folder.glob("gauge_live*.db") if (match := _OF_PROCESS.search(path.name))}:
        if not psutil.pid_exists(number):
            mark_process_dead(number, str(folder))  # type: ignore[no-untyped-call]
