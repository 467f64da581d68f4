"""One run of a script on a sample, in the sandbox that live scripts have, with nothing saved or sent."""

from typing import Any

import msgspec

from relaydesk.gateway.relay.scripts import views
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.scripts.messages import Fault, Job, Output
from relaydesk.gateway.relay.scripts.views import Headers, OutputRefusedError
from relaydesk.gateway.relay.snapshot import Auth
from relaydesk.gateway.scripts.schemas import (
    RequestSample,
    ResponseSample,
    ScriptError,
    ScriptRejection,
    ScriptTest,
    ScriptTestResult,
)
from relaydesk.kernel.errors import Invalid

_AUTH = Auth()


async def try_script(sandboxes: Sandboxes, trial: ScriptTest) -> ScriptTestResult:
    """Raises Invalid when the phase has no sample, or one that no header can carry."""
    if trial.phase == "response" and trial.response is None:
        raise Invalid.field("response", "the phase 'response' needs one", reason="response_needed")
    sample = trial.request if trial.phase == "request" or trial.response is None else trial.response
    headers = _headers(sample.headers, f"{trial.phase}.headers")
    subject = _view(sample, headers)
    script_input = {"subject": subject}
    if trial.phase == "response":
        script_input["context"] = _view(trial.request, _headers(trial.request.headers, "request.headers"))
    ran = await sandboxes.run(
        Job(
            trial.source,
            trial.phase,
            msgspec.json.encode(script_input).decode(),
            timeout_ms=trial.timeout_ms,
            memory_limit_mb=trial.memory_limit_mb,
            wants_logs=True,
        )
    )
    fault, output, rejection = ran.fault, None, None
    if ran.output is not None and ran.output.rejection is not None:
        rejection = ScriptRejection(status=ran.output.rejection.status, message=ran.output.rejection.message)
    elif ran.output is not None:
        try:
            output = _outcome(subject, ran.output, headers)
        except OutputRefusedError as error:
            fault = Fault("output", str(error))
    return ScriptTestResult(
        output=output,
        rejection=rejection,
        logs=ran.logs,
        error=ScriptError(kind=fault.kind, message=fault.message, line=fault.line) if fault is not None else None,
        took_us=ran.took_us,
    )


def _headers(sample: dict[str, str], where: str) -> Headers:
    try:
        return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in sample.items()]
    except UnicodeEncodeError:
        raise Invalid.field(where, "have characters that no header can carry", reason="header_characters") from None


def _view(sample: RequestSample | ResponseSample, headers: Headers) -> dict[str, Any]:
    return {**sample.model_dump(), "headers": views.shown(headers, _AUTH)}


def _outcome(subject: dict[str, Any], output: Output, headers: Headers) -> dict[str, Any]:
    changes = views.checked(output, _AUTH)
    after = {**subject, "headers": views.shown(views.applied(changes, headers), _AUTH)}
    if changes.body is not None:
        after["json"] = msgspec.json.decode(changes.body)
    return after
