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


def percentile_ms(counts: Sequence[int], share: float) -> float | None:
    """The latency that `share` of the requests did not exceed, in ms; None of no requests.

    Exact to the bucket, evenly spread within it: at most 19 % off by a value's place in its bucket.
    """
    wanted = sum(counts) * share
    if not wanted:
        return None
    seen = 0.0
    for bucket, count in enumerate(counts):
        if count and seen + count >= wanted:
            low = bound_us(bucket - 1) if bucket else 0.0
            high = bound_us(bucket) if bucket < BUCKETS - 1 else low
            return round((low + (high - low) * (wanted - seen) / count) / 1000, 3)
        seen += count
    return round(bound_us(BUCKETS - 2) / 1000, 3)
