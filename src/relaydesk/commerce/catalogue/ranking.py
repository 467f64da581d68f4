"""The ranking of a keyword search in PostgreSQL.

Any term may match; what has all of them comes first, and often fills the page, so that the rest need not be ranked.
The score is the sum over the matched terms of the term's rarity (BM25's inverse document frequency, over the whole
table) times PostgreSQL's `ts_rank`, in which a title weighs most and a SKU least, times the share of the question's
rarity that is covered.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import text

from relaydesk.commerce.catalogue.spelling import find_near
from relaydesk.commerce.catalogue.terms import Wanted
from relaydesk.commerce.money import UNUSUAL_EXPONENTS
from relaydesk.kernel.database import ReadDb

_WEIGHTS = "'{0.1, 0.25, 0.45, 1.0}'"  # of D (codes), C (description), B (vendor, type, tags, options), A (title)
_SCALE = " ".join(f"WHEN '{code}' THEN {10**digits}" for code, digits in sorted(UNUSUAL_EXPONENTS.items()))
_MINOR_UNITS = f"CASE currency {_SCALE} ELSE 100 END"
_NEAR, _MOST_MENDED = 8, 4  # words that may have been meant by one, and how many are looked at
SearchTable = Literal["commerce_product", "commerce_question"]


@dataclass(frozen=True, slots=True)
class Ranked:
    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best matches, best first, of so many; `terms` are what was looked for, slips mended."""

    hits: Sequence[Ranked]
    total: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be, whatever its rank. Prices are major units of the product's currency."""

    merchant_id: int | None = None
    only_active: bool = False
    is_available: bool | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    currency: str | None = None
    vendor: str | None = None
    product_type: str | None = None
    language: str | None = None

    def within(self, min_price: Decimal | None, max_price: Decimal | None) -> "Filters":
        """Also within these prices."""
        least = [price for price in (self.min_price, min_price) if price is not None]
        most = [price for price in (self.max_price, max_price) if price is not None]
        return replace(self, min_price=max(least, default=None), max_price=min(most, default=None))


async def rank(
    db: ReadDb, table: SearchTable, wanted: Wanted, filters: Filters, *, limit: int, offset: int = 0
) -> Ranking:
    """What fits the question; a word that nothing has is taken for the nearest one that something has."""
    terms = wanted.terms
    where, parameters = conditions(table, filters.within(wanted.min_price, wanted.max_price))
    matching, complete, having, total = await _count(db, table, where, parameters, terms)
    if 0 in having and (mended := await _mended(db, table, (where, parameters), terms, having)) != terms:
        terms = mended
        matching, complete, having, total = await _count(db, table, where, parameters, terms)
    if not matching:
        return Ranking([], 0, terms)
    queries = [_query(index) for index in range(len(terms))]
    parameters |= _bound(terms)
    anything, everything = " || ".join(queries), " && ".join(queries)
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
    return Ranking([Ranked(row.id, float(row.score)) for row in rows], matching, terms)


async def _mended(
    db: ReadDb, table: SearchTable, where: tuple[str, dict[str, Any]], terms: tuple[str, ...], having: Sequence[int]
) -> tuple[str, ...]:
    """The terms, each that nothing has as the nearest word that something here has; others stay."""
    mended = list(terms)
    for place in [place for place, count in enumerate(having) if not count][:_MOST_MENDED]:
        near = (await find_near(db, terms[place]))[:_NEAR]
        if near:
            _, _, here, _ = await _count(db, table, *where, tuple(near), inside=True)
            mended[place] = next((word for word, count in zip(near, here, strict=True) if count), terms[place])
    return tuple(dict.fromkeys(mended))


async def _count(
    db: ReadDb, table: SearchTable, where: str, parameters: dict[str, Any], terms: tuple[str, ...], *,
    inside: bool = False,
) -> tuple[int, int, Sequence[int], int]:  # fmt: skip
    """As `_counts` says: how many match any term, all of them, each of them, and the size of the table."""
    if not terms:
        return 0, 0, (), 0
    statement = _counts(table, where, [_query(index) for index in range(len(terms))], inside=inside)
    matching, complete, *having, total = (await db.execute(text(statement), parameters | _bound(terms))).one()
    return matching, complete, having, int(total)


def _bound(terms: Sequence[str]) -> dict[str, str]:
    return {f"t{index}": term for index, term in enumerate(terms)}


def _counts(table: SearchTable, where: str, queries: Sequence[str], *, inside: bool) -> str:
    """How many match any term, all terms, and each term: counts that the index answers without reading a vector.

    Those of each term are of the whole table, unless `inside` says of `where`. The last column is the size of the
    table, estimated where it is large.
    """
    of_each = where if inside else "true"
    counts = [
        f"(SELECT count(*) FROM {table} WHERE {where} AND search @@ ({match}))"  # noqa: S608 - fixed parts
        for match in (" || ".join(queries), " && ".join(queries))
    ]
    counts += [f"(SELECT count(*) FROM {table} WHERE {of_each} AND search @@ {query})" for query in queries]  # noqa: S608 - as above
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


def conditions(table: SearchTable, filters: Filters) -> tuple[str, dict[str, Any]]:
    """As SQL and its parameters."""
    where, parameters = ["true"], dict[str, Any]()
    if filters.merchant_id is not None:
        where.append("merchant_id = :merchant_id")
        parameters["merchant_id"] = filters.merchant_id
    if filters.language is not None:
        where.append("language = :language")
        parameters["language"] = filters.language
    if table == "commerce_product":
        limits: list[tuple[str, str, Decimal | None]] = [
            ("max_price", "min_price_minor <= CAST(:max_price AS numeric)", filters.max_price),
            ("min_price", "max_price_minor >= CAST(:min_price AS numeric)", filters.min_price),
        ]
        for name, condition, amount in limits:
            if amount is not None:
                where.append(f"{condition} * {_MINOR_UNITS}")
                parameters[name] = amount
        where += ["status = 'active'"] * filters.only_active
        equal = {"currency": filters.currency, "vendor": filters.vendor, "product_type": filters.product_type}
        for name, value in equal.items():
            if value is not None:
                where.append(f"lower({name}) = lower(:{name})")
                parameters[name] = value
        if filters.is_available is not None:
            where.append("is_available = :is_available")
            parameters["is_available"] = filters.is_available
    return " AND ".join(where), parameters
