"""Data made for the benchmarks of stages: purchases, and spells of six states."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from analysis.schema import CAPABILITIES
from analysis.store import Tables, quote_text

STATES = ("s0", "s1", "s2", "s3", "s4", "s5")
FIRST_DAY, N_DAYS = 18_993, 1461  # 2022 to 2025
_CHUNK = 2_000_000  # customers


def write_purchases(folder: Path, n_purchases: int, seed: int = 20261123) -> Tables:
    """About ``n_purchases`` transactions in no order, and their customers.

    Half the customers buy once; the others at a gamma pace, 60 days apart on average.
    """
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    n_customers = int(n_purchases / 4.03)
    count = 1 + rng.negative_binomial(0.5, 0.111, n_customers)
    customer = np.repeat(np.arange(n_customers), count)
    pace = rng.gamma(1.8, 1 / 1.8, n_customers)[customer]
    gap = 1 + rng.exponential(60 / pace).astype(int)
    first = np.cumsum(count) - count
    gap[first] = rng.integers(0, 1000, n_customers)
    total = np.cumsum(gap)
    day = total - np.repeat(total[first] - gap[first], count)
    kept = day < N_DAYS
    frame = pd.DataFrame(
        {
            "customer": customer[kept],
            "day": (day[kept] + FIRST_DAY).astype(np.int32),
            "amount_cents": rng.integers(100, 20_000, kept.sum()),
        }
    )
    name = "'c_' || substr(md5({}::VARCHAR), 1, 20) AS customer_id"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.register("frame", frame)
        shuffled = (
            f"SELECT {name.format('customer')}, day, amount_cents FROM frame"
            " ORDER BY hash(day, customer)"
        )
        _copy(connection, shuffled, folder / "transactions.parquet")
        _copy(
            connection,
            f"SELECT {name.format('range')} FROM range({n_customers})",
            folder / "customers.parquet",
        )
        _copy(connection, f"SELECT * FROM ({shuffled}) LIMIT 0", folder / "refunds.parquet")
    return load_purchases(folder)


def load_purchases(folder: Path) -> Tables:
    """The tables that ``write_purchases`` wrote."""
    return Tables(
        folder=folder,
        names=("customers", "transactions", "refunds"),
        faults=pd.DataFrame(),
        verdict="green",
        fingerprint="benchmark",
        as_of=date(2025, 12, 31),
        facts={},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )


def write_spells(path: Path, n_rows: int) -> None:
    """``n_rows`` visits to six states, whole days; from s5 nobody returns.

    Written customer by customer in chunks, so memory does not grow with ``n_rows``.
    """
    path.mkdir(parents=True)
    n_customers = int(n_rows / 5.18)  # visits of a customer, on average
    with duckdb.connect(config={"threads": 2}) as connection:
        for number, low in enumerate(range(0, n_customers, _CHUNK)):
            n = min(_CHUNK, n_customers - low)
            frame = _walk(np.random.default_rng([20261123, number]), n, low)
            connection.register("frame", frame)
            _copy(connection, "SELECT * FROM frame", path / f"{number:03d}.parquet")


def _walk(rng: np.random.Generator, n: int, low: int) -> pd.DataFrame:
    """Visits of customers ``low`` to ``low + n`` in the order of rounds."""
    who, start = np.arange(n, dtype=np.int32), rng.integers(0, 700, n).astype(np.int32)
    state = rng.integers(0, 3, n).astype(np.int8)
    parts = []
    while len(who):
        stop = start + 1 + rng.exponential(90 + 20.0 * state).astype(np.int32)
        target = ((state + 1 + 4 * rng.random(len(who)) ** 3) % 6).astype(np.int8)
        censored = (stop >= N_DAYS) | (state == 5)
        stop = np.where(censored, N_DAYS, stop).astype(np.int32)
        code = np.where(censored, np.int8(-1), target)
        parts.append((who + low, start, stop, state, code))
        who, start, state = who[~censored], stop[~censored], target[~censored]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    frame = pd.DataFrame(dict(zip(("customer", "start", "stop"), columns[:3], strict=True)))
    for name, codes in zip(("from_state", "to_state"), columns[3:], strict=True):
        frame[name] = pd.Categorical.from_codes(codes, list(STATES))
    return frame


def _copy(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    connection.execute("SET enable_progress_bar=false")
    connection.execute(f"COPY ({sql}) TO {quote_text(str(path))} (COMPRESSION zstd)")
