"""The collector of cycles leaves alone what lives as long as the process, and looks seldom at the rest."""

import gc

import pytest

from relaydesk.kernel.observe.collector import COLLECT_AT, collect_seldom


@pytest.fixture
def usual_collector() -> None:
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)


@pytest.mark.usefixtures("usual_collector")
def test_what_lived_before_is_not_looked_at_again() -> None:
    long_lived = [[number] for number in range(1000)]
    collect_seldom()
    assert gc.get_threshold() == COLLECT_AT
    assert gc.get_freeze_count() > len(long_lived)
    assert long_lived[0] not in gc.get_objects()
