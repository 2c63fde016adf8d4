"""What respondents did after their answers, beside what was known of them on the day.

Answers of day t stand beside what happened after t only; everything that may explain it was known
at t (``survey_context``).
"""

from collections.abc import Sequence

import pandas as pd

from analysis.prepare.stage_history import StageHistory
from analysis.prepare.survey_context import (
    KNOWN_COLUMNS,
    LOOK_BACK_DAYS,
    MOVES,
    build_mark_steps,
    order_by_customer,
    query_context,
)
from analysis.prepare.survey_responses import add_segments
from analysis.store import Tables
from analysis.study import Study

LOYALTY_COLUMNS = (
    "customer_id", "day", "tenure_days", "repeat_rate", "window_days", "n_purchases_window",
    "n_expected_window", "share_of_rhythm_kept",
)  # fmt: skip
_FOLLOWED = ("at_risk", "left", "days_followed", "days_observed")

_EVERY = "SELECT DISTINCT customer_id, day AS t FROM surveys WHERE answer IS NOT NULL"
_LATEST = "SELECT customer_id, max(day) AS t FROM surveys WHERE answer IS NOT NULL GROUP BY ALL"

# A customer who is silent past the threshold on day t has left already and is not at risk.
_OUTCOMES = """
losses AS (
    SELECT customer_id, day + threshold AS lost_day
    FROM thresholds
    WHERE day + threshold <= $as_of AND coalesce(next_day - day > threshold, true)
),
followed AS (
    SELECT
        last_visits.customer_id,
        t,
        coalesce(day + threshold > t, false) AS at_risk,
        lost_day
    FROM last_visits
    ASOF LEFT JOIN losses
        ON last_visits.customer_id = losses.customer_id AND last_visits.t < losses.lost_day
),
bought_after AS (
    SELECT marks.customer_id, t, {sums}
    FROM marks
    LEFT JOIN moves ON moves.customer_id = marks.customer_id AND moves.day > t
    GROUP BY marks.customer_id, t
)
SELECT
    customer_id,
    t::INTEGER AS day,
    at_risk,
    CASE WHEN at_risk THEN lost_day IS NOT NULL END AS "left",
    CASE WHEN at_risk THEN coalesce(lost_day, $as_of) - t END AS days_followed,
    ($as_of - t)::INTEGER AS days_observed,
    {horizons}
FROM followed
JOIN bought_after USING (customer_id, t)
"""

_LOYALTY = """
windows AS (
    SELECT
        customer_id,
        t,
        first_day,
        n_gaps,
        greatest(t - $look_back, first_day) AS begun
    FROM last_visits
    WHERE first_day IS NOT NULL
),
expected AS (
    SELECT windows.*, paced.rhythm
    FROM windows
    ASOF JOIN paced ON windows.customer_id = paced.customer_id AND windows.begun >= paced.day
),
counted AS (
    SELECT expected.customer_id, t, count(purchases.day) AS n_purchases_window
    FROM expected
    LEFT JOIN purchases ON purchases.customer_id = expected.customer_id
        AND purchases.day > begun AND purchases.day <= t
    GROUP BY expected.customer_id, t
)
SELECT
    customer_id,
    t::INTEGER AS day,
    (t - first_day)::INTEGER AS tenure_days,
    365.0 * n_gaps / nullif(t - first_day, 0) AS repeat_rate,
    (t - begun)::INTEGER AS window_days,
    n_purchases_window::INTEGER AS n_purchases_window,
    (t - begun) / rhythm AS n_expected_window,
    n_purchases_window * rhythm / nullif(t - begun, 0) AS share_of_rhythm_kept
FROM expected
JOIN counted USING (customer_id, t)
"""


def build_survey_outcomes(
    tables: Tables,
    study: Study,
    *,
    horizons_days: Sequence[int],
    history: StageHistory | None = None,
) -> pd.DataFrame:
    """One row per customer and day with an answer; no rows where ``survey_outcomes`` is no
    capability of the tables.

    After day t: ``at_risk`` (not lost on that day under the study's definition), ``left`` and
    ``days_followed`` (days to the first loss after t, or to the as-of date; missing when not at
    risk), ``days_observed`` (to the as-of date); for every horizon H ``spend_H_cents`` (net of
    refunds) and ``n_purchases_H`` (days with a purchase) in (t, t + H], missing when the as-of date
    comes first. Then the segments and ``survey_context.KNOWN_COLUMNS`` at t.
    """
    horizons = [name for h in horizons_days for name in (f"spend_{h}_cents", f"n_purchases_{h}")]
    if tables.capabilities["survey_outcomes"]:
        columns = ["customer_id", "day", *_FOLLOWED, *horizons, *study.segments, *KNOWN_COLUMNS]
        return pd.DataFrame(columns=columns)
    marks = f"{_EVERY} AND day IS NOT NULL"
    steps, parameters = build_mark_steps(tables, study, marks)
    sql = _OUTCOMES.format(sums=_sum_within(horizons_days), horizons=_blank_late(horizons_days))
    outcomes = tables.query(f"WITH {','.join([*steps, MOVES])},{sql}", parameters)
    outcomes = outcomes.astype({"left": "boolean", "days_followed": "Int32"})
    known = query_context(tables, study, marks, history)
    frame = outcomes.merge(known, on=["customer_id", "day"], validate="one_to_one")
    return add_segments(order_by_customer(frame, tables), tables, study)


def _sum_within(horizons_days: Sequence[int]) -> str:
    sums = [
        f"coalesce(sum(amount_cents) FILTER (WHERE day <= t + {h:d}), 0)::BIGINT AS spend_{h:d},"
        f" coalesce(sum(bought) FILTER (WHERE day <= t + {h:d}), 0)::INTEGER AS bought_{h:d}"
        for h in horizons_days
    ]
    return ", ".join(sums) or "count(*) AS n_after"


def _blank_late(horizons_days: Sequence[int]) -> str:
    return ", ".join(
        f"CASE WHEN t + {h:d} <= $as_of THEN spend_{h:d} END AS spend_{h:d}_cents,"
        f" CASE WHEN t + {h:d} <= $as_of THEN bought_{h:d} END AS n_purchases_{h:d}"
        for h in horizons_days
    )


def build_loyalty_behaviour(tables: Tables, study: Study) -> pd.DataFrame:
    """What respondents' purchases say of their loyalty on the day of their latest answer.

    ``LOYALTY_COLUMNS``: ``tenure_days`` since the first purchase; ``repeat_rate`` days with a
    further purchase per 365 days of tenure (missing on the first day); in the last year, or since
    the first purchase where that is less (``window_days``), the days with a purchase beside those
    that the customer's own rhythm at its beginning would have given, and
    ``share_of_rhythm_kept``, their ratio. Nothing after the day counts. Respondents who had not
    bought are left out; no rows where ``survey_outcomes`` is no capability of the tables.
    """
    if tables.capabilities["survey_outcomes"]:
        return pd.DataFrame(columns=list(LOYALTY_COLUMNS))
    steps, parameters = build_mark_steps(tables, study, _LATEST)
    bound = parameters | {"look_back": LOOK_BACK_DAYS}
    loyalty = tables.query(f"WITH {','.join(steps)},{_LOYALTY}", bound)
    return order_by_customer(loyalty, tables)
