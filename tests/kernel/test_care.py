"""When streams are seen to, by a clock that the test moves."""

import asyncio

import pytest

from relaydesk.desk.sessions.live import AnswerWaiter
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.kernel.live.care import Care
from relaydesk.kernel.live.stream import SLOW_BYTES, Stream


class Wire(asyncio.Transport):
    """Takes what is written, or keeps it unread."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.unread = 0
        self.is_aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def get_write_buffer_size(self) -> int:
        return self.unread

    def is_closing(self) -> bool:
        return self.is_aborted

    def abort(self) -> None:
        self.is_aborted = True


class Clock:
    """Ticks once a second, and has a stream seen to as the hub does."""

    def __init__(self, care: Care, began: float) -> None:
        self._care = care
        self.now = began
        self.looks = 0

    def pass_s(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += 1.0
            for stream in self._care.take_due(self.now):
                self.looks += 1
                self._care.see_to(stream, self.now)


@pytest.fixture
def wire() -> Wire:
    return Wire()


def open_stream(wire: Wire) -> tuple[Stream, Clock]:
    stream, care = Stream(), Care()
    stream.attach(wire)
    wire.written.clear()
    care.add(stream)
    return stream, Clock(care, stream.sent_at)


def test_an_idle_stream_is_sent_a_beat_within_15_seconds_and_is_not_looked_at_in_between(wire: Wire) -> None:
    stream, clock = open_stream(wire)
    clock.pass_s(12)
    assert (wire.written, clock.looks) == ([], 0)
    clock.pass_s(2)
    assert (wire.written, clock.looks) == ([b"d\r\n: heartbeat\n\n\r\n"], 1)
    clock.pass_s(46)
    assert (len(wire.written), clock.looks, stream.is_over) == (4, 4, False)


def test_what_is_sent_takes_the_place_of_a_beat(wire: Wire) -> None:
    stream, clock = open_stream(wire)
    clock.pass_s(10)
    stream.sent_at = clock.now
    clock.pass_s(12)
    assert wire.written == []


def test_a_reader_that_takes_nothing_for_half_a_minute_is_dropped(wire: Wire) -> None:
    stream, clock = open_stream(wire)
    wire.unread = SLOW_BYTES + 1
    clock.pass_s(13 + 30)
    assert not wire.is_aborted
    clock.pass_s(4)
    assert (wire.is_aborted, stream.is_over) == (True, True)
    clock.pass_s(3)
    looks = clock.looks
    clock.pass_s(60)
    assert clock.looks == looks


def test_a_reader_that_takes_it_after_all_is_kept_and_has_its_time_anew(wire: Wire) -> None:
    stream, clock = open_stream(wire)
    wire.unread = SLOW_BYTES + 1
    clock.pass_s(35)
    wire.unread = 0
    clock.pass_s(4)
    wire.unread = SLOW_BYTES + 1
    clock.pass_s(35)
    assert not wire.is_aborted
    assert not stream.is_over


def test_a_stream_that_never_got_its_connection_ends() -> None:
    stream, care = Stream(), Care()
    care.add(stream)
    clock = Clock(care, stream.sent_at)
    clock.pass_s(30)
    assert not stream.is_over
    clock.pass_s(2)
    assert stream.is_over


async def test_a_request_that_waits_for_an_answer_is_no_stream_without_a_connection() -> None:
    waiter, care = AnswerWaiter(Session(name="s"), SessionEvent(seq=1)), Care()
    care.add(waiter)
    Clock(care, waiter.sent_at).pass_s(200)
    assert (waiter.is_over, waiter.answer.done()) == (False, False)
