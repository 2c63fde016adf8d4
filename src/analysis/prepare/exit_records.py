"""Answers, comments and contacts recorded beside an exit interview: what the leaving itself made.

Such a record says that a customer has left, whatever it was meant to measure.
"""

import pandas as pd

from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.silence import day_number
from analysis.store import Tables
from analysis.study import Study

BESIDE_DAYS = 1  # a record so close to an interview was made with it
# The same customers in earlier weeks show how often a record falls so close by chance: windows of
# the same length, two weeks apart, so that days of the week are the same.
USUAL_WINDOWS = 6
_WEEKS_APART_DAYS = 14
EXIT_RECORD_COLUMNS = (
    "source",
    "item",
    "n_rows",
    "n_interviews",
    "n_beside",
    "n_earlier",
    "n_windows",
)

_ITEMS = {
    "surveys": "SELECT customer_id, day, 'surveys' AS source, item AS item FROM surveys"
    " WHERE answer IS NOT NULL AND day IS NOT NULL",
    "feedback": "SELECT customer_id, day, 'feedback' AS source, {channel} AS item FROM feedback"
    " WHERE day IS NOT NULL AND NOT coalesce(list_contains($leaving, {channel}), false)",
    "interactions": "SELECT customer_id, day, 'interactions' AS source, type AS item"
    " FROM interactions WHERE NOT list_contains($others, type)",
}
_INTERVIEWS = {
    "interactions": "SELECT customer_id, day FROM interactions WHERE list_contains($leaving, type)",
    "feedback": "SELECT customer_id, day FROM feedback WHERE list_contains($leaving, {channel})",
}

_COUNTED = """
WITH interviews AS (
    SELECT DISTINCT customer_id, day FROM ({interviews}) WHERE day <= $as_of
),
records AS (
    SELECT customer_id, day, source, item, count(*) AS n
    FROM ({items}) WHERE day <= $as_of GROUP BY ALL
),
placed AS (
    SELECT
        source, item, interviews.customer_id, interviews.day AS held,
        CASE
            WHEN abs(records.day - held) <= $beside THEN 0
            ELSE (held - records.day + $beside) // $apart
        END AS place
    FROM interviews
    JOIN records USING (customer_id)
    WHERE abs(records.day - held) <= $beside OR (
        held - records.day BETWEEN $apart - $beside AND $apart * $windows + $beside
        AND (held - records.day + $beside) % $apart <= 2 * $beside
    )
),
near AS (
    SELECT source, item, count(*) FILTER (WHERE place = 0) AS n_beside,
        count(*) FILTER (WHERE place > 0) AS n_earlier
    FROM (SELECT DISTINCT * FROM placed)
    GROUP BY source, item
)
SELECT
    source,
    item,
    sum(n)::BIGINT AS n_rows,
    (SELECT count(*) FROM interviews) AS n_interviews,
    coalesce(any_value(n_beside), 0)::BIGINT AS n_beside,
    coalesce(any_value(n_earlier), 0)::BIGINT AS n_earlier,
    $windows AS n_windows
FROM records
LEFT JOIN near USING (source, item)
GROUP BY source, item
ORDER BY source, item
"""


def count_exit_records(tables: Tables, study: Study) -> pd.DataFrame:
    """What early warning reads of surveys, comments and contacts, and how much of it stands beside
    an exit interview (``study.warning.leaving_sources``) of the same customer.

    One row per ``source`` (surveys, feedback, interactions) and ``item`` (question, channel of the
    comment, type of the contact): ``n_rows``; ``n_interviews`` of all; ``n_beside``: interviews
    with such a record within a day of them; ``n_earlier``: as many in ``n_windows`` windows of the
    same length in the weeks before, together. No rows where no exit interviews are recorded.
    """
    channel = "channel" if "channel" in column_names(tables, "feedback") else "NULL::VARCHAR"
    items = _list_sources(tables, _ITEMS, channel)
    interviews = _list_sources(tables, _INTERVIEWS, channel)
    if not items or not interviews:
        return pd.DataFrame(columns=list(EXIT_RECORD_COLUMNS))
    sql = _COUNTED.format(
        interviews=" UNION ALL ".join(interviews), items=" UNION ALL ".join(items)
    )
    bound = {
        "leaving": list(study.warning.leaving_sources),
        "others": [*study.warning.leaving_sources, *study.warning.company_sources],
        "as_of": day_number(tables.as_of),
        "beside": BESIDE_DAYS,
        "apart": _WEEKS_APART_DAYS,
        "windows": USUAL_WINDOWS,
    }
    counted = tables.query(sql, {name: bound[name] for name in bound if f"${name}" in sql})
    return counted if counted["n_interviews"].any() else counted.iloc[:0]


def _list_sources(tables: Tables, templates: dict[str, str], channel: str) -> list[str]:
    return [
        sql.format(channel=channel)
        for name, sql in templates.items()
        if has_rows(tables, name) and "day" in column_names(tables, name)
    ]
