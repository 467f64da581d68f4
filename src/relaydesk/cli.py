"""Owns the command line: `relaydesk serve · web · worker · inference · init · migrate · doctor · openapi`.

A command imports what it runs when it runs: help is there at once, and no process loads what is another's.
"""
# ruff: noqa: PLC0415

import asyncio
import json
from pathlib import Path
from typing import Annotated

import structlog
import typer
import uvloop

from relaydesk import __version__
from relaydesk.commerce.fake_shopify.cli import fake_shopify
from relaydesk.compiled import is_stale
from relaydesk.kernel.errors import RelaydeskError
from relaydesk.kernel.observe.logging import configure_logging
from relaydesk.operate.instance import of_running_instance
from relaydesk.operate.refusals import REFUSAL, StartRefused, database_refusals, file_refusals
from relaydesk.settings import Settings, SettingsInvalid, load_settings, unknown_names

log = structlog.get_logger(__name__)
app = typer.Typer(
    name="relaydesk",
    help="A self-hosted AI front office for online shops.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _fail(error: Exception) -> typer.Exit:
    for line in str(error).splitlines():
        typer.secho(f"{REFUSAL}{line}", fg="red", err=True)
    return typer.Exit(2)


def _settings(process: str, **overrides: object) -> Settings:
    try:
        settings = load_settings(**overrides)
    except SettingsInvalid as error:
        raise _fail(error) from None
    try:
        configure_logging(
            level=settings.log_level, fmt=settings.log_format, directory=settings.log_dir, process=process
        )
    except OSError as error:
        raise _fail(SettingsInvalid(f"LOG_DIR: {settings.log_dir} cannot be written: {error.strerror}")) from None
    return settings


def _warn_of_unknown_names() -> None:
    for name in unknown_names():
        log.warning("unknown_setting", name=name, reason="no setting has this name; .env.example lists them all")


def _refuse_stale_modules() -> None:
    if is_stale():
        raise _fail(RuntimeError("What was compiled has changed since. Compile it again: make compile (or make run)."))


@app.callback(invoke_without_command=True)
def show_version(
    *, version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (PORT).")] = None,
) -> None:
    """Start everything: embedded PostgreSQL and Redis unless set, migration, web and worker processes."""
    from relaydesk.operate.serving import begin_serving

    _refuse_stale_modules()
    settings = _settings("serve", host=host, port=port)
    _warn_of_unknown_names()
    try:
        work = begin_serving(settings, run=lambda arguments: app(list(arguments)))
        work()
    except (StartRefused, SettingsInvalid) as error:
        raise _fail(error) from None


@app.command()
def web(
    host: Annotated[str | None, typer.Option()] = None,
    port: Annotated[int | None, typer.Option()] = None,
    fd: Annotated[int | None, typer.Option(help="A listening socket to inherit.", hidden=True)] = None,
) -> None:
    """Start one web process; needs DATABASE_URL, REDIS_URL, SECRET_KEY and ENCRYPTION_KEYS."""
    from relaydesk.operate.web import serve_web

    if fd is None:  # the supervisor has looked; what it restarts must come back
        _refuse_stale_modules()
    settings = _complete_settings("web", host=host, port=port)
    if fd is None:
        _refuse_uninitialised(settings)
    uvloop.run(serve_web(settings, fd=fd))


@app.command()
def worker(
    engine: Annotated[str | None, typer.Option(help="Run the engine alone, under this name.", hidden=True)] = None,
    processes: Annotated[int, typer.Option(help="How many children it begins with.", hidden=True)] = 1,
    scale_fd: Annotated[int | None, typer.Option(help="Where it is told how many.", hidden=True)] = None,
    forks_fd: Annotated[int | None, typer.Option(help="A connection to the fork server.", hidden=True)] = None,
) -> None:
    """Start one worker process with its dispatcher; needs what `web` needs."""
    from relaydesk.operate.worker import run_worker_engine, serve_worker

    settings = _complete_settings("worker")
    if engine:
        run_worker_engine(settings, name=engine, processes=processes, scale_fd=scale_fd)
    else:
        if forks_fd is None:
            _refuse_uninitialised(settings)
        asyncio.run(serve_worker(settings, forks_fd=forks_fd))


@app.command()
def inference(
    *, supervised: Annotated[bool, typer.Option(help="The supervisor has looked at the database.", hidden=True)] = False
) -> None:
    """Start the process that serves models on this machine; needs what `web` needs, and the same data directory."""
    from relaydesk.operate.models.inference import serve_inference

    settings = _complete_settings("inference")
    if not supervised:
        _refuse_uninitialised(settings)
    try:
        uvloop.run(serve_inference(settings))
    except StartRefused as error:
        raise _fail(error) from None


def _complete_settings(process: str, **overrides: object) -> Settings:
    settings = _settings(process, **overrides)
    if not settings.is_instance:
        names = ("database_url", "redis_url", "secret_key", "encryption_keys")
        missing = ", ".join(name.upper() for name in names if not getattr(settings, name))
        raise _fail(SettingsInvalid(f"{missing}: needed by `relaydesk {process}`; `relaydesk serve` brings its own"))
    return settings


def _refuse_uninitialised(settings: Settings) -> None:
    from relaydesk.operate.initialise import refuse_uninitialised

    _warn_of_unknown_names()
    try:
        asyncio.run(refuse_uninitialised(settings))
    except StartRefused as error:
        raise _fail(error) from None


@app.command()
def init(
    *, quiet: Annotated[bool, typer.Option("--quiet", help="Say only what must be known.", hidden=True)] = False
) -> None:
    """Make what a fresh database needs (migrations, first owner, assistant, schedules), as often as you like."""
    settings = _settings("init")
    from relaydesk.operate.initialise import initialise_alone

    try:
        with file_refusals(settings.data_dir):
            news = asyncio.run(initialise_alone(settings))
        if news or not quiet:
            typer.echo(news or "Everything is there.")
    except (StartRefused, SettingsInvalid) as error:
        raise _fail(error) from None


@app.command()
def migrate() -> None:
    """Bring the database at DATABASE_URL to the newest revision."""
    from relaydesk.operate.schema import migrate as migrate_database

    settings = _settings("migrate")
    try:
        running = of_running_instance(settings) if settings.database_url is None else settings
    except SettingsInvalid as error:
        raise _fail(error) from None
    try:
        with database_refusals():
            before, after = asyncio.run(migrate_database(running.database_url or ""))
    except StartRefused as error:
        raise _fail(error) from None
    typer.echo(f"{before or 'empty'} → {after}")


@app.command()
def seed(*, demo: Annotated[bool, typer.Option("--demo", help="Load the demo shop.")] = False) -> None:
    """Load data into the running instance: `--demo` brings an imaginary bicycle shop with its assistant."""
    from relaydesk.operate.seed import seed_demo

    settings = _settings("seed")
    if not demo:
        raise _fail(SettingsInvalid("say what to load: relaydesk seed --demo"))
    try:
        counts = asyncio.run(seed_demo(of_running_instance(settings)))
    except (SettingsInvalid, RelaydeskError) as error:
        raise _fail(error) from None
    typer.echo("Pedalworks (demo): " + ", ".join(f"{count} {name}" for name, count in counts.items()))


@app.command()
def doctor() -> None:
    """Check settings, disk, ports, connections and migrations, and say how to mend what is wrong."""
    from relaydesk.operate.doctor import examine

    findings = asyncio.run(examine(_settings("doctor")))
    for finding in findings:
        mark = typer.style("ok", fg="green") if finding.is_ok else typer.style("!!", fg="red")
        typer.echo(f"{mark}  {finding.part}: {finding.state}" + (f"\n    → {finding.cure}" if finding.cure else ""))
    if not all(finding.is_ok for finding in findings):
        raise typer.Exit(1)


app.command("fake-shopify")(fake_shopify)


@app.command()
def openapi(
    output: Annotated[Path | None, typer.Option(help="Write here instead of to the terminal.")] = None,
) -> None:
    """Print the OpenAPI document."""
    from relaydesk.operate.openapi import openapi_document

    text = json.dumps(openapi_document(), indent=1, ensure_ascii=False) + "\n"
    if output:
        output.write_text(text)
    else:
        typer.echo(text, nl=False)
