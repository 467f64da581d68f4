"""Writes what the browser must know of currencies and defaults from the server's own; `--check` says what is stale."""

import json
import re
import sys
from pathlib import Path

from relaydesk.assistants.types import DEFAULT_TURNS_PER_DAY
from relaydesk.commerce.money import UNUSUAL_EXPONENTS, exponent, to_decimal
from relaydesk.tasks.store import MOST_READ
from relaydesk.tasks.types import ROOM

SHARED = Path(__file__).resolve().parent.parent / "web" / "shared"
REGION = re.compile(r"(?<=  const currencies = \{\n).*?(?=  \};\n)", re.DOTALL)
# currencies of a hundredth that browsers show without decimals, beside some that they show with two
HUNDREDTHS = ("ALL", "COP", "EUR", "HUF", "IDR", "PKR", "TWD", "USD")
AMOUNT_MINOR = 1_234_567


def with_exponents(source: str) -> str:
    """The text of `format.ts` with the table in its place."""
    lines = []
    for digits in sorted(set(UNUSUAL_EXPONENTS.values())):
        codes = sorted(code for code, own in UNUSUAL_EXPONENTS.items() if own == digits)
        lines.append(f'    {digits}: "{" ".join(codes)}",\n')
    written, places = REGION.subn("".join(lines), source)
    if places != 1:
        raise SystemExit("web/shared/format.ts has no table of currencies to fill in")
    return written


def expected_amounts() -> str:
    """Each unusual currency and some usual ones: an amount in minor units and what the server makes of it."""
    cases = [
        {
            "currency": code,
            "minor": AMOUNT_MINOR,
            "decimals": exponent(code),
            "amount": str(to_decimal(AMOUNT_MINOR, code)),
        }
        for code in sorted({*UNUSUAL_EXPONENTS, *HUNDREDTHS})
    ]
    return json.dumps(cases, indent=2) + "\n"


def generated() -> dict[Path, str]:
    """The files by their path, as they should be."""
    defaults = {"tasks_searched": MOST_READ, "tasks_a_process": ROOM, "turns_per_day": DEFAULT_TURNS_PER_DAY}
    return {
        SHARED / "format.ts": with_exponents((SHARED / "format.ts").read_text()),
        SHARED / "currencies.json": expected_amounts(),
        SHARED / "defaults.json": json.dumps(defaults, indent=2) + "\n",
    }


def main() -> None:
    for path, content in generated().items():
        if "--check" not in sys.argv:
            path.write_text(content)
        elif not path.exists() or path.read_text() != content:
            sys.exit(f"{path} is out of date: run make openapi")


if __name__ == "__main__":
    main()
