"""What was known of a customer's contacts, complaints, comments and activity of any kind.

What the company began is no sign of the customer's. What exists only because a customer leaves,
such as an exit interview, would tell the outcome: it is never read.
"""

import numpy as np
import pandas as pd

from analysis.prepare.landmark_purchases import blank_uncovered
from analysis.prepare.landmark_timeline import (
    Marks,
    Timeline,
    has_both_windows,
    query_events,
)
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.survey_context import COMPLAINT, LOOK_BACK_DAYS
from analysis.store import Tables
from analysis.study import Study

_OWN = "SELECT customer_id, day FROM interactions WHERE NOT list_contains($others, type)"
_COMMENTS = """
SELECT customer_id, day, {rating} AS rating
FROM feedback
WHERE day IS NOT NULL AND NOT coalesce(list_contains($leaving, {channel}), false)"""

_BY_DAY = """
SELECT customer, day, {counted} AS n
FROM ({source})
JOIN numbered USING (customer_id)
WHERE day <= $as_of
GROUP BY customer, day
ORDER BY customer, day
"""

# How long a complaint took is known only once it is resolved.
_COMPLAINTS = """
SELECT customer, day, {resolved} AS resolved_day, coalesce({days}, $never) AS days_needed
FROM interactions
JOIN numbered USING (customer_id)
WHERE type = $complaint AND day <= $as_of
ORDER BY customer, day, days_needed
"""

_RATINGS = """
SELECT customer, day, round(avg(rating), 6) AS rating
FROM ({source})
JOIN numbered USING (customer_id)
WHERE day <= $as_of
GROUP BY customer, day
ORDER BY customer, day
"""


def tell_contacts(tables: Tables, study: Study, marks: Marks) -> dict[str, np.ndarray]:
    """Contacts in the last window and the one before, and complaints; none without the table."""
    if not has_rows(tables, "interactions"):
        return {}
    contacts = Timeline(_count_days(tables, study, [_OWN], "count(*)"))
    window = study.warning.signs.window_days
    upto, back, further = (contacts.count_by(marks, ago) for ago in (0, window, 2 * window))
    covered = has_both_windows(marks, contacts, window)
    features = {
        "n_contacts_recent": contacts.sum_between("n", back, upto).astype(np.int32),
        "n_contacts_before": blank_uncovered(contacts.sum_between("n", further, back), covered),
        "days_since_contact": contacts.days_since(marks, contacts.find_last(marks)),
    }
    return features | _tell_complaints(tables, marks)


def _tell_complaints(tables: Tables, marks: Marks) -> dict[str, np.ndarray]:
    """Complaints of the last year, how many are open, and how long the last one took, so far."""
    timed = "days_to_resolution" in column_names(tables, "interactions")
    sql = _COMPLAINTS.format(
        resolved="(day + ceil(days_to_resolution))::INTEGER" if timed else "NULL::INTEGER",
        days="days_to_resolution" if timed else "NULL::DOUBLE",
    )
    rows = query_events(tables, sql, {"complaint": COMPLAINT, "never": np.inf})
    begun = Timeline(rows)
    upto, place = begun.count_by(marks), begun.find_last(marks)
    since = begun.days_since(marks, place)
    features = {
        "n_complaints_last_year": (upto - begun.count_by(marks, LOOK_BACK_DAYS)).astype(np.int32),
        "days_since_complaint": since,
    }
    if timed:
        resolved = Timeline(_list_resolved(rows))
        # Both count the customers before as well, some of whose complaints were never resolved.
        start = np.searchsorted(begun.customer, marks.customer)
        closed_before = np.searchsorted(resolved.customer, marks.customer)
        n_open = (upto - start) - (resolved.count_by(marks) - closed_before)
        features["n_open_complaints"] = n_open.astype(np.int32)
        features["complaint_days"] = np.fmin(begun.take("days_needed", place), since)
    return features


def _list_resolved(rows: pd.DataFrame) -> pd.DataFrame:
    resolved = rows.dropna(subset=["resolved_day"])[["customer", "resolved_day"]]
    renamed = resolved.rename(columns={"resolved_day": "day"}).astype({"day": "int64"})
    return renamed.sort_values(["customer", "day"], ignore_index=True)


def tell_activity(tables: Tables, study: Study, marks: Marks) -> dict[str, np.ndarray]:
    """Days on which the customer did anything: bought, got in touch, answered or commented.

    None where only one of these is recorded: it has features, and a sign, of its own.
    """
    sources = [
        sql
        for name, sql in (
            ("transactions", "SELECT customer_id, day FROM transactions"),
            ("interactions", _OWN),
            ("surveys", "SELECT customer_id, day FROM surveys WHERE answer IS NOT NULL"),
            ("feedback", f"SELECT customer_id, day FROM ({_list_comments(tables)})"),
        )
        if has_rows(tables, name) and "day" in column_names(tables, name)
    ]
    if len(sources) < 2:
        return {}
    days = Timeline(_count_days(tables, study, sources, "1"))
    window = study.warning.signs.window_days
    upto, back, further = (days.count_by(marks, ago) for ago in (0, window, 2 * window))
    covered = has_both_windows(marks, days, window)
    return {
        "n_active_days_recent": (upto - back).astype(np.int32),
        "n_active_days_before": blank_uncovered(back - further, covered),
    }


def tell_comments(tables: Tables, study: Study, marks: Marks) -> dict[str, np.ndarray]:
    """The last rating given with a comment (scale points), its age, and comments of a year."""
    if not has_rows(tables, "feedback") or "day" not in column_names(tables, "feedback"):
        return {}
    sql = _RATINGS.format(source=_list_comments(tables))
    comments = Timeline(query_events(tables, sql, {"leaving": _leaving(study)}))
    place = comments.find_last(marks)
    upto, year = (comments.count_by(marks, ago) for ago in (0, LOOK_BACK_DAYS))
    features = {
        "days_since_comment": comments.days_since(marks, place),
        "n_comment_days_last_year": (upto - year).astype(np.int32),
    }
    if "rating" in column_names(tables, "feedback"):
        features["last_rating"] = comments.take("rating", place)
    return features


def _list_comments(tables: Tables) -> str:
    known = column_names(tables, "feedback")
    return _COMMENTS.format(
        rating="rating" if "rating" in known else "NULL::DOUBLE",
        channel="channel" if "channel" in known else "NULL::VARCHAR",
    )


def _count_days(tables: Tables, study: Study, sources: list[str], counted: str) -> pd.DataFrame:
    sql = _BY_DAY.format(source=" UNION ALL ".join(sources), counted=counted)
    bound: dict[str, object] = {}
    if "$others" in sql:
        bound["others"] = [*study.warning.leaving_sources, *study.warning.company_sources]
    if "$leaving" in sql:
        bound["leaving"] = _leaving(study)
    return query_events(tables, sql, bound)


def _leaving(study: Study) -> list[str]:
    return list(study.warning.leaving_sources)
