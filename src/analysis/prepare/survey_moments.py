"""Moments of survey items, counted by the engine in one scan: all that a structural model needs.

Respondents are dealt into buckets, and the moments of every bucket are kept: a bootstrap draws
buckets again instead of respondents, so that neither needs more memory than the moments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from threadpoolctl import threadpool_limits

from analysis.errors import DataError
from analysis.prepare.purchase_days import column_names
from analysis.store import BATCH_ROWS, Tables, quote_name, quote_text, stream_source

N_BUCKETS = 1000
Array = npt.NDArray[np.float64]

_FROM_TABLES = """
WITH places AS (
    SELECT customer_id, (row_number() OVER () - 1) % {n_buckets} AS bucket FROM customers
),
responses AS (
    SELECT customer_id, {day} AS day, {answers}
    FROM surveys
    WHERE answer IS NOT NULL
    GROUP BY {keys}
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY day DESC NULLS LAST) = 1
)
SELECT bucket::INTEGER AS bucket, {items} FROM responses JOIN places USING (customer_id)
"""

_FROM_FILE = """
SELECT (hash({key}) % {n_buckets})::INTEGER AS bucket, {items} FROM source
"""


@dataclass(frozen=True)
class ItemMoments:
    """Sums over respondents who answered all ``items`` (p), by bucket (B).

    ``n`` (B,), ``sums`` (B, p), ``cross_products`` (B, p, p); ``n_incomplete`` respondents left
    some item out and are in none of them.
    """

    items: tuple[str, ...]
    n: Array
    sums: Array
    cross_products: Array
    n_incomplete: int

    def total(self) -> tuple[int, Array, Array]:
        """n, means (p,) and covariance (p, p; divisor n) of everybody."""
        n, means, covariance = self.reweighted(np.ones((1, len(self.n))))
        return round(n[0]), means[0], covariance[0]

    def reweighted(self, weights: Array) -> tuple[Array, Array, Array]:
        """n (R,), means (R, p) and covariances (R, p, p; divisor n), every bucket counted
        ``weights`` (R, B) times: a bootstrap draw is a row of multinomial counts."""
        n = weights @ self.n
        means = weights @ self.sums / n[:, None]
        size = len(self.items)
        products = weights @ self.cross_products.reshape(len(self.n), -1)
        squares = products.reshape(-1, size, size) / n[:, None, None]
        return n, means, squares - means[:, :, None] * means[:, None, :]


def count_item_moments(
    source: Tables | Path,
    items: pd.DataFrame,
    *,
    key: str = "customer_id",
    n_buckets: int = N_BUCKETS,
) -> ItemMoments:
    """The moments of ``items`` (rows of ``survey_responses.describe_items``), reversed items
    turned round.

    ``source``: prepared tables (the latest survey of every customer; buckets in the order of the
    customers table), or a Parquet file with one row per respondent, one column per item and the
    id ``key`` (buckets by its hash). Raises DataError when nobody answered all of them.
    """
    names = tuple(str(item) for item in items["item"])
    with threadpool_limits(1, "blas"):  # many small products: threads only get in the way
        moments = _sum_up(_read_batches(source, items, key, n_buckets), names, n_buckets)
    if not moments.n.any():
        raise DataError(
            f"no respondent answered all of the items {', '.join(names)}"
            f" ({moments.n_incomplete:,} answered some): leave out the item that few answered"
        )
    return moments


def _read_batches(
    source: Tables | Path, items: pd.DataFrame, key: str, n_buckets: int
) -> Iterator[pa.RecordBatch]:
    turned = ", ".join(_select_items(items))
    if isinstance(source, Path):
        sql = _FROM_FILE.format(key=quote_name(key), n_buckets=n_buckets, items=turned)
        return stream_source(sql, source, rows=BATCH_ROWS)
    dated = "day" in column_names(source, "surveys")
    answers = ", ".join(
        f"max(answer) FILTER (WHERE item = {quote_text(item)}) AS {quote_name(item)}"
        for item in items["item"]
    )
    sql = _FROM_TABLES.format(
        n_buckets=n_buckets,
        day="surveys.day" if dated else "0",
        keys="customer_id, surveys.day" if dated else "customer_id",
        answers=answers,
        items=turned,
    )
    return source.stream(sql, rows=BATCH_ROWS)


def _select_items(items: pd.DataFrame) -> Iterator[str]:
    """Every item as a column of floats, reversed items turned round."""
    ends = items["low"] + items["high"]
    for item, total, turned in zip(items["item"], ends, items["reversed"], strict=True):
        name = quote_name(str(item))
        yield f"{f'({total} - {name})' if turned else name}::DOUBLE AS {name}"


def _sum_up(
    batches: Iterator[pa.RecordBatch], names: tuple[str, ...], n_buckets: int
) -> ItemMoments:
    size = len(names)
    n = np.zeros(n_buckets)
    sums = np.zeros((n_buckets, size))
    products = np.zeros((n_buckets, size, size))
    n_incomplete = 0
    for batch in batches:
        columns = [batch.column(name).to_numpy(zero_copy_only=False) for name in names]
        answers = np.column_stack(columns)
        whole = ~np.isnan(answers).any(axis=1)
        n_incomplete += int((~whole).sum())
        bucket = batch.column("bucket").to_numpy()[whole]
        order = np.argsort(bucket, kind="stable")
        answers = answers[whole][order]
        counts = np.bincount(bucket, minlength=n_buckets)
        n += counts
        ends = np.cumsum(counts)
        for place in np.flatnonzero(counts):
            rows = answers[ends[place] - counts[place] : ends[place]]
            sums[place] += rows.sum(axis=0)
            products[place] += rows.T @ rows
    return ItemMoments(names, n, sums, products, n_incomplete)
