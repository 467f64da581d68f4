"""Owns which names are time zones: those of the IANA database, as far as this machine has it."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# files that systems keep beside the database's own: what they say differs from machine to machine, or is no zone
_OF_THE_SYSTEM = frozenset({"localtime", "posixrules", "Factory"})
_OTHER_EDITIONS = ("posix/", "right/")


def get_time_zone(name: str) -> ZoneInfo:
    """Of a name that is stored. Raises ValueError where this machine has no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"time zone {name} is not known to this machine") from error


def is_time_zone(name: str) -> bool:
    """Whether a name may be stored: it means the same on each machine, and this one knows it."""
    if name in _OF_THE_SYSTEM or name.startswith(_OTHER_EDITIONS):
        return False
    try:
        get_time_zone(name)
    except ValueError:
        return False
    return True
