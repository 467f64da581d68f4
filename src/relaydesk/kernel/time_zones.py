"""Owns which names are time zones: those of the IANA database, wherever a process runs."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# files that systems keep beside the database's own: what they say differs from machine to machine, or is no zone
_OF_THE_SYSTEM = frozenset({"localtime", "posixrules", "Factory"})
_OTHER_EDITIONS = ("posix/", "right/")


def get_time_zone(name: str) -> ZoneInfo:
    """Raises ValueError where the IANA database has no zone of this name."""
    if name in _OF_THE_SYSTEM or name.startswith(_OTHER_EDITIONS):
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error
