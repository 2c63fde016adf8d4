"""What became of customers an earlier run gave a risk to, by the records of today."""

import numpy as np
import pandas as pd

from analysis.prepare.landmark_days import TENURE_SCALE, runs_on_tenure
from analysis.prepare.landmark_marks import mark_silences, mark_stays
from analysis.prepare.landmark_purchases import list_visits
from analysis.prepare.landmark_timeline import NEVER
from analysis.prepare.silence import day_number
from analysis.prepare.survey_context import find_rule
from analysis.store import Tables
from analysis.study import Study

KEYS = ["customer_id", "day"]
COLUMNS = [*KEYS, "days_to_loss", "days_followed"]
_TENURES = """
SELECT customer_id, max(tenure)::INTEGER AS tenure, bool_and(ended) AS ended
FROM contracts
GROUP BY customer_id
"""


def observe_outcomes(tables: Tables, study: Study, asked: pd.DataFrame) -> pd.DataFrame:
    """Which of ``asked`` (pseudonym ``customer_id``, landmark ``day``) have left since, and when.

    Columns ``customer_id`` (text), ``day``, ``days_to_loss`` (Int32, missing: not lost by the as-of
    date) and ``days_followed`` (int32), as in landmarks. Left out are customers no longer on
    record, and those who by the records of today were no customers on that day. ``day`` counts
    days of tenure where contracts have no dates.
    """
    keys = asked[KEYS].drop_duplicates().assign(customer_id=asked["customer_id"].astype(str))
    if runs_on_tenure(tables, study):
        return _observe_tenures(tables, study, keys)
    keys = keys[keys["day"] <= day_number(tables.as_of)]
    if not len(keys):
        return _name_columns(keys.head(0), np.array([]), np.array([]))
    return _observe_dates(tables, study, keys)


def _observe_dates(tables: Tables, study: Study, keys: pd.DataFrame) -> pd.DataFrame:
    end = day_number(tables.as_of)
    days = np.unique(keys["day"].to_numpy(np.int64))
    if find_rule(study) is not None:
        marks = mark_silences(list_visits(tables, study), days, end)
    else:
        marks = mark_stays(tables, study, days)
    names = tables.query("SELECT customer_id FROM customers")["customer_id"].astype(str).to_numpy()
    seen = pd.DataFrame(
        {"customer_id": names[marks.customer], "day": marks.day, "lost_day": marks.lost_day}
    )
    found = keys.merge(seen, on=KEYS)
    lost = found["lost_day"].to_numpy(np.int64)
    return _name_columns(found, lost, np.where(lost < NEVER, lost, end))


def _observe_tenures(tables: Tables, study: Study, keys: pd.DataFrame) -> pd.DataFrame:
    tenures = tables.query(_TENURES)
    found = keys.merge(tenures.assign(customer_id=tenures["customer_id"].astype(str)))
    end = found["tenure"].to_numpy(np.int64) * TENURE_SCALE[study.time_unit]
    lost = np.where(found["ended"].to_numpy(bool), end, NEVER)
    there = (end >= found["day"]) & (lost > found["day"])
    return _name_columns(found[there], lost[there], end[there])


def _name_columns(found: pd.DataFrame, lost: np.ndarray, end: np.ndarray) -> pd.DataFrame:
    day = found["day"].to_numpy(np.int64)
    is_lost = lost < NEVER
    waited = np.where(is_lost, lost - day, 0).astype(np.int32)
    return (
        found[KEYS]
        .assign(
            day=day.astype(np.int32),
            days_to_loss=pd.arrays.IntegerArray(waited, ~is_lost),
            days_followed=(np.minimum(lost, end) - day).astype(np.int32),
        )[COLUMNS]
        .reset_index(drop=True)
    )
