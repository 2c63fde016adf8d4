"""Answers as a model reads them: one row per respondent, one column per item, all one way round."""

from dataclasses import dataclass

import pandas as pd

from analysis.prepare.durations import UNKNOWN
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.survey_checks import check_survey_items
from analysis.store import Tables, quote_name, quote_text
from analysis.study import Study

ITEM_COLUMNS = ("item", "construct", "low", "high", "n_points", "reversed")

_LATEST = """
QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY day DESC NULLS LAST) = 1"""

_RESPONSES = """
WITH places AS (
    SELECT customer_id, row_number() OVER () AS place FROM customers
),
responses AS (
    SELECT customer_id, {day} AS day, {answers}
    FROM surveys
    WHERE answer IS NOT NULL
    GROUP BY {keys}
    {latest}
)
SELECT customer_id, {kept_day} {items} FROM responses JOIN places USING (customer_id)
ORDER BY place, day
"""


@dataclass(frozen=True)
class SurveyResponses:
    """Answers of respondents and what is known of the items.

    ``frame``: ``customer_id``, ``day`` where the survey is dated (days since 1970-01-01), the
    study's segments as text, one float column per item (scale points; missing where there is no
    answer; reversed items turned round, so that more is better). ``items``: ``ITEM_COLUMNS``, in
    the order of ``study.yml``; ``construct`` is None for an item of none, ``n_points`` the whole
    steps of its scale.
    """

    frame: pd.DataFrame
    items: pd.DataFrame


def build_survey_responses(tables: Tables, study: Study, *, every: bool = False) -> SurveyResponses:
    """The latest survey of every customer who answered anything; all surveys with ``every``.

    In the order of the customers table, then by day; no rows without a survey. Raises DataError
    when an item goes against the others of its construct (``survey_checks``).
    """
    if not has_rows(tables, "surveys"):
        empty = pd.DataFrame(columns=["customer_id", *study.segments])
        return SurveyResponses(empty, pd.DataFrame(columns=list(ITEM_COLUMNS)))
    items = describe_items(tables, study)
    dated = "day" in column_names(tables, "surveys")
    frame = tables.query(
        _RESPONSES.format(
            day="surveys.day" if dated else "0",
            keys="customer_id, surveys.day" if dated else "customer_id",
            answers=", ".join(_pick(item) for item in items["item"]),
            latest="" if every else _LATEST,
            kept_day="day," if dated else "",
            items=", ".join(quote_name(item) for item in items["item"]),
        )
    )
    turned = _turn_round(frame, items)
    responses = SurveyResponses(add_segments(turned, tables, study), items)
    check_survey_items(responses.frame, items)
    return responses


def describe_items(tables: Tables, study: Study) -> pd.DataFrame:
    """The items of the surveys in ``ITEM_COLUMNS``."""
    items = tables.read("survey_items")[["item", "low", "high"]]
    survey = study.survey
    construct = [survey.construct_of(item) if survey else None for item in items["item"]]
    reversed_items = survey.reversed_items if survey else ()
    return items.assign(
        item=items["item"].astype(str),
        construct=pd.Series(construct, index=items.index, dtype=object),
        n_points=(items["high"] - items["low"] + 1).round().astype("int64"),
        reversed=items["item"].isin(reversed_items),
    )[list(ITEM_COLUMNS)]


def _pick(item: str) -> str:
    """One item's answers as a column; the door lets each be answered once a day."""
    return f"max(answer) FILTER (WHERE item = {quote_text(item)})::DOUBLE AS {quote_name(item)}"


def _turn_round(frame: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    chosen = items[items["reversed"]]
    ends = dict(zip(chosen["item"], chosen["low"] + chosen["high"], strict=True))
    return frame.assign(**{item: total - frame[item] for item, total in ends.items()})


def add_segments(frame: pd.DataFrame, tables: Tables, study: Study) -> pd.DataFrame:
    """``frame`` with those of the study's segments that customers or contracts hold, as text.

    They stand before the columns that follow ``customer_id`` and ``day``.
    """
    found: dict[str, pd.Series] = {}
    for name in ("customers", "contracts"):
        columns = [c for c in study.segments if c not in found and c in column_names(tables, name)]
        if columns:
            chosen = ", ".join(quote_name(column) for column in columns)
            rows = tables.query(f"SELECT customer_id, {chosen} FROM {name}")
            by_customer = rows.drop_duplicates("customer_id").set_index("customer_id")
            for column in columns:
                values = frame["customer_id"].map(by_customer[column]).astype(object)
                found[column] = values.where(values.notna(), UNKNOWN).astype(str)
    keys = [column for column in ("customer_id", "day") if column in frame]
    rest = frame.drop(columns=keys)
    return pd.concat([frame[keys], pd.DataFrame(found, index=frame.index), rest], axis=1)
