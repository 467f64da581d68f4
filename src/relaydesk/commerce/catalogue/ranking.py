"""The ranking of a keyword search in PostgreSQL.

Any term may match. A product's score is the sum over its matched terms of the term's rarity (BM25's inverse document
frequency) times PostgreSQL's `ts_rank`, in which a title weighs most and a SKU least, times the share of the question's
rarity that is covered: a product that has all of the words comes before one that has the rarest of them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import text

from relaydesk.commerce.catalogue.terms import Wanted
from relaydesk.commerce.money import UNUSUAL_EXPONENTS
from relaydesk.kernel.database import Db

_WEIGHTS = "'{0.1, 0.25, 0.45, 1.0}'"  # of D (codes), C (description), B (vendor, type, tags, options), A (title)
_SCALE = " ".join(f"WHEN '{code}' THEN {10**digits}" for code, digits in sorted(UNUSUAL_EXPONENTS.items()))
_MINOR_UNITS = f"CASE currency {_SCALE} ELSE 100 END"
SearchTable = Literal["commerce_product", "commerce_question"]


@dataclass(frozen=True, slots=True)
class Ranked:
    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be, whatever its rank."""

    merchant_id: int | None = None
    only_active: bool = False
    only_available: bool = False
    currency: str | None = None
    language: str | None = None


async def rank(
    db: Db, table: SearchTable, wanted: Wanted, filters: Filters, *, limit: int, offset: int = 0
) -> tuple[list[Ranked], int]:
    """The best matches, best first, and how many match at all."""
    if not wanted.terms:
        return [], 0
    where, parameters = _conditions(table, wanted, filters)
    queries = [_query(index) for index in range(len(wanted.terms))]
    parameters |= {f"t{index}": term for index, term in enumerate(wanted.terms)}
    anything = " || ".join(queries)
    counts = ", ".join(f"count(*) FILTER (WHERE search @@ ({query}))" for query in queries)
    found = (
        await db.execute(
            text(f"SELECT count(*), {counts} FROM {table} WHERE {where} AND search @@ ({anything})"),  # noqa: S608 - fixed parts
            parameters,
        )
    ).one()
    if not found[0]:
        return [], 0
    total = await db.scalar(text(f"SELECT count(*) FROM {table} WHERE {where}"), parameters)  # noqa: S608 - fixed parts
    rarities = [_rarity(total or 0, count) for count in found[1:]]
    score = _score(queries, rarities)
    parameters |= {f"r{index}": rarity for index, rarity in enumerate(rarities)}
    tie = "is_available DESC, id" if table == "commerce_product" else "id"
    statement = (
        f"SELECT id, {score} AS score FROM {table} WHERE {where} AND search @@ ({anything})"  # noqa: S608 - fixed parts
        f" ORDER BY score DESC, {tie} LIMIT :limit OFFSET :offset"
    )
    rows = await db.execute(text(statement), parameters | {"limit": limit, "offset": offset})
    return [Ranked(row.id, float(row.score)) for row in rows], int(found[0])


def _query(index: int) -> str:
    term = f"CAST(:t{index} AS text)"
    return f"(plainto_tsquery('simple', {term}) || plainto_tsquery('english', {term}))"


def _rarity(total: int, having: int) -> float:
    """BM25's inverse document frequency; a term that nothing has counts as the rarest, so coverage suffers."""
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def _score(queries: Sequence[str], rarities: Sequence[float]) -> str:
    ranks = " + ".join(
        f"CAST(:r{index} AS float8) * ts_rank({_WEIGHTS}, search, {query})" for index, query in enumerate(queries)
    )
    covered = " + ".join(
        f"CASE WHEN search @@ {query} THEN CAST(:r{index} AS float8) ELSE 0 END" for index, query in enumerate(queries)
    )
    return f"({ranks}) * ({covered}) / {max(sum(rarities), 1e-9)!r}"


def _conditions(table: SearchTable, wanted: Wanted, filters: Filters) -> tuple[str, dict[str, Any]]:
    where, parameters = ["true"], dict[str, Any]()
    if filters.merchant_id is not None:
        where.append("merchant_id = :merchant_id")
        parameters["merchant_id"] = filters.merchant_id
    if filters.language is not None:
        where.append("language = :language")
        parameters["language"] = filters.language
    if table == "commerce_product":
        limits: list[tuple[str, str, Decimal | None]] = [
            ("max_price", "min_price_minor <= CAST(:max_price AS numeric)", wanted.max_price),
            ("min_price", "max_price_minor >= CAST(:min_price AS numeric)", wanted.min_price),
        ]
        for name, condition, amount in limits:
            if amount is not None:
                where.append(f"{condition} * {_MINOR_UNITS}")
                parameters[name] = amount
        if filters.currency:
            where.append("currency = :currency")
            parameters["currency"] = filters.currency
        where += ["status = 'active'"] * filters.only_active + ["is_available"] * filters.only_available
    return " AND ".join(where), parameters
