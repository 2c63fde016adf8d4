"""What was known of a customer on a day: on that of an invitation, or of an answer.

Nothing here depends on anything recorded after the day. What is dated on the day itself is known.
"""

import numpy as np
import pandas as pd

from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.silence import build_threshold_steps
from analysis.prepare.stage_history import StageHistory
from analysis.store import Tables
from analysis.study import SilenceRule, Study

COMPLAINT = "complaint"  # the type of interaction, in the prepared tables
LOOK_BACK_DAYS = 365
FIRST_EXPERIENCE_DAYS = 90
FIRST_COMPLAINT_DAYS = 60

KNOWN_COLUMNS = (
    "tenure_days", "days_since_purchase", "n_purchases_last_year", "spend_last_year_cents",
    "rhythm_days", "recency_ratio", "stage", "n_complaints_last_year", "open_complaint",
    "complaint_topic", "complaint_days", "complaint_repeated", "first_experience",
    "first_channel", "first_complaint", "second_purchase_days", "silence_left",
)  # fmt: skip

# Without a definition of a loss the rule is a mere place-holder: its days are not reported.
_NO_RULE = SilenceRule(name="none", rule="fixed_days", days=1)

# The visit that was the last one on the day, with the base's gaps completed before that visit.
LAST_VISITS = """
paces AS (
    SELECT
        day,
        coalesce(sum(count(gap)) OVER earlier, 0)::DOUBLE AS base_gaps,
        coalesce(sum(sum(gap)) OVER earlier, 0)::DOUBLE AS base_days
    FROM visits
    GROUP BY day
    WINDOW earlier AS (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
paced AS (
    SELECT
        thresholds.*,
        greatest($shortest_rhythm, coalesce(
            CASE
                WHEN base_gaps > 0 THEN
                    (thresholds.day - first_day + $prior * base_days / base_gaps)
                    / nullif(n_gaps + $prior, 0)
                WHEN n_gaps > 0 THEN (thresholds.day - first_day) / n_gaps::DOUBLE
            END,
            $shortest_rhythm
        )) AS rhythm
    FROM thresholds
    JOIN paces USING (day)
),
last_visits AS (
    SELECT marks.customer_id, t, paced.* EXCLUDE (customer_id)
    FROM marks
    ASOF LEFT JOIN paced ON marks.customer_id = paced.customer_id AND marks.t >= paced.day
)"""

MOVES = """
moves AS (
    SELECT customer_id, day, amount_cents, 1 AS bought FROM purchases
    UNION ALL
    SELECT customer_id, day, amount_cents, 0 AS bought FROM refunds WHERE day <= $as_of
)"""

_RECENT = """
recent AS (
    SELECT
        marks.customer_id,
        t,
        coalesce(sum(bought), 0)::INTEGER AS n_purchases_last_year,
        coalesce(sum(amount_cents), 0)::BIGINT AS spend_last_year_cents
    FROM marks
    LEFT JOIN moves ON moves.customer_id = marks.customer_id
        AND moves.day <= t AND moves.day > t - $look_back
    GROUP BY marks.customer_id, t
)"""

# How long a complaint took is known only once it is resolved: until then it is open.
_COMPLAINTS = """
complaints AS (
    SELECT customer_id, day, {topic} AS topic, {days} AS days_needed
    FROM interactions
    WHERE type = $complaint AND day <= $as_of
),
complained AS (
    SELECT
        customer_id,
        t,
        count(*) FILTER (WHERE day > t - $look_back) AS n_complaints_last_year,
        {open} AS open_complaint,
        last(topic ORDER BY day, topic, so_far) FILTER (WHERE day > t - $look_back) AS topic,
        last(so_far ORDER BY day, topic, so_far) FILTER (WHERE day > t - $look_back)
            AS complaint_days,
        min(day) FILTER (WHERE day >= begun) AS first_complaint_day
    FROM (
        SELECT
            last_visits.customer_id,
            t,
            first_day AS begun,
            complaints.day,
            topic,
            days_needed,
            least(coalesce(days_needed, t - complaints.day), t - complaints.day) AS so_far
        FROM last_visits
        JOIN complaints ON complaints.customer_id = last_visits.customer_id
            AND complaints.day <= t
    )
    GROUP BY customer_id, t
)"""

_IS_OPEN = "bool_or(day + days_needed > t OR days_needed IS NULL)"

_NO_COMPLAINTS = """
complained AS (
    SELECT customer_id, t, 0 AS n_complaints_last_year, false AS open_complaint,
        NULL::VARCHAR AS topic, NULL::DOUBLE AS complaint_days, NULL::INTEGER AS first_complaint_day
    FROM marks
    WHERE false
)"""

_FIRSTS = """
second_visits AS (
    SELECT customer_id, day AS second_day FROM visits WHERE n_gaps = 1
),
first_channels AS (
    SELECT customer_id, first_day, {channel} AS first_channel
    FROM transactions
    JOIN (SELECT DISTINCT customer_id, first_day FROM visits) USING (customer_id)
    WHERE day = first_day AND amount_cents >= 0
    GROUP BY customer_id, first_day
)"""

