"""What was known of a customer's purchases: silence and gaps by the own rhythm, money, breadth.

Gaps and amounts are compared in the customer's own purchases (the last few with all before), money
and numbers in days (the last window with the one before).
"""

import numpy as np

from analysis.prepare.landmark_timeline import (
    Marks,
    Timeline,
    has_both_windows,
    number_steps,
)
from analysis.prepare.purchase_days import column_names
from analysis.prepare.silence import day_number
from analysis.prepare.survey_context import LOOK_BACK_DAYS, build_mark_steps, find_rule
from analysis.store import Tables
from analysis.study import Study

# No marks: only the visits with the rhythm known at each are wanted here.
_NO_MARKS = "SELECT NULL::VARCHAR AS customer_id, 0 AS t WHERE false"

_VISITS = """
SELECT customer, day::INTEGER AS day, amount_cents::BIGINT AS amount_cents,
    quantity::DOUBLE AS quantity, next_day::INTEGER AS next_day, first_day::INTEGER AS first_day,
    n_gaps::INTEGER AS n_gaps, threshold, rhythm
FROM paced
JOIN numbered USING (customer_id)
ORDER BY customer, day
"""

_MONEY = """
SELECT customer, day, sum(amount_cents)::BIGINT AS cents
FROM (
    SELECT customer_id, day, amount_cents FROM transactions
    UNION ALL
    SELECT customer_id, day, amount_cents FROM refunds
)
JOIN numbered USING (customer_id)
WHERE day <= $as_of
GROUP BY customer, day
ORDER BY customer, day
"""

# A product counts from its purchase until the next of the same, or for the days looked back.
_PRODUCTS_STEPS = """
turns AS (
    SELECT customer, product, day,
        lead(day) OVER (PARTITION BY customer, product ORDER BY day) AS next_day
    FROM (SELECT DISTINCT customer_id, product, day FROM transactions)
    JOIN numbered USING (customer_id)
    WHERE product IS NOT NULL AND day <= $as_of
),
changes AS (
    SELECT customer, day, 1 AS change FROM turns
    UNION ALL
    SELECT customer, least(day + $look_back, coalesce(next_day, day + $look_back)) AS day, -1
    FROM turns
)"""

_PRODUCTS = """
SELECT customer, day, sum(change)::INTEGER AS change
FROM changes
GROUP BY customer, day
ORDER BY customer, day
"""


def list_visits(tables: Tables, study: Study) -> Timeline:
    """One event per customer and day with a purchase: money, the next one's day, the silence
    allowed after it (``threshold``, by the study's definition of a loss) and the rhythm known at
    it, as in ``survey_context``."""
    steps, parameters = build_mark_steps(tables, study, _NO_MARKS)
    return Timeline(tables.query(f"{number_steps(steps)}{_VISITS}", parameters))


def tell_purchases(
    tables: Tables, study: Study, marks: Marks, visits: Timeline
) -> dict[str, np.ndarray]:
    """Features from purchases; missing where a customer of contracts has bought nothing."""
    place = visits.find_last(marks)
    since = visits.days_since(marks, place)
    rhythm = visits.take("rhythm", place)
    features = {
        "days_since_purchase": since,
        "rhythm_days": rhythm,
        "recency_ratio": since / rhythm,
        "n_purchases": visits.take("n_gaps", place) + np.float32(1),
    }
    if find_rule(study) is not None:
        features["silence_left"] = visits.take("threshold", place) - since
    features |= _compare_last(visits, place, study)
    features |= _count_windows(tables, study, marks, visits)
    if "product" in column_names(tables, "transactions"):
        features["n_products_last_year"] = _count_products(tables, marks)
    return features


