"""What a customer had answered by a landmark: the latest score of every construct, and its change.

A score is the mean of the construct's items that were answered, each on its scale from 0 to 100,
reversed items turned round. Answers without a day are not known to be before a landmark: left out.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from analysis.prepare.landmark_timeline import Marks, Timeline, query_events
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.survey_responses import describe_items
from analysis.store import Tables, quote_name, quote_text
from analysis.study import Study, SurveyModel

# Rounded, so that the order in which answers are added up never matters.
_SCORES = """
SELECT customer, day, {scores}
FROM (
    SELECT customer, day, item, CASE item {points} END AS points
    FROM surveys
    JOIN numbered USING (customer_id)
    WHERE answer IS NOT NULL AND day <= $as_of
)
GROUP BY customer, day
ORDER BY customer, day
"""


def list_scored(survey: SurveyModel) -> dict[str, tuple[str, ...]]:
    """Items by what is scored: the constructs, and single items with a role of their own."""
    roles = (survey.roles.satisfaction, survey.roles.loyalty, survey.roles.trust)
    single = {name: (name,) for name in roles if name and not survey.is_construct(name)}
    return survey.construct_items | single


def tell_answers(tables: Tables, study: Study, marks: Marks) -> dict[str, np.ndarray]:
    """``days_since_answer``; for every construct ``score_NAME`` and ``score_change_NAME`` (points
    of 100 since the survey before). None where ``survey:`` does not say what items measure."""
    dated = has_rows(tables, "surveys") and "day" in column_names(tables, "surveys")
    if study.survey is None or not dated:
        return {}
    answers = Timeline(_score_surveys(tables, study))
    place = answers.find_last(marks)
    names = [str(name) for name in answers.events if str(name).startswith("score_")]
    scores = {name: answers.take(name, place) for name in names}
    return {"days_since_answer": answers.days_since(marks, place)} | scores


def _score_surveys(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per customer and day with answers: latest scores and changes by then."""
    assert study.survey is not None
    items = describe_items(tables, study)
    points = [_count_points(row) for row in items.to_dict("records")]
    scored = list_scored(study.survey)
    scores = [
        f"round(avg(points) FILTER (WHERE item IN ({', '.join(map(quote_text, names))})), 6)"
        f" AS {quote_name(name)}"
        for name, names in scored.items()
    ]
    sql = _SCORES.format(scores=", ".join(scores), points=" ".join(points))
    rows = query_events(tables, sql)
    customer = rows["customer"]
    latest = {name: _carry_on(customer, rows[name].to_numpy()) for name in scored}
    columns = {"customer": customer, "day": rows["day"]}
    for name, (score, change) in latest.items():
        columns |= {f"score_{name}": score, f"score_change_{name}": change}
    return pd.DataFrame(columns)


def _count_points(item: dict[Hashable, Any]) -> str:
    """An answer as points of 100 on its scale, more being better."""
    low, high = item["low"], item["high"]
    better = f"({high!r} - answer)" if item["reversed"] else f"(answer - {low!r})"
    return f"WHEN {quote_text(item['item'])} THEN 100 * {better} / {high - low!r}"


def _carry_on(customer: pd.Series, score: np.ndarray) -> tuple[pd.Series, pd.Series]:
    """The latest score by each row, and its change from the one before; rows in order of day."""
    given = pd.Series(score, customer.index).dropna()
    change = given.groupby(customer[given.index]).diff()
    latest = given.reindex(customer.index).groupby(customer).ffill()
    changes = pd.Series(np.nan, customer.index)
    # A first score has no change: what is carried on is that of the latest score, even if none.
    place = pd.Series(np.arange(len(given), dtype=float), given.index)
    carried = place.reindex(customer.index).groupby(customer).ffill()
    known = carried.notna()
    changes[known] = change.to_numpy()[carried[known].astype(int)]
    return latest, changes
