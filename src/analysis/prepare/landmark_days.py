"""The days on which customers are looked at: month-ends with enough records before them.

Contracts without dates have no calendar: their customers are looked at by tenure, every month of
it. Days of tenure stand in for days of the calendar then; a month is 30 of them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import ParameterError
from analysis.prepare.dated_contracts import has_dated_contracts
from analysis.prepare.purchase_days import has_rows
from analysis.prepare.silence import day_number
from analysis.store import Tables
from analysis.study import Study

MONTH_OF_TENURE_DAYS = 30
TENURE_SCALE = {"month": MONTH_OF_TENURE_DAYS, "day": 1}  # days in a time unit of the study


def list_month_ends(first: int, last: int) -> np.ndarray:
    """The last days of months within [first, last], in days since 1970-01-01, ascending."""
    limits = np.array([first, last], "datetime64[D]").astype("datetime64[M]").astype(int)
    months = np.arange(limits[0] + 1, limits[1] + 2).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) - 1
    return days[(days >= first) & (days <= last)]


def runs_on_tenure(tables: Tables, study: Study) -> bool:
    """Whether churn is the end of contracts without dates."""
    by_contract = study.churn is not None and study.churn.kind == "contract_end"
    return by_contract and not has_dated_contracts(tables)


def choose_landmark_days(tables: Tables, study: Study, days: Sequence[int] | None) -> np.ndarray:
    """``days`` in order, or the study's own: month-ends that have ``history_days`` of records
    before them and then the as-of date; every month of tenure that enough customers reached.

    Raises ParameterError for no days, or one outside the records.
    """
    tenure = runs_on_tenure(tables, study)
    first, last = _limits_of_tenure(tables, study) if tenure else _limits_of_dates(tables, study)
    if days is not None:
        return _check_days(days, 0 if tenure else first, last)
    if tenure:
        return np.arange(first, last + 1, MONTH_OF_TENURE_DAYS)
    ends = list_month_ends(first + study.warning.history_days, last)
    return np.unique(np.append(ends, last))


def _limits_of_dates(tables: Tables, study: Study) -> tuple[int, int]:
    by_silence = study.churn is not None and study.churn.kind == "silence"
    day, source = ("day", "transactions") if by_silence else ("start_day", "contracts")
    first = tables.query(f"SELECT min({day}) AS first FROM {source}")["first"][0]
    end = day_number(tables.as_of)
    begin = end if pd.isna(first) else int(first)
    if study.records_begin is not None:
        begin = max(begin, day_number(study.records_begin))
    return begin, end


def _limits_of_tenure(tables: Tables, study: Study) -> tuple[int, int]:
    """A month, and the longest tenure that ``minimum_cell`` customers reached."""
    if not has_rows(tables, "contracts"):
        return MONTH_OF_TENURE_DAYS, 0
    tenures = tables.query("SELECT max(tenure) AS t FROM contracts GROUP BY customer_id")["t"]
    longest = np.sort(tenures.to_numpy())[::-1][min(study.minimum_cell, len(tenures)) - 1]
    return MONTH_OF_TENURE_DAYS, int(longest) * TENURE_SCALE[study.time_unit]


def _check_days(days: Sequence[int], first: int, last: int) -> np.ndarray:
    chosen = np.unique(np.asarray(days, dtype=np.int64))
    if not len(chosen):
        raise ParameterError("landmarks need at least one day; give days, or None for month-ends")
    outside = chosen[(chosen < first) | (chosen > last)]
    if len(outside):
        raise ParameterError(
            f"landmark day {outside[0]} is outside the records, which run from day {first} to"
            f" {last}; choose days within them, or None for month-ends"
        )
    return chosen
