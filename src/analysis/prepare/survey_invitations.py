"""Who was asked, who answered, and what was known of them when they were asked."""

from dataclasses import dataclass

import pandas as pd

from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.silence import day_number
from analysis.prepare.stage_history import StageHistory
from analysis.prepare.survey_context import KNOWN_COLUMNS, order_by_customer, query_context
from analysis.prepare.survey_responses import add_segments
from analysis.store import Tables
from analysis.study import Study

INVITATION = "survey_invitation"  # the type of interaction, in the prepared tables
ANSWER_DAYS = 30

_MARKS = "SELECT DISTINCT customer_id, day AS t FROM interactions WHERE type = '{invitation}'"

# An answer belongs to the last invitation before it.
_ANSWERED = """
WITH marks AS ({marks}),
answers AS (SELECT DISTINCT customer_id, day FROM surveys WHERE answer IS NOT NULL),
asked AS (
    SELECT customer_id, t, lead(t) OVER (PARTITION BY customer_id ORDER BY t) AS asked_again
    FROM marks
)
SELECT
    asked.customer_id,
    t::INTEGER AS day,
    coalesce(
        answers.day - t <= $answer_days AND coalesce(answers.day < asked_again, true), false
    ) AS answered
FROM asked
ASOF LEFT JOIN answers ON asked.customer_id = answers.customer_id AND asked.t <= answers.day
"""


@dataclass(frozen=True)
class Invitations:
    """One row per invitation, or the ``reason`` why there is none.

    ``frame``: ``customer_id``, ``day``, ``answered``, ``observed`` (the time to answer had passed
    by the as-of date), the study's segments, ``survey_context.KNOWN_COLUMNS`` on that day.
    """

    frame: pd.DataFrame
    reason: str


def build_invitations(
    tables: Tables,
    study: Study,
    *,
    history: StageHistory | None = None,
    answer_days: int = ANSWER_DAYS,
) -> Invitations:
    """Everybody who was invited to a survey: interactions of type ``survey_invitation``.

    ``answered`` within ``answer_days`` and before the next invitation. Without recorded invitations
    nobody knows who was asked, so nonresponse cannot be told from not having been asked.
    """
    reason = _why_none(tables)
    if reason:
        columns = ["customer_id", "day", "answered", "observed", *study.segments, *KNOWN_COLUMNS]
        return Invitations(pd.DataFrame(columns=columns), reason)
    marks = _MARKS.format(invitation=INVITATION)
    answered = tables.query(_ANSWERED.format(marks=marks), {"answer_days": answer_days})
    observed = answered["day"] + answer_days <= day_number(tables.as_of)
    known = query_context(tables, study, marks, history)
    frame = answered.assign(observed=observed).merge(
        known, on=["customer_id", "day"], validate="one_to_one"
    )
    return Invitations(add_segments(order_by_customer(frame, tables), tables, study), "")


def _why_none(tables: Tables) -> str:
    if not has_rows(tables, "surveys"):
        return "the study has no answers to a survey"
    if "day" not in column_names(tables, "surveys"):
        return "the survey has no dates: answers cannot be joined to invitations"
    if not has_rows(tables, "transactions"):
        return "what was known of the invited is told from purchases; there are none"
    if not has_rows(tables, "interactions") or not _count_invitations(tables):
        return (
            f"no invitation is recorded (interactions of type {INVITATION}): who was asked and did"
            " not answer cannot be told from who was not asked"
        )
    return ""


def _count_invitations(tables: Tables) -> int:
    marks = _MARKS.format(invitation=INVITATION)
    return int(tables.query(f"SELECT count(*) AS n FROM ({marks})")["n"].iloc[0])
