"""The vocabulary: tables, columns and their units, checks at the door, bounds of parameters.

A study's tables arrive under the names in ``Column.given_as`` (what ``study.yml`` maps) and leave
the intake under ``Column.name`` (what the Parquet files and the queries hold).
"""

from typing import Literal

from analysis.schema.checks import ACTIONS, CHECKS, FAULT_COLUMNS, FAULT_DTYPES, Action
from analysis.schema.tables import GIVEN_TABLES, TABLES, Column, ColumnType, TableSchema

__all__ = [
    "ACTIONS",
    "AMBER_BELOW",
    "CANONICAL_STATES",
    "CAPABILITIES",
    "CENTS",
    "CHECKS",
    "DAYS_PER_MONTH",
    "DERIVED_COLUMNS",
    "FAULT_COLUMNS",
    "FAULT_DTYPES",
    "GIVEN_TABLES",
    "GREEN_BELOW",
    "LANGUAGES",
    "PARAMETER_BOUNDS",
    "TABLES",
    "Action",
    "Column",
    "ColumnType",
    "TableSchema",
    "Verdict",
    "verdict_of",
]

LANGUAGES = ("en", "zh")
DAYS_PER_MONTH = 30.4375  # 365.25 / 12
CENTS = 100  # money is kept in hundredths of the currency's unit, whatever the currency

CANONICAL_STATES = (
    "prospect", "new", "growing", "mature", "declining", "churned", "won_back",
)  # fmt: skip

PARAMETER_BOUNDS: dict[str, tuple[float, float]] = {
    "confidence_level": (0.5, 0.999),
    "n_folds": (2, 20),
    "n_tests": (3, 60),
    "seed": (0, 2**32 - 1),
    "horizon": (0, 10_000),
    "period_days": (1, 3_650),
    "minimum_cell": (2, 1_000),
    "n_draws": (5_000, 100_000),
}

Verdict = Literal["green", "amber", "red"]
# Share of a table's rows that were quarantined or repaired, of the worst table.
GREEN_BELOW = 0.01
AMBER_BELOW = 0.10

# Columns of durations that are known at a customer's first purchase and need not be mapped; they
# are at the disposal of segments and drivers of a study with transactions.
DERIVED_COLUMNS: dict[str, tuple[ColumnType, str]] = {
    "first_amount": ("number", "Money of the first purchase day, in units of the currency."),
    "first_amount_band": (
        "text",
        "low, middle or high: thirds of first_amount over all customers.",
    ),
    "first_quantity": ("number", "Pieces on the first purchase day."),
    "joined_month": ("text", "Month of the first purchase, such as 1997-01."),
}

CAPABILITIES = (
    *GIVEN_TABLES,
    "durations",
    "stages",
    "survey_model",
    "survey_outcomes",
    "landmarks",
)


def verdict_of(share: float) -> Verdict:
    """The data gate's colour for the worst table's share of rows quarantined or repaired."""
    if share < GREEN_BELOW:
        return "green"
    return "amber" if share < AMBER_BELOW else "red"
