"""Answers given at the exit interview are found, and stop the run; others are let be."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from landmark_shop import ITEMS, make_frame, make_warning_study, make_warning_tables
from small_tables import day

from analysis.errors import EstimationError
from analysis.estimate.early_warning.leakage import LeakChecks, check_leaks
from analysis.prepare.exit_records import count_exit_records
from analysis.prepare.landmark_meaning import list_by_definition, list_moving
from analysis.prepare.landmarks import build_landmarks, list_landmark_features
from analysis.store import Tables
from analysis.study import Study

BEGIN = day("2024-01-01")
N = 200


def draw_leavers(folder: Path, *, asked_at_exit: tuple[str, ...]) -> tuple[Study, Tables]:
    """Customers who buy at random, once in a month; half leave one day, and are interviewed the day
    after. All answer a survey twice a year; those who leave answer ``asked_at_exit`` then too."""
    rng = np.random.default_rng(7)
    bought, told, answered = [], [], []
    for k in range(N):
        who, last = f"c{k}", int(rng.integers(100, 230)) if k % 2 else 365
        visits = {0, *np.cumsum(rng.exponential(30, 40)).astype(int).tolist()}
        bought += [(who, BEGIN + d, 500, "toys", "app") for d in sorted(visits) if d < last]
        for d in (int(rng.integers(0, 180)), int(rng.integers(180, 360))):
            if d < last:
                answered += [(who, BEGIN + d, item, float(rng.integers(1, 6))) for item in ITEMS]
        if last < 365:
            told.append((who, BEGIN + last + 1, "exit_interview", "phone", None))
            answered += [(who, BEGIN + last + 1, item, 1.0) for item in asked_at_exit]
    answers = pd.DataFrame(answered, columns=["customer_id", "day", "item", "answer"])
    frames = {
        "customers": pd.DataFrame({"customer_id": [f"c{k}" for k in range(N)]}),
        "transactions": make_frame("transactions", bought),
        "interactions": make_frame("interactions", told),
        "surveys": answers.astype({"day": "int32"}),
    }
    return make_warning_study(folder / "s"), make_warning_tables(folder / "t", frames)


def check(study: Study, tables: Tables) -> LeakChecks:
    landmarks = build_landmarks(tables, study)
    return check_leaks(
        landmarks,
        list_landmark_features(landmarks, study),
        horizon=90,
        exit_records=count_exit_records(tables, study),
        by_definition=list_by_definition(study),
    )


def test_an_ordinary_survey_is_let_be(tmp_path: Path) -> None:
    study, tables = draw_leavers(tmp_path, asked_at_exit=())
    counted = count_exit_records(tables, study)
    assert counted["item"].tolist() == sorted(ITEMS)  # interviews themselves are never read
    assert (counted["n_interviews"] == N / 2).all() and counted["n_beside"].sum() == 0
    assert counted["n_rows"].min() > N
    found = check(study, tables)
    assert found.passed and found.diagnostics[2].passed is True


def test_a_score_from_the_exit_interview_stops_the_run(tmp_path: Path) -> None:
    study, tables = draw_leavers(tmp_path, asked_at_exit=("overall",))
    counted = count_exit_records(tables, study).set_index("item")
    assert counted.loc["overall", "n_beside"] == N / 2
    assert counted.loc["s1", "n_beside"] == 0
    # Three days hold one of two answers a year in one case of sixty.
    assert counted.loc["overall", "n_earlier"] < 5 * counted.loc["overall", "n_windows"]
    found = check(study, tables)
    told = found.leaks[found.leaks["check"] == "exit"]
    assert told[["feature", "n_rows"]].to_numpy().tolist() == [["overall", N // 2]]
    with pytest.raises(EstimationError, match="'overall' in surveys: recorded at 100 of 100"):
        found.stop()


def test_without_interviews_there_is_nothing_to_stand_beside(tmp_path: Path) -> None:
    study, tables = draw_leavers(tmp_path, asked_at_exit=())
    rules = study.warning.model_copy(update={"leaving_sources": ("nothing_such",)})
    blind = study.model_copy(update={"warning": rules})
    assert count_exit_records(tables, blind).empty
    assert check(blind, tables).diagnostics[2].passed is None


def test_what_is_part_of_the_definition_is_named(tmp_path: Path) -> None:
    study, tables = draw_leavers(tmp_path, asked_at_exit=())
    assert list_by_definition(study)["silence_left"] == "silence"
    moving = list_moving(build_landmarks(tables, study), study)
    assert moving == {"tenure_days": "clock", "n_purchases": "count"}
