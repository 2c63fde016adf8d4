"""Prepared tables of a few rows, for counts that can be checked by hand."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from analysis.schema import CAPABILITIES
from analysis.store import Tables

DAY_ZERO = date(1970, 1, 1)


def day(text: str) -> int:
    """Days since 1970-01-01 of an ISO date."""
    return (date.fromisoformat(text) - DAY_ZERO).days


def make_tables(folder: Path, as_of: str, **frames: pd.DataFrame) -> Tables:
    """Tables of ``frames``, with customers in order of first appearance and without refunds."""
    if "customers" not in frames:
        ids = pd.concat(
            [frame["customer_id"] for frame in frames.values() if "customer_id" in frame]
        )
        frames["customers"] = ids.drop_duplicates().to_frame()
    if "transactions" in frames and "refunds" not in frames:
        columns = ["customer_id", "day", "amount_cents"]
        frames["refunds"] = frames["transactions"][columns].iloc[:0]
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return Tables(
        folder=folder,
        names=tuple(frames),
        faults=pd.DataFrame(),
        verdict="green",
        fingerprint="test",
        as_of=DAY_ZERO + timedelta(days=day(as_of)),
        facts={},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )


def make_purchases(*rows: tuple[str, str] | tuple[str, str, int]) -> pd.DataFrame:
    """Transactions from (customer, ISO date) or (customer, ISO date, cents)."""
    return pd.DataFrame(
        [(row[0], day(row[1]), row[2] if len(row) == 3 else 100) for row in rows],
        columns=["customer_id", "day", "amount_cents"],
    ).astype({"day": "int32", "amount_cents": "int64"})
