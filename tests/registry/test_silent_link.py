"""An inference process that answers nothing at all is not waited for; one whose models compute for long is."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from relaydesk.kernel.background import Background
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.wire.frames import FrameReader, FrameWriter
from relaydesk.registry.inference.wire.messages import Ask, Said, decode_ask, encode_head

COMPUTES_S = 5.0


class Process(asyncio.Protocol):
    """The other end; its models compute for longer than silence is borne."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._frames, self._writer, self._transport = FrameReader(), FrameWriter(transport), transport

    def data_received(self, data: bytes) -> None:
        for frame in self._frames.feed(data):
            kind = decode_ask(frame.head).kind
            self.asked.append(kind)
            later_s = COMPUTES_S if kind == "infer" else 0.0
            asyncio.get_running_loop().call_later(later_s, self._writer.write, frame.id, encode_head(Said(200)))

    def hang(self) -> None:
        assert isinstance(self._transport, asyncio.Transport)
        self._transport.pause_reading()

    def go_on(self) -> None:
        assert isinstance(self._transport, asyncio.Transport)
        self._transport.resume_reading()


@contextlib.asynccontextmanager
async def running_link(folder: Path) -> AsyncIterator[tuple[Link, Process]]:
    process, path, background = Process(), folder / "i.sock", Background()
    server = await asyncio.get_running_loop().create_unix_server(lambda: process, path)
    link = Link(path)
    link.start(background)
    assert (await link.ask(Ask("server")))[0].status == 200
    yield link, process
    await link.stop(background)
    server.close()


async def test_what_a_hung_process_was_asked_is_given_up_soon_and_what_it_is_asked_then_at_once(tmp_path: Path) -> None:
    async with running_link(tmp_path) as (link, process):
        process.hang()
        began = time.monotonic()
        asks = [link.ask(Ask("ready")), link.ask(Ask("infer"), b"x" * 4_000_000), link.ask(Ask("metadata"))]
        answers = await asyncio.wait_for(asyncio.gather(*asks), 8)
        assert 2 < time.monotonic() - began < 6
        assert [said.status for said, _ in answers] == [503] * 3
        assert b"does not answer" in bytes(answers[0][1])
        began = time.monotonic()
        assert (await link.ask(Ask("ready")))[0].status == 503
        assert time.monotonic() - began < 0.1
        process.go_on()
        while (await link.ask(Ask("ready")))[0].status != 200:
            assert time.monotonic() - began < 5
            await asyncio.sleep(0.05)


async def test_what_is_computed_for_long_is_waited_for_while_the_process_itself_answers(tmp_path: Path) -> None:
    async with running_link(tmp_path) as (link, process):
        assert (await link.ask(Ask("infer")))[0].status == 200
        signs = process.asked.count("server") - 1
        assert 2 <= signs <= COMPUTES_S / 0.9
        await asyncio.sleep(1)  # one may have been on its way
        asked = len(process.asked)
        await asyncio.sleep(1.6)
        assert len(process.asked) == asked  # where nothing is due, nothing is asked
