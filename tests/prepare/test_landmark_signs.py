"""Each sign at its threshold, and where the data cannot show it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from landmark_shop import make_warning_study

from analysis.prepare.landmark_signs import SIGNS, tell_signs
from analysis.study import Study
from analysis.study.warning import SignRules


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = make_warning_study(tmp_path)
    warning = made.warning.model_copy(update={"signs": SignRules()})
    return made.model_copy(update={"warning": warning})


def told(study: Study, sign: str, **features: list[float]) -> list[bool | None]:
    columns = {name: np.array(values, np.float32) for name, values in features.items()}
    n = len(next(iter(columns.values())))
    shown = pd.Series(tell_signs(columns, study, n)[sign])
    return [None if pd.isna(value) else bool(value) for value in shown]


NAN = float("nan")


@pytest.mark.parametrize(
    ("sign", "name"), [("contacts_fall", "n_contacts"), ("activity_falls", "n_active_days")]
)
def test_falls_of_counts(study: Study, sign: str, name: str) -> None:
    features: dict[str, list[float]] = {
        f"{name}_recent": [1, 2, 0, 0, 5],
        f"{name}_before": [4, 4, 3, 2, NAN],
    }
    assert told(study, sign, **features) == [True, False, True, None, None]


def test_purchases_are_rarer_or_smaller(study: Study) -> None:
    shown = told(
        study,
        "purchases_fall",
        recency_ratio=[2.0, 1.9, 1.0, 1.0, NAN, NAN],
        gap_ratio=[NAN, NAN, 2.0, 1.0, NAN, NAN],
        amount_ratio=[NAN, NAN, 1.0, 0.6, NAN, NAN],
        charge_ratio=[NAN, NAN, NAN, NAN, NAN, 0.6],
    )
    assert shown == [True, False, True, True, None, True]


def test_satisfaction_falls_between_surveys_that_are_not_old(study: Study) -> None:
    shown = told(
        study,
        "satisfaction_falls",
        score_change_overall=[-10, -9, 5, NAN, -50],
        days_since_answer=[365, 10, 10, 10, 366],
    )
    assert shown == [True, False, False, None, None]


def test_the_channel_shifts(study: Study) -> None:
    shown = told(
        study,
        "channel_shifts",
        off_channel_recent=[0.5, 0.4, 1.0, NAN],
        off_channel_before=[0.1, 0.0, 1.0, NAN],
    )
    assert shown == [True, False, False, None]


def test_what_is_not_recorded_cannot_be_shown(study: Study) -> None:
    bare = study.model_copy(update={"survey": None})
    for sign, shown in tell_signs({}, bare, 3).items():
        assert sign in SIGNS and pd.Series(shown).isna().all()
