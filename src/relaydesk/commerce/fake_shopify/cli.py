"""`relaydesk fake-shopify`: serves a Shopify product export, or the demo shop, as a store's Admin API.

As every command does it imports what it runs when it runs.
"""
# ruff: noqa: PLC0415

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from relaydesk.commerce.fake_shopify.records import FakeProduct

DEFAULT_TOKEN = "shpat_fake"  # noqa: S105 - the made-up token of a made-up store

_Csv = Annotated[
    Path | None, typer.Option("--csv", help="Shopify product export to serve.", exists=True, dir_okay=False)
]
_Demo = Annotated[bool, typer.Option("--demo", help="Serve the demo shop that ships with Relaydesk.")]
_Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
_Host = Annotated[str, typer.Option(help="Address to listen on.")]
_Token = Annotated[str, typer.Option(help="Access token that clients must send.")]
_Currency = Annotated[str | None, typer.Option(help="ISO 4217 code of the prices; an export does not state it.")]
_Schema = Annotated[
    Path | None, typer.Option(help="SDL of the real Admin API: refuse what it refuses.", exists=True, dir_okay=False)
]
_Points = Annotated[
    float, typer.Option(help="Size of the cost bucket: 20000 is the Plus plan's, 2000 the standard one's.", min=1)
]
_Rate = Annotated[
    float, typer.Option(help="Points that come back each second: 1000 on Plus, 100 on standard.", min=0.001)
]


def fake_shopify(
    *,
    csv: _Csv = None,
    demo: _Demo = False,
    host: _Host = "127.0.0.1",
    port: _Port = 8081,
    token: _Token = DEFAULT_TOKEN,
    currency: _Currency = None,
    schema: _Schema = None,
    bucket: _Points = 20_000,
    restore_rate: _Rate = 1_000,
) -> None:
    """Serve a fake Shopify store: the GraphQL Admin API with token, cursors, costs and throttling."""
    import uvicorn

    from relaydesk.commerce.fake_shopify.app import create_fake_shopify
    from relaydesk.commerce.fake_shopify.cost import LeakyBucket

    products, name, own_currency = _products(csv, is_demo=demo)
    code = (currency or own_currency).upper()
    if len(code) != 3 or not code.isalpha():  # noqa: PLR2004 - ISO 4217 codes have three letters
        raise typer.BadParameter("must be an ISO 4217 code such as EUR", param_hint="--currency")
    app = create_fake_shopify(
        products,
        token=token,
        currency=code,
        name=name,
        schema_path=schema,
        bucket=LeakyBucket(maximum=bucket, restore_rate=restore_rate, clock=time.monotonic),
    )
    typer.echo(f"{name}: {len(products)} products, {sum(len(p.variants) for p in products)} variants, {code}")
    typer.echo(f"POST http://{host}:{port}/admin/api/2026-10/graphql.json with X-Shopify-Access-Token: {token}")
    uvicorn.run(app, host=host, port=port, log_level="warning")


def _products(csv: Path | None, *, is_demo: bool) -> "tuple[list[FakeProduct], str, str]":
    from relaydesk.commerce.fake_shopify.csv_export import UnreadableExport, read_export
    from relaydesk.commerce.fake_shopify.records import from_source

    if (csv is None) == (not is_demo):
        raise typer.BadParameter("give either --csv FILE or --demo")
    if csv is None:
        from relaydesk.commerce.demo.shop import CURRENCY, NAME, demo_products

        return from_source(demo_products()), NAME, CURRENCY
    try:
        return read_export(csv), csv.stem, "USD"
    except (UnreadableExport, UnicodeDecodeError) as error:
        raise typer.BadParameter(str(error), param_hint="--csv") from error
