"""How long each folder of tests took, beside what was recorded: told in the closing lines of every whole run.

Recorded are shares of the whole, since machines differ: a folder whose share has grown is one to look at.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).resolve().parents[1] / "durations.json"
SLOWEST = 10
WHOLE_RUN = 500  # tests: fewer say nothing about shares
GROWN = 1.25


def folder_of(nodeid: str) -> str:
    """`tests/relay/wire/test_heads.py::test_x` is of `tests/relay`."""
    return "/".join(nodeid.partition("::")[0].split("/")[:-1][:2])


def lines(reports: Iterable[Any], *, record: bool) -> list[str]:
    """`reports` are pytest's, of setups and teardowns, too."""
    folders: Counter[str] = Counter()
    tests: Counter[str] = Counter()
    for report in reports:
        folders[folder_of(report.nodeid)] += report.duration
        tests[report.nodeid] += report.duration
    if len(tests) < WHOLE_RUN:
        return []
    whole = sum(folders.values())
    shares = {folder: round(seconds / whole * 100, 1) for folder, seconds in sorted(folders.items())}
    if record:
        RECORDED.write_text(json.dumps(shares, indent=1) + "\n")
    recorded: dict[str, float] = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    told = [f"{'folder':<20}{'seconds':>9}{'share %':>9}{'recorded':>10}"]
    for folder, seconds in folders.most_common():
        share, before = shares[folder], recorded.get(folder)
        mark = "  grown" if before and share > before * GROWN and share - before > 1 else ""
        told.append(f"{folder:<20}{seconds:>9.1f}{share:>9.1f}{before if before is not None else '-':>10}{mark}")
    told += ["", f"the {SLOWEST} slowest tests", *(f"{s:>8.1f} s  {name}" for name, s in tests.most_common(SLOWEST))]
    return told
