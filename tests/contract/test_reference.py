"""The API's reference as an outsider reads it: what it says of itself, of operations and of parameters."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from relaydesk import __version__

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]
# what an answer leaves out at times; all else is there each time
# a part of health that does not answer has its status and the reason alone
OPTIONAL = {
    "KeyBulkDone": {"changed", "task_id"},
    "GatewayHealth": {"is_configuration_current", "journal_backlog_bytes", "reason", "skipped"},
    "HealthDetail": {"gateway", "inference"},
    "InferenceHealth": {"deployments", "is_running", "reason"},
    "LoopHealth": {"error"},
    "LoopsHealth": {"loops", "reason"},
    "OutboxHealth": {"oldest_seconds", "reason", "waiting"},
    "Pool": {"free", "in_use", "max"},
    "ServerHealth": {"latency_ms", "pool", "reason"},
    "TasksHealth": {"oldest_waiting_seconds", "reason", "tasks", "workers"},
}
OPTIONAL_IN_PAGES = {"total_capped"}
NAMES = {"LiteLLM"}


def _operations() -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
    }


OPERATIONS = _operations()


def test_it_begins_with_how_to_sign_in_and_what_holds_for_all_operations() -> None:
    info = DOCUMENT["info"]
    assert (info["title"], info["version"]) == ("Relaydesk", __version__)
    assert info["license"] == {"name": "Apache License 2.0", "identifier": "Apache-2.0"}
    headings = re.findall(r"^## (.+)$", info["description"], re.MULTILINE)
    assert headings == ["Signing in", "Lists", "Errors", "Rate limits", "Forms"]


def test_the_error_that_it_shows_has_the_form_of_every_error() -> None:
    [example] = re.findall(r"```json\n(.+?)```", DOCUMENT["info"]["description"], re.DOTALL)
    shown = json.loads(example)
    assert set(shown) == set(DOCUMENT["components"]["schemas"]["ErrorBody"]["properties"])
    assert set(shown["details"]) == {"errors", "reasons"}


def test_every_group_of_operations_has_a_sentence() -> None:
    described = {tag["name"] for tag in DOCUMENT["tags"] if re.fullmatch(r"[A-Z].+\.", tag["description"])}
    assert described == {tag for operation in OPERATIONS.values() for tag in operation["tags"]}


def _reads_as_english(summary: str) -> bool:
    first, *others = summary.split()
    return first.istitle() and bool(others) and all(word in NAMES or word == word.lower() for word in others)


def test_every_operation_has_a_summary_of_its_own_that_reads_as_english() -> None:
    summaries = {name: operation["summary"] for name, operation in OPERATIONS.items()}
    assert {name: text for name, text in summaries.items() if not _reads_as_english(text)} == {}
    assert len(set(summaries.values())) == len(summaries)


def _is_a_sentence(text: str) -> bool:
    return re.fullmatch(r"[A-Z`].+\.", text) is not None


def test_every_parameter_is_described() -> None:
    described = {
        f"{name} {parameter['name']}": parameter.get("description", "")
        for name, operation in OPERATIONS.items()
        for parameter in operation.get("parameters", [])
    }
    assert {name: text for name, text in described.items() if not _is_a_sentence(text)} == {}


def test_every_time_among_the_parameters_says_its_form() -> None:
    texts = {
        parameter["description"]
        for operation in OPERATIONS.values()
        for parameter in operation.get("parameters", [])
        if "date-time" in json.dumps(parameter["schema"])
    }
    assert [("RFC 3339" in text, "time zone" in text) for text in sorted(texts)] == [(True, True)] * 2


def _named(part: Any) -> Iterator[str]:
    """Names of the schemas that a part of the document refers to."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].removeprefix("#/components/schemas/")
        for inner in part.values():
            yield from _named(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _named(inner)


def _reached(parts: Iterable[Any]) -> set[str]:
    names: set[str] = set()
    new = {name for part in parts for name in _named(part)}
    while new:
        names |= new
        new = {name for reached in new for name in _named(SCHEMAS[reached])} - names
    return names


def _optional_fields(name: str) -> set[str]:
    schema = SCHEMAS[name]
    missing = set(schema.get("properties", {})) - set(schema.get("required", []))
    return missing - (OPTIONAL_IN_PAGES if name.startswith("Page_") else OPTIONAL.get(name, set()))


def test_every_schema_that_is_referred_to_is_there_under_one_name() -> None:
    assert _reached([DOCUMENT]) == set(SCHEMAS)
    assert [name for name in SCHEMAS if "-" in name or "__" in name] == []


def test_every_field_that_an_answer_always_has_is_required() -> None:
    answers = _reached(operation["responses"] for operation in OPERATIONS.values())
    bodies = _reached(operation.get("requestBody", {}) for operation in OPERATIONS.values())
    assert {name: fields for name in answers - bodies if (fields := _optional_fields(name))} == {}


def test_a_shape_that_bodies_share_with_answers_stays_optional_there() -> None:
    assert _optional_fields("RetryIn") == {"max_attempts", "statuses", "deadline_ms"}
    assert _optional_fields("LimitsIn") == {"requests_per_minute", "tokens_per_minute", "max_concurrency"}
