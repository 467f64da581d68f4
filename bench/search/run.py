"""Measures keyword search: nDCG@10, recall@100 and time on the judged Icecat queries, over a real PostgreSQL.

    .venv/bin/python bench/search/run.py [--json FILE]

Gain is 2^rating - 1. "judged" drops unjudged products from a ranking before it is scored; "all" counts them as 0.
Recall is of products rated 2 or 3. Queries without any such product are left out, as their ideal gain is 0.
"""

import argparse
import asyncio
import csv
import gzip
import json
import math
import os
import statistics
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from relaydesk.commerce.catalogue import service, store
from relaydesk.commerce.text import html_to_text
from relaydesk.commerce.types import ProductStatus, SourceProduct, SourceVariant
from relaydesk.kernel.database import Database
from relaydesk.operate.embedded import EmbeddedPostgres
from relaydesk.operate.schema import migrate

DEPTH, CUT = 100, 10
_WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)
Ratings = dict[str, dict[str, int]]


def find_data() -> Path:
    named = os.environ.get("RELAYDESK_SHARED")
    places = [Path(named)] if named else [p / "shared" for p in Path(__file__).resolve().parents]
    return next(place / "data" / "catalog" for place in places if (place / "data").is_dir())


def read_products(folder: Path) -> list[SourceProduct]:
    with gzip.open(folder / "icecat_chorus_products.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [product_of(json.loads(line)) for line in lines]


def product_of(record: dict[str, Any]) -> SourceProduct:
    """The values of its attributes go into the description, as a store would show them."""
    key, price = str(record["id"]), record.get("price")
    attributes = [v for k, v in record.items() if k.startswith("attr_") and isinstance(v, str) and len(v) > 1]
    variant = SourceVariant(
        platform_id=f"{key}:1", title="Default Title", position=1, price_minor=int(price or 0), compare_at_minor=None,
        sku=record.get("name"), barcode=None, inventory_quantity=None, is_tracked=False, is_available=True, options=(),
    )  # fmt: skip
    description = html_to_text(" ".join([record.get("short_description") or "", ". ".join(attributes)]))
    return SourceProduct(
        platform_id=key, handle=key, title=record.get("title") or record.get("name") or key,
        description_text=description, description_html="", vendor=record.get("supplier") or "",
        product_type=str(record.get("attr_t_product_type") or ""), tags=(), status=ProductStatus.ACTIVE,
        currency="USD", url=None, options=(), images=(), variants=(variant,), updated_at=_WRITTEN_AT,
    )  # fmt: skip


def read_ratings(folder: Path) -> Ratings:
    ratings: Ratings = defaultdict(dict)
    with (folder / "chorus_relevance_ratings.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            ratings[row["query"]][row["docid"]] = int(row["rating"])
    return {query: judged for query, judged in ratings.items() if max(judged.values()) > 1}


def discounted_gain(gains: list[int]) -> float:
    return sum((2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(gains[:CUT]))


def ndcg(ranked: list[str], judged: dict[str, int], *, only_judged: bool) -> float:
    kept = [one for one in ranked if one in judged] if only_judged else ranked
    best = discounted_gain(sorted(judged.values(), reverse=True))
    return discounted_gain([judged.get(one, 0) for one in kept]) / best


def recall(ranked: list[str], judged: dict[str, int]) -> float:
    relevant = {one for one, rating in judged.items() if rating > 1}
    return len(relevant & set(ranked)) / len(relevant)


async def load(database: Database, products: list[SourceProduct]) -> None:
    async with database.unit_of_work() as uow:
        await uow.db.execute(text("INSERT INTO commerce_merchant (public_id, name) VALUES ('merch_bench', 'Icecat')"))
    for start in range(0, len(products), 500):
        async with database.unit_of_work() as uow:
            page = products[start : start + 500]
            await store.insert_products(uow.db, page, merchant_id=1, platform="bench", synced_at=datetime.now(UTC))
            await store.add_words_of(uow.db, page)
    async with database.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))


async def measure(database: Database, ratings: Ratings) -> dict[str, float]:
    scores: dict[str, list[float]] = defaultdict(list)
    async with database.read() as db:
        for is_warm in (False, True):
            for query, judged in ratings.items():
                began = time.perf_counter()
                hits = await service.search_products(db, merchant_id="merch_bench", query=query, limit=CUT)
                took_ms = (time.perf_counter() - began) * 1000
                if not is_warm:
                    continue
                hits = await service.search_products(db, merchant_id="merch_bench", query=query, limit=DEPTH)
                ranked = [hit.handle for hit in hits]
                scores["ndcg_judged"].append(ndcg(ranked, judged, only_judged=True))
                scores["ndcg_all"].append(ndcg(ranked, judged, only_judged=False))
                scores["recall"].append(recall(ranked, judged))
                scores["ms"].append(took_ms)
    times = sorted(scores.pop("ms"))
    figures = {name: round(statistics.fmean(values), 4) for name, values in scores.items()}
    p99 = times[min(len(times) - 1, math.ceil(len(times) * 0.99) - 1)]
    return figures | {"p50_ms": round(statistics.median(times), 2), "p99_ms": round(p99, 2), "queries": len(ratings)}


async def run() -> dict[str, float]:
    folder = find_data()
    products, ratings = read_products(folder), read_ratings(folder)
    with tempfile.TemporaryDirectory(prefix="rdbench-") as name:
        place = Path(name)
        place.chmod(0o755)  # noqa: ASYNC240 - once, before anything runs
        server = EmbeddedPostgres(place, {"fsync": "off", "synchronous_commit": "off"})
        await server.start()
        try:
            await migrate(server.url)
            database = Database(server.url)
            await load(database, products)
            return await measure(database, ratings) | {"products": len(products)}
        finally:
            await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    figures = asyncio.run(run())
    for name, value in figures.items():
        print(f"{name:>12} {value}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
