"""The ranking of a keyword search in PostgreSQL.

Any term may match; what has all of them comes first, and often fills the page, so that the rest need not be ranked.
The score is the sum over the matched terms of the term's rarity (BM25's inverse document frequency, over the whole
table) times PostgreSQL's `ts_rank`, in which a title weighs most and a SKU least, times the share of the question's
rarity that is covered.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import text

from relaydesk.commerce.catalogue.terms import Wanted
from relaydesk.commerce.money import UNUSUAL_EXPONENTS
from relaydesk.kernel.database import ReadDb

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
    db: ReadDb, table: SearchTable, wanted: Wanted, filters: Filters, *, limit: int, offset: int = 0
) -> tuple[list[Ranked], int]:
    """The best matches, best first, and how many match at all."""
    if not wanted.terms:
        return [], 0
    where, parameters = _conditions(table, wanted, filters)
    queries = [_query(index) for index in range(len(wanted.terms))]
    parameters |= {f"t{index}": term for index, term in enumerate(wanted.terms)}
    anything, everything = " || ".join(queries), " && ".join(queries)
    counts = (await db.execute(text(_counts(table, where, queries)), parameters)).one()
    matching, complete, *having, total = counts
    if not matching:
        return [], 0
    rarities = [_rarity(total, count) for count in having]
    parameters |= {f"r{index}": rarity for index, rarity in enumerate(rarities)}
    is_enough = complete >= offset + limit
    order = ["score DESC", *(["is_available DESC"] if table == "commerce_product" else []), "id"]
    if not is_enough:
        order.insert(0, f"search @@ ({everything}) DESC")
    statement = (
        f"SELECT id, {_score(queries, rarities)} AS score FROM {table}"  # noqa: S608 - fixed parts
        f" WHERE {where} AND search @@ ({everything if is_enough else anything})"
        f" ORDER BY {', '.join(order)} LIMIT :limit OFFSET :offset"
    )
    rows = await db.execute(text(statement), parameters | {"limit": limit, "offset": offset})
    return [Ranked(row.id, float(row.score)) for row in rows], int(matching)


def _counts(table: SearchTable, where: str, queries: Sequence[str]) -> str:
    """How many match any term, all terms, and each term: counts that the index answers without reading a vector.

    The last column is the size of the table, estimated where it is large.
    """
    counts = [
        f"(SELECT count(*) FROM {table} WHERE {where} AND search @@ ({match}))"  # noqa: S608 - fixed parts
        for match in (" || ".join(queries), " && ".join(queries))
    ]
    counts += [f"(SELECT count(*) FROM {table} WHERE search @@ {query})" for query in queries]  # noqa: S608 - as above
    estimate = f"(SELECT reltuples FROM pg_class WHERE oid = '{table}'::regclass)"  # noqa: S608 - as above
    counts.append(f"CASE WHEN {estimate} > 1000 THEN {estimate} ELSE (SELECT count(*) FROM {table}) END")  # noqa: S608 - as above
    return f"SELECT {', '.join(counts)}"


def _query(index: int) -> str:
    term = f"CAST(:t{index} AS text)"
    return f"(plainto_tsquery('simple', {term}) || plainto_tsquery('english', {term}))"


def _rarity(total: int, having: int) -> float:
    """BM25's inverse document frequency; a term that nothing has counts as the rarest, so coverage suffers."""
    return math.log(1 + (max(total, having) - having + 0.5) / (having + 0.5))


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
