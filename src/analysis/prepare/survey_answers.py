"""Answers of a survey: how often each was given, and how alike one respondent's answers are."""

import pandas as pd

from analysis.prepare.purchase_days import column_names, has_rows
from analysis.store import Tables

ANSWER_COLUMNS = ("item", "low", "high", "label_en", "label_zh", "answer", "n_respondents")
PATTERN_COLUMNS = ("n_answered", "n_alike", "n_respondents")

_ANSWERS = """
WITH numbered AS (
    SELECT *, row_number() OVER () AS position FROM survey_items
)
SELECT item, low, high, label_en, label_zh, answer, count(*) AS n_respondents
FROM surveys
JOIN numbered USING (item)
GROUP BY item, low, high, label_en, label_zh, answer, position
ORDER BY position, answer
"""

# Alike answers are looked for among the items of the scale that most items share.
_PATTERNS = """
WITH scale AS (
    SELECT low, high, count(*) AS n_items FROM survey_items GROUP BY low, high
    ORDER BY n_items DESC, high DESC, low LIMIT 1
),
given AS (
    SELECT {respondent}, answer, count(*) AS n
    FROM surveys
    JOIN survey_items USING (item)
    JOIN scale USING (low, high)
    WHERE answer IS NOT NULL
    GROUP BY {respondent}, answer
)
SELECT n_answered, n_alike, count(*) AS n_respondents
FROM (
    SELECT sum(n)::INTEGER AS n_answered, max(n)::INTEGER AS n_alike
    FROM given
    GROUP BY {respondent}
)
GROUP BY n_answered, n_alike
ORDER BY n_answered, n_alike
"""


def count_answers(tables: Tables) -> pd.DataFrame:
    """Respondents by item and answer, items in the order of ``study.yml``.

    Columns ``item``, ``low``, ``high`` (its scale), ``label_en``, ``label_zh``, ``answer`` (missing
    when there is none), ``n_respondents``. No rows without a survey.
    """
    if not has_rows(tables, "surveys"):
        return pd.DataFrame(columns=list(ANSWER_COLUMNS))
    return tables.query(_ANSWERS)


def count_answer_patterns(tables: Tables) -> pd.DataFrame:
    """Respondents by ``n_answered`` (items of the commonest scale that they answered) and
    ``n_alike`` (how many of these got the same answer). No rows without a survey."""
    if not has_rows(tables, "surveys"):
        return pd.DataFrame(columns=list(PATTERN_COLUMNS))
    respondent = "customer_id, day" if "day" in column_names(tables, "surveys") else "customer_id"
    return tables.query(_PATTERNS.format(respondent=respondent))