_KNOWN = """
SELECT
    customer_id,
    t::INTEGER AS day,
    (t - last_visits.first_day)::INTEGER AS tenure_days,
    (t - last_visits.day)::INTEGER AS days_since_purchase,
    n_purchases_last_year,
    spend_last_year_cents,
    rhythm AS rhythm_days,
    (t - last_visits.day) / rhythm AS recency_ratio,
    coalesce(n_complaints_last_year, 0)::INTEGER AS n_complaints_last_year,
    {open_complaint} AS open_complaint,
    topic AS complaint_topic,
    complaint_days::DOUBLE AS complaint_days,
    coalesce(n_complaints_last_year, 0) > 1 AS complaint_repeated,
    t - last_visits.first_day <= $first_experience AS first_experience,
    CASE WHEN last_visits.first_day IS NOT NULL THEN first_channel END AS first_channel,
    CASE
        WHEN first_complaint_day <= last_visits.first_day + $first_complaint THEN true
        WHEN t >= last_visits.first_day + $first_complaint THEN false
    END AS first_complaint,
    CASE WHEN second_day <= t THEN (second_day - last_visits.first_day)::INTEGER END
        AS second_purchase_days,
    (last_visits.day + threshold - t)::INTEGER AS silence_left
FROM last_visits
JOIN recent USING (customer_id, t)
LEFT JOIN complained USING (customer_id, t)
LEFT JOIN second_visits USING (customer_id)
LEFT JOIN first_channels USING (customer_id)
"""


def query_context(
    tables: Tables, study: Study, marks: str, history: StageHistory | None
) -> pd.DataFrame:
    """One row per customer and day of ``marks`` with ``KNOWN_COLUMNS``.

    ``marks`` is a SELECT of customer_id and t (day since 1970-01-01), each pair once. The stage is
    that of ``history`` at the end of the day, empty without one. Needs transactions. Money in
    cents, net of refunds; times in days. ``silence_left`` is missing where churn is no silence.
    """
    steps, parameters = build_mark_steps(tables, study, marks)
    steps += [MOVES, _RECENT, _complaint_steps(tables), _first_steps(tables)]
    sql = _KNOWN.format(open_complaint=_default_open(tables))
    bound = parameters | {
        "look_back": LOOK_BACK_DAYS,
        "first_experience": FIRST_EXPERIENCE_DAYS,
        "first_complaint": FIRST_COMPLAINT_DAYS,
    }
    bound |= {"complaint": COMPLAINT} if has_rows(tables, "interactions") else {}
    known = tables.query(f"WITH {','.join(steps)}{sql}", bound)
    if find_rule(study) is None:
        known["silence_left"] = np.nan
    known["stage"] = _find_stages(known, tables, history)
    return known[["customer_id", "day", *KNOWN_COLUMNS]]


def find_rule(study: Study) -> SilenceRule | None:
    """The study's own definition of a loss by silence, if that is what churn means."""
    return study.churn.definition if study.churn and study.churn.kind == "silence" else None


def build_mark_steps(
    tables: Tables, study: Study, marks: str
) -> tuple[list[str], dict[str, object]]:
    """Steps for a WITH: those of ``silence.build_threshold_steps``, ``marks`` and, for each of
    them, the last visit by that day with the rhythm known at it (``last_visits``)."""
    steps, parameters = build_threshold_steps(tables, find_rule(study) or _NO_RULE)
    prior = {"prior": study.stages.shrinkage, "shortest_rhythm": float(study.stages.minimum_days)}
    return [*steps, f"marks AS ({marks})", LAST_VISITS], parameters | prior


def _complaint_steps(tables: Tables) -> str:
    if not has_rows(tables, "interactions"):
        return _NO_COMPLAINTS
    known = column_names(tables, "interactions")
    timed = "days_to_resolution" in known
    return _COMPLAINTS.format(
        topic="topic" if "topic" in known else "NULL::VARCHAR",
        days="days_to_resolution" if timed else "NULL::DOUBLE",
        open=_IS_OPEN if timed else "NULL::BOOLEAN",
    )


def _default_open(tables: Tables) -> str:
    """No complaint is no open complaint; nothing is known where resolutions are not recorded."""
    timed = "days_to_resolution" in column_names(tables, "interactions")
    return "coalesce(open_complaint, false)" if timed else "open_complaint"


def _first_steps(tables: Tables) -> str:
    recorded = "channel" in column_names(tables, "transactions")
    return _FIRSTS.format(channel="min(channel)" if recorded else "NULL::VARCHAR")


def order_by_customer(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Rows in the order of the customers table, which no pseudonym key changes, then by day."""
    place = frame["customer_id"].map(_number_customers(tables))
    order = np.lexsort((frame["day"].to_numpy(), place.to_numpy()))
    return frame.iloc[order].reset_index(drop=True)


def _number_customers(tables: Tables) -> pd.Series:
    customers = tables.query("SELECT customer_id FROM customers")["customer_id"]
    return pd.Series(np.arange(len(customers)), index=customers.to_numpy())


def _find_stages(
    known: pd.DataFrame, tables: Tables, history: StageHistory | None
) -> pd.Series | str:
    """The stage of every row's customer at the end of its day; empty before the history begins."""
    if history is None or known.empty:
        return ""
    customer = known["customer_id"].map(_number_customers(tables))
    asked = pd.DataFrame({"customer": customer, "day": known["day"]}).astype("int64")
    spells = history.spells[["customer", "start", "stop", "from_state", "to_state"]]
    spells = spells.astype({"customer": "int64", "start": "int64"}).sort_values("start")
    found = pd.merge_asof(
        asked.reset_index().sort_values("day", kind="stable"),
        spells,
        left_on="day",
        right_on="start",
        by="customer",
    ).set_index("index")
    # A visit that ends on the day has given way to the next; one still going on has no next.
    later = found["to_state"].fillna(found["from_state"])
    stage = found["from_state"].where(found["day"] < found["stop"], later)
    return stage.reindex(known.index).fillna("").astype(str)
