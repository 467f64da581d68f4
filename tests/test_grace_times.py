"""The parts of a process that is told to stop end within the time that its supervisor gives it."""

from relaydesk.gateway.runtime.gateway import LONGEST_STOP_S
from relaydesk.main import TURN_GRACE_S
from relaydesk.operate.models.inference import KERNEL_GRACE_S
from relaydesk.operate.supervisor import INFERENCE_GRACE_S, WEB_GRACE_S
from relaydesk.operate.web import DRAIN_GRACE_S
from relaydesk.registry.inference import host, link


def test_what_a_web_process_may_take_to_stop_is_less_than_it_is_given() -> None:
    assert DRAIN_GRACE_S + TURN_GRACE_S + link.LAST_GRACE_S + LONGEST_STOP_S < WEB_GRACE_S


def test_what_an_inference_process_may_take_to_stop_is_less_than_it_is_given() -> None:
    assert host.LONGEST_STOP_S + KERNEL_GRACE_S < INFERENCE_GRACE_S
