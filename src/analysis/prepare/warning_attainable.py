"""The best that could be forecast from purchases and contacts, where the company is simulated.

What the true risk is to somebody who sees the hidden stage, this is to somebody who sees no more
than the records: the limit for every model that learns from them.
"""

import numpy as np
import pandas as pd

from analysis.prepare.landmark_timeline import query_events
from analysis.prepare.warning_truth import has_warning_truth, simulated_parameters
from analysis.simulate.parameters import SEGMENTS, CompanyParameters
from analysis.simulate.stage_filter import (
    AWAY,
    CALM,
    COMPLAINT,
    HOME,
    LOWERED,
    MARK,
    SERVICE,
    SHOCK,
    VISIT,
    Groups,
    Seen,
    filter_silent_chances,
)
from analysis.store import Tables
from analysis.study import Study

# A complaint that is still open after the promised days is known to be so on that day.
_SEEN = """
, bought AS (
    SELECT customer, t.day, CASE WHEN t.channel = c.home_channel THEN $home ELSE $away END AS kind
    FROM transactions AS t
    JOIN customers AS c USING (customer_id)
    JOIN numbered USING (customer_id)
    WHERE t.day <= $as_of
),
contacted AS (
    SELECT customer, day, type, days_to_resolution AS needed
    FROM interactions
    JOIN numbered USING (customer_id)
    WHERE day <= $as_of
),
firsts AS (
    SELECT customer, min(day) AS first_day FROM bought GROUP BY customer
)
SELECT customer, day::INTEGER AS day, kind::INTEGER AS kind
FROM (
    SELECT * FROM bought
    UNION ALL
    SELECT customer, day,
        CASE type WHEN 'visit' THEN $visit WHEN 'service_contact' THEN $service ELSE $complaint END
    FROM contacted WHERE type IN ('visit', 'service_contact', 'complaint')
    UNION ALL
    SELECT customer, day + $promised, $lowered
    FROM contacted
    WHERE type = 'complaint' AND (needed IS NULL OR needed > $promised)
        AND day + $promised <= $as_of
)
JOIN firsts USING (customer)
WHERE day >= first_day
"""

_PEOPLE = """
SELECT customer, region, home_channel, age_band, NOT do_not_contact AS reachable
FROM customers
JOIN numbered USING (customer_id)
ORDER BY customer
"""


def find_attainable_risks(
    landmarks: pd.DataFrame, tables: Tables, study: Study, *, horizon: int
) -> pd.Series:
    """The risk, for every row of ``landmarks``, forecast with the true rates from the purchases and
    contacts by its day; 0 where the silence cannot be complete within ``horizon`` days.

    Missing in a study without ``has_warning_truth``.
    """
    risks = pd.Series(np.nan, index=landmarks.index, name="attainable_risk")
    if not has_warning_truth(study):
        return risks
    parameters = simulated_parameters(study)
    silence = np.ceil(landmarks["silence_left"].to_numpy(float)).astype(np.int64)
    is_open = silence <= horizon
    people = query_events(tables, f"{_PEOPLE}")
    names = tables.query("SELECT customer_id FROM customers")["customer_id"].astype(str)
    place = pd.Index(names).get_indexer(pd.Index(landmarks["customer_id"].astype(str)))
    marks = pd.DataFrame(
        {
            "customer": place[is_open],
            "day": landmarks["day"].to_numpy()[is_open],
            "kind": MARK,
            "silence": silence[is_open],
            "row": np.flatnonzero(is_open),
        }
    )
    rows = _order_rows(_list_seen(tables, parameters), marks, parameters)
    groups, group = _group_people(people)
    seen = Seen(
        customer=rows["customer"].to_numpy(),
        day=rows["day"].to_numpy(),
        kind=rows["kind"].to_numpy(),
        silence=rows["silence"].to_numpy(),
        group=group[rows["customer"].to_numpy()],
    )
    chances = filter_silent_chances(seen, groups, parameters)
    values = np.zeros(len(landmarks))
    asked = (rows["kind"] == MARK).to_numpy()
    values[rows["row"].to_numpy()[asked]] = chances[asked]
    risks[:] = values
    return risks


def _list_seen(tables: Tables, parameters: CompanyParameters) -> pd.DataFrame:
    kinds: dict[str, object] = {
        "home": HOME,
        "away": AWAY,
        "visit": VISIT,
        "service": SERVICE,
        "complaint": COMPLAINT,
        "lowered": LOWERED,
        "promised": parameters.contacts.promised_days,
    }
    return query_events(tables, _SEEN, kinds)


def _order_rows(
    seen: pd.DataFrame, marks: pd.DataFrame, parameters: CompanyParameters
) -> pd.DataFrame:
    """All that is told of customers with marks: the first purchase first, the rest by day."""
    seen = seen[seen["customer"].isin(marks["customer"])]
    first = seen.groupby("customer")["day"].min()
    stages, begin = parameters.stages, parameters.start_day
    turns = []
    for day, kind in ((stages.shock_start, SHOCK), (stages.shock_end, CALM)):
        # nothing is seen before the first purchase: who comes in the shock starts in it
        at = np.maximum(begin + day - 1, first)
        turns.append(pd.DataFrame({"customer": first.index, "day": at, "kind": kind}))
    rows = pd.concat([seen, *turns, marks], ignore_index=True)
    rows = rows.fillna({"silence": 0, "row": -1}).astype({"silence": "int64", "row": "int64"})
    is_first = (rows["kind"] <= AWAY) & (rows["kind"] >= HOME)
    is_first &= rows["day"].to_numpy() == rows["customer"].map(first).to_numpy()
    is_first &= ~rows[is_first].duplicated("customer").reindex(rows.index, fill_value=True)
    rows["later"] = ~is_first
    return rows.sort_values(["customer", "later", "day", "kind"], kind="stable")


def _group_people(people: pd.DataFrame) -> tuple[Groups, np.ndarray]:
    """Customers alike in everything known for good, and each customer's group."""
    codes = pd.DataFrame(
        {
            column: pd.Categorical(people[column], levels).codes
            for column, levels in SEGMENTS.items()
        }
    ).assign(reachable=people["reachable"].to_numpy(bool))
    group = codes.groupby(list(codes)).ngroup().to_numpy()
    alike = codes.drop_duplicates().assign(group=lambda part: group[part.index])
    alike = alike.sort_values("group")
    segments = {column: alike[column].to_numpy(int) for column in SEGMENTS}
    return Groups(segments, alike["reachable"].to_numpy(bool)), group