def _compare_last(visits: Timeline, place: np.ndarray, study: Study) -> dict[str, np.ndarray]:
    """The mean of the last gaps and amounts beside the mean of those before; ratios of the two.

    No rhythm is taken to be shorter than the study's shortest, or two busy days would make one.
    """
    by_visit = _summarise_visits(visits, study.warning.signs.last_purchases)
    shortest = np.fmax(by_visit["gap_before_days"], study.stages.minimum_days)
    by_visit["gap_ratio"] = by_visit["gap_recent_days"] / shortest
    return {
        name: np.append(values, np.nan)[place].astype(np.float32)
        for name, values in by_visit.items()
    }


def _summarise_visits(visits: Timeline, last: int) -> dict[str, np.ndarray]:
    """At every visit, from it and those before; missing while there are too few."""
    day = visits.column("day").astype(np.int64)
    n_gaps = visits.column("n_gaps").astype(np.int64)
    here = np.arange(len(day))
    back = np.maximum(here - last, here - n_gaps)
    enough = n_gaps > last
    begin = here - n_gaps
    n_before = np.where(enough, n_gaps - last, 1)
    gap_recent = np.where(enough, (day - day[back]) / last, np.nan)
    gap_before = np.where(enough, (day[back] - visits.column("first_day")) / n_before, np.nan)
    recent = visits.sum_between("amount_cents", back + 1, here + 1)
    before = visits.sum_between("amount_cents", begin, back + 1)
    amount_recent = np.where(enough, recent / last, np.nan)
    amount_before = np.where(enough, before / (n_before + 1), np.nan)
    return {
        "gap_recent_days": gap_recent,
        "gap_before_days": gap_before,
        "amount_recent_cents": amount_recent,
        "amount_before_cents": amount_before,
        "amount_ratio": amount_recent / np.where(amount_before > 0, amount_before, np.nan),
    }


def _count_windows(
    tables: Tables, study: Study, marks: Marks, visits: Timeline
) -> dict[str, np.ndarray]:
    """Purchase days and money, net of refunds, of the last window, the one before and a year."""
    window = study.warning.signs.window_days
    money = Timeline(tables.query(f"{number_steps([])}{_MONEY}", _as_of(tables)))
    bought = [visits.count_by(marks, ago) for ago in (0, window, 2 * window, LOOK_BACK_DAYS)]
    moved = [money.count_by(marks, ago) for ago in (0, window, 2 * window, LOOK_BACK_DAYS)]
    recent = money.sum_between("cents", moved[1], moved[0])
    before = money.sum_between("cents", moved[2], moved[1])
    covered = has_both_windows(marks, visits, window)
    total = np.abs(recent) + np.abs(before)
    trend = np.where(covered & (total > 0), (recent - before) / np.maximum(total, 1), np.nan)
    return {
        "n_purchases_recent": (bought[0] - bought[1]).astype(np.int32),
        "n_purchases_before": blank_uncovered(bought[1] - bought[2], covered),
        "n_purchases_last_year": (bought[0] - bought[3]).astype(np.int32),
        "spend_recent_cents": recent,
        "spend_before_cents": before,
        "spend_last_year_cents": money.sum_between("cents", moved[3], moved[0]),
        "spend_trend": trend.astype(np.float32),
    }


def _count_products(tables: Tables, marks: Marks) -> np.ndarray:
    """Different products of the last year. Every product comes and goes, so that the changes of the
    customers before add up to nothing."""
    bound = _as_of(tables) | {"look_back": LOOK_BACK_DAYS}
    changes = Timeline(tables.query(f"{number_steps([_PRODUCTS_STEPS])}{_PRODUCTS}", bound))
    return changes.sum_between("change", np.zeros(1, int), changes.count_by(marks)).astype(np.int32)


def _as_of(tables: Tables) -> dict[str, object]:
    return {"as_of": day_number(tables.as_of)}


def blank_uncovered(counts: np.ndarray, covered: np.ndarray) -> np.ndarray:
    """``counts`` of the window before as float32, missing where the records do not cover it."""
    return np.where(covered, counts, np.nan).astype(np.float32)
