"""Owns the start of each of our processes: `relaydesk`, which is `python -m relaydesk`."""

import gc

START_AT = (50_000, 50, 50)


def main() -> None:
    """The command line. What is imported stays: to collect garbage meanwhile takes a sixth of a start."""
    gc.set_threshold(*START_AT)
    from relaydesk.cli import app  # noqa: PLC0415 - after the line above

    app()


if __name__ == "__main__":
    main()
