"""How latencies are kept in the sums: counts in buckets that grow by half a power of two, percentiles out of them."""

from collections.abc import Sequence

BUCKETS = 41
_FIRST_US = 1000.0


def bound_us(bucket: int) -> float:
    """The upper bound of a bucket, from 1 ms by half powers of two to 12 minutes; the last one has none."""
    return float(_FIRST_US * 2.0 ** (bucket / 2))


def bucket_sql(column: str) -> str:
    """The bucket, from 0, of a column of microseconds."""
    return f"least({BUCKETS - 1}, greatest(0, ceil(2 * ln(greatest({column}, 1) / {_FIRST_US}::float8) / ln(2))))::int"


def percentile_ms(counts: Sequence[int], share: float, *, total_us: int) -> float | None:
    """The latency that `share` of the requests did not exceed, in ms; None of no requests.

    Exact to the bucket, evenly spread within it: at most 19 % off by a value's place in its bucket, and no more than
    the slowest can have taken of what all took together, `total_us`.
    """
    wanted = sum(counts) * share
    if not wanted:
        return None
    return round(min(_spread_us(counts, wanted), _slowest_us(counts, total_us)) / 1000, 3)


def _spread_us(counts: Sequence[int], wanted: float) -> float:
    seen = 0.0
    for bucket, count in enumerate(counts):
        if count and seen + count >= wanted:
            low = _low_us(bucket)
            high = bound_us(bucket) if bucket < BUCKETS - 1 else low
            return low + (high - low) * (wanted - seen) / count
        seen += count
    return bound_us(BUCKETS - 2)


def _slowest_us(counts: Sequence[int], total_us: int) -> float:
    """What is left for the slowest when all others were as fast as their buckets allow: of one alone, what it took."""
    least = sum(count * _low_us(bucket) for bucket, count in enumerate(counts))
    last = max(bucket for bucket, count in enumerate(counts) if count)
    return total_us - (least - _low_us(last))


def _low_us(bucket: int) -> float:
    return bound_us(bucket - 1) if bucket else 0.0
