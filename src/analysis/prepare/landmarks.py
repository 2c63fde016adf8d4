"""Customers at landmarks: what was known of each on a day, and whether the customer then left.

One row per customer and month-end on which the customer was still there. Everything in a row but
its outcome was known at the end of its day; what early warning learns from, and is judged by.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.prepare.landmark_channels import tell_channels
from analysis.prepare.landmark_contacts import tell_activity, tell_comments, tell_contacts
from analysis.prepare.landmark_contracts import tell_contracts
from analysis.prepare.landmark_days import choose_landmark_days, runs_on_tenure
from analysis.prepare.landmark_market import tell_market
from analysis.prepare.landmark_marks import (
    mark_silences,
    mark_stays,
    mark_tenures,
    tell_outcomes,
)
from analysis.prepare.landmark_profile import tell_profile
from analysis.prepare.landmark_purchases import list_visits, tell_purchases
from analysis.prepare.landmark_signs import SIGNS, tell_signs
from analysis.prepare.landmark_stages import tell_stages
from analysis.prepare.landmark_surveys import tell_answers
from analysis.prepare.landmark_timeline import Marks, Timeline
from analysis.prepare.purchase_days import has_rows
from analysis.prepare.silence import day_number
from analysis.prepare.stage_history import StageHistory
from analysis.prepare.survey_context import find_rule
from analysis.store import Tables
from analysis.study import Study

KEYS = ("customer_id", "day")
_FOLLOWED = ("days_to_loss", "days_followed")


def list_outcomes(study: Study) -> tuple[str, ...]:
    """Columns that tell what happened after the landmark."""
    return (*_FOLLOWED, *(f"left_{days}" for days in study.warning.horizons_days))


def list_landmark_features(landmarks: pd.DataFrame, study: Study) -> list[str]:
    """Columns known at the landmark: neither keys nor outcomes. The signs are among them, first."""
    other = {*KEYS, *list_outcomes(study)}
    return [str(name) for name in landmarks if name not in other]


def build_landmarks(
    tables: Tables,
    study: Study,
    *,
    days: Sequence[int] | None = None,
    history: StageHistory | None = None,
) -> pd.DataFrame:
    """One row per customer and landmark on which the customer had not left by the study's own
    definition; in the order of the customers table, then by day.

    ``days`` are days since 1970-01-01, month-ends and the as-of date unless given; of contracts
    without dates they are days of tenure, 30 to a month (``attrs["clock"]`` says which).
    ``customer_id`` (category), ``day``; outcomes: ``days_to_loss`` (missing: not lost by the as-of
    date), ``days_followed``, for each of ``study.warning.horizons_days`` ``left_H``: lost within H
    days, missing where the as-of date comes first; on tenure, where a customer who is still there
    was not followed so long, so that weights for censoring are needed. Then the five signs and the
    features, as the tables allow: float32 with missing values, whole numbers (money in cents),
    boolean, category. The stage is that of ``history``. No rows where ``landmarks`` is no
    capability. Raises ParameterError for days outside the records, DataError for a driver that has
    the name of a feature.
    """
    columns = [*KEYS, *list_outcomes(study), *SIGNS]
    if tables.capabilities["landmarks"]:
        return pd.DataFrame(columns=columns)
    chosen = choose_landmark_days(tables, study, days)
    visits = list_visits(tables, study) if has_rows(tables, "transactions") else None
    marks = _mark(tables, study, chosen, visits)
    told = _tell_features(tables, study, marks, visits, history)
    signs = tell_signs(told, study, len(marks))
    frame = pd.DataFrame(
        _name_customers(tables, marks)
        | tell_outcomes(marks, study.warning.horizons_days)
        | signs
        | told,
        copy=False,
    )
    frame.attrs["clock"] = "tenure" if runs_on_tenure(tables, study) else "calendar"
    return frame


def _mark(tables: Tables, study: Study, days: np.ndarray, visits: Timeline | None) -> Marks:
    if find_rule(study) is not None:
        assert visits is not None  # a silence needs purchases, or landmarks are no capability
        return mark_silences(visits, days, day_number(tables.as_of))
    if runs_on_tenure(tables, study):
        return mark_tenures(tables, study, days)
    return mark_stays(tables, study, days)


def _tell_features(
    tables: Tables,
    study: Study,
    marks: Marks,
    visits: Timeline | None,
    history: StageHistory | None,
) -> dict[str, Any]:
    """Features by name; on the clock of tenure none of those with a date."""
    told: dict[str, Any] = {"tenure_days": (marks.day - marks.first_day).astype(np.int32)}
    if runs_on_tenure(tables, study):
        told |= tell_contracts(tables, marks) | tell_stages(history, study, marks)
        return _add_profile(told, tell_profile(tables, study, marks, None))
    if visits is not None:
        told |= tell_purchases(tables, study, marks, visits)
    told |= tell_contracts(tables, marks)
    told |= tell_contacts(tables, study, marks)
    told |= tell_activity(tables, study, marks)
    told |= tell_comments(tables, study, marks)
    told |= tell_channels(tables, study, marks)
    told |= tell_answers(tables, study, marks)
    told |= tell_stages(history, study, marks)
    told |= tell_market(tables, marks)
    return _add_profile(told, tell_profile(tables, study, marks, visits))


def _add_profile(told: dict[str, Any], profile: dict[str, Any]) -> dict[str, Any]:
    taken = sorted({*told, *KEYS, *_FOLLOWED, *SIGNS} & set(profile))
    if taken:
        raise DataError(
            f"{', '.join(taken)} in study.yml, under segments or drivers, is the name of a feature"
            " of early warning; give the attribute another name under attributes"
        )
    return told | profile


def _name_customers(tables: Tables, marks: Marks) -> dict[str, Any]:
    ids = tables.query("SELECT customer_id FROM customers")["customer_id"]
    names = pd.Categorical.from_codes(marks.customer, categories=pd.Index(ids.astype(object)))
    return {"customer_id": names, "day": marks.day}
