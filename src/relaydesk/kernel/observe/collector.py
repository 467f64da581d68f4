"""Owns how often the collector of cycles looks at what lives: it holds the loop while it walks over all of that."""

import gc

COLLECT_AT = (5_000, 10, 10)  # half a million objects more than at the last full pass: some 100 MB at most


def collect_seldom() -> None:
    """For each process with a loop, once all is imported that it needs.

    What lives as long as the process is then left to itself, and what lives long is looked at seldom: with every module
    loaded a full pass takes tenths of a second, the longer the more streams are open.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AT)
