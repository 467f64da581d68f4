"""The sandbox by itself: what a script may reach, what stops it, that nothing of one run is there at the next."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.scripts.messages import Fault, Job, Output, Ran

GIVEN = json.dumps({"subject": {"headers": {"a": "1", "b": "2"}, "json": {"n": 1}}, "context": None})


@pytest.fixture
async def sandboxes() -> AsyncIterator[Sandboxes]:
    made = Sandboxes(1)
    yield made
    await made.close()


async def run(sandboxes: Sandboxes, body: str, **fields: object) -> Ran:
    return await sandboxes.run(Job(f"function onRequest(request) {{ {body} }}", "request", GIVEN, **fields))


async def test_changes_of_headers_and_body_come_back_and_nothing_else(sandboxes: Sandboxes) -> None:
    ran = await run(sandboxes, "request.headers.C = 3; delete request.headers.a; request.json.n += 1;")
    assert ran.output == Output(set={"c": "3"}, dropped=["a"], json='{"n":2}')
    assert (await run(sandboxes, "request.json.n = 1; request.path = '/other';")).output == Output()


RUNAWAYS = {
    "an endless loop": ("while (true) {}", "timeout"),
    "an endless loop that catches": ("for (;;) { try { for (;;) {} } catch (e) {} }", "timeout"),
    "a backtracking expression": ('/^(a+)+$/.test("a".repeat(60) + "b")', "timeout"),
    "a search without end": ("Array.prototype.indexOf.call({length: 2 ** 53}, 1)", "timeout"),
    "a memory bomb": ("const a = []; for (;;) a.push(new Array(10000).fill(1))", "memory"),
    "a string that doubles": ('let s = "x"; for (;;) s += s', "memory"),
    "a large buffer": ("new ArrayBuffer(1e9)", "memory"),
    "deep recursion": ("onRequest(request)", "error"),
    "deep JSON": ('JSON.parse("[".repeat(1e6))', "syntax"),
}


@pytest.mark.parametrize("name", RUNAWAYS)
async def test_a_runaway_is_stopped_and_the_next_script_runs(sandboxes: Sandboxes, name: str) -> None:
    body, kind = RUNAWAYS[name]
    ran = await run(sandboxes, body, timeout_ms=100)
    assert ran.fault is not None
    assert (ran.output, ran.fault.kind) == (None, kind)
    assert (await run(sandboxes, "request.headers.ok = 'yes'")).output == Output(set={"ok": "yes"})


async def test_the_loop_goes_on_while_scripts_burn_their_time(sandboxes: Sandboxes) -> None:
    burning = asyncio.create_task(run(sandboxes, "while (true) {}", timeout_ms=100))
    turns = 0
    while not burning.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 100
    assert burning.result().fault == Fault("timeout", "it took longer than its time limit")


async def test_nothing_of_one_run_is_there_at_the_next(sandboxes: Sandboxes) -> None:
    await run(sandboxes, "globalThis.kept = 1; Array.prototype.kept = 1; Object.prototype.kept = 1; JSON.kept = 1;")
    ran = await run(sandboxes, "request.json = [typeof kept, typeof [].kept, typeof {}.kept, typeof JSON.kept];")
    assert ran.output == Output(json='["undefined","undefined","undefined","undefined"]')


async def test_there_is_no_network_file_or_timer(sandboxes: Sandboxes) -> None:
    names = ["fetch", "XMLHttpRequest", "require", "process", "std", "os", "setTimeout", "Worker", "WebAssembly"]
    ran = await run(sandboxes, f"request.json = {json.dumps(names)}.filter((n) => n in globalThis);")
    assert ran.output == Output(json="[]")
    imported = await sandboxes.run(Job('import * as os from "os"; function onRequest() {}'))
    assert imported.fault is not None


async def test_a_rejection_wins_over_a_script_that_catches_it(sandboxes: Sandboxes) -> None:
    ran = await run(sandboxes, "try { reject(451, 'no') } catch (e) {} request.headers.x = 'y';")
    assert ran.output is not None
    assert ran.output.rejection is not None
    assert (ran.output.rejection.status, ran.output.rejection.message, ran.output.set) == (451, "no", {})
    refused = await run(sandboxes, "reject(200, 'no')")
    assert refused.fault == Fault(
        "error", "RangeError: reject: the status must be a whole number from 400 to 599", refused.fault.line
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("request.json = null", "TypeError: json: a body cannot be taken away"),
        ("request.json = undefined", "TypeError: json: a body cannot be taken away"),
        ("request.headers = 1", "TypeError: headers must stay an object"),
        ("return Promise.resolve()", "TypeError: the function must not be async: there is nothing to wait for"),
    ],
)
async def test_what_cannot_be_done_is_an_error_that_says_so(sandboxes: Sandboxes, body: str, said: str) -> None:
    fault = (await run(sandboxes, body)).fault
    assert fault is not None
    assert fault.message == said


async def test_an_error_names_its_line(sandboxes: Sandboxes) -> None:
    ran = await sandboxes.run(Job("const a = 1;\n\nfunction onRequest() {\n  nothing.at.all;\n}", "request", GIVEN))
    assert ran.fault == Fault("error", "ReferenceError: 'nothing' is not defined", 4)
    loaded = await sandboxes.run(Job("const a = 1;\nfunction ("))
    assert loaded.fault == Fault("syntax", "SyntaxError: function name expected", 2)


async def test_loading_tells_which_functions_a_script_defines(sandboxes: Sandboxes) -> None:
    assert (await sandboxes.run(Job("const onResponse = (response) => {};"))).phases == ("response",)
    assert (await sandboxes.run(Job("function onRequest() {} function onResponse() {}"))).phases == (
        "request",
        "response",
    )
    assert (await sandboxes.run(Job("1 + 1"))).phases == ()


async def test_logs_come_to_a_bound_also_from_a_script_that_fails(sandboxes: Sandboxes) -> None:
    ran = await run(sandboxes, 'console.log("one", {a: 1}); console.error(2); throw new Error("x");', wants_logs=True)
    assert ran.logs == ['one {"a":1}', "2"]
    flood = await run(sandboxes, 'for (let i = 0; i < 1e4; i++) console.log("x".repeat(100));', wants_logs=True)
    assert sum(len(line) + 1 for line in flood.logs) <= 16385
    assert (await run(sandboxes, 'console.log("x")')).logs == []


async def test_who_deceives_the_sandbox_deceives_only_itself(sandboxes: Sandboxes) -> None:
    source = "JSON.stringify = () => 'x'; Object.keys = null; String.prototype.toLowerCase = null;"
    ran = await sandboxes.run(Job(f"{source} function onRequest(r) {{ r.headers.x = 'y' }}", "request", GIVEN))
    assert ran.fault is not None
    assert ran.output is None
    assert (await run(sandboxes, "request.headers.ok = 'yes'")).output == Output(set={"ok": "yes"})


async def test_who_leaves_early_leaves_a_sandbox_that_works(sandboxes: Sandboxes) -> None:
    await run(sandboxes, "")
    leaving = asyncio.create_task(run(sandboxes, "while (true) {}", timeout_ms=50))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert (await run(sandboxes, "request.headers.ok = 'yes'")).output == Output(set={"ok": "yes"})


async def test_a_sandbox_killed_from_outside_is_replaced(sandboxes: Sandboxes) -> None:
    await run(sandboxes, "")
    [worker] = sandboxes._workers
    worker.process.terminate()
    worker.process.wait()
    ran = await run(sandboxes, "request.headers.ok = 'yes'")
    again = await run(sandboxes, "request.headers.ok = 'yes'")
    assert ran.fault in (None, Fault("crashed", "the sandbox ended"))
    assert again.output == Output(set={"ok": "yes"})
