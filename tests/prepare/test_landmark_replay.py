"""Landmarks rebuilt from tables cut at their day are the same, unless something looks ahead."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from landmark_shop import (
    make_answers,
    make_contract_study,
    make_frame,
    make_warning_study,
    make_warning_tables,
)
from small_tables import day

from analysis.errors import EstimationError
from analysis.estimate.early_warning.leakage import LeakChecks, check_leaks
from analysis.prepare import landmark_contacts
from analysis.prepare.landmark_marks import NEVER
from analysis.prepare.landmark_replay import choose_replay_days, cut_tables, replay_landmarks
from analysis.prepare.landmark_timeline import Marks
from analysis.prepare.landmarks import build_landmarks, list_landmark_features
from analysis.prepare.stage_history import StageHistory, build_stage_history
from analysis.store import Tables
from analysis.study import Study

BEGIN, DAYS = day("2024-01-01"), 365
WHO = list("abcdefgh")
RETURNS = pd.DataFrame({"multiple": [1.5, 3.0], "estimate": [0.4, 0.1]})


def draw_shop(folder: Path, seed: int) -> tuple[Study, Tables]:
    """A crowded year of eight customers, in every table."""
    rng = np.random.default_rng(seed)

    def draw(n: int) -> list[tuple[str, int]]:
        return [(str(rng.choice(WHO)), BEGIN + int(rng.integers(0, DAYS))) for _ in range(n)]

    complaints = ("visit", "complaint")
    answers = {
        (who, when): tuple(float(a) for a in rng.integers(1, 6, 4)) for who, when in draw(25)
    }
    frames = {
        "customers": pd.DataFrame({"customer_id": WHO, "region": list("nsnsnsns")}),
        "transactions": make_frame(
            "transactions", [(*row, int(rng.integers(100, 900)), "toys", "app") for row in draw(90)]
        ),
        "interactions": make_frame(
            "interactions",
            [
                (*row, str(rng.choice(complaints)), "phone", float(rng.integers(0, 90)))
                for row in draw(80)
            ],
        ),
        "feedback": make_frame(
            "feedback", [(*row, "fine", float(rng.integers(1, 6)), "shop") for row in draw(20)]
        ),
        "surveys": make_answers([(*key, given) for key, given in answers.items()]),
        "market": make_frame(
            "market", [(BEGIN + k, str(int(rng.integers(90, 110))), "1", "x") for k in range(DAYS)]
        ),
    }
    study = make_warning_study(folder / "s").model_copy(update={"segments": ("region",)})
    return study, make_warning_tables(folder / "t", frames, as_of="2024-12-31")


def check(
    study: Study, tables: Tables, history: StageHistory | None
) -> tuple[pd.DataFrame, LeakChecks]:
    landmarks = build_landmarks(tables, study, history=history)
    replay = replay_landmarks(tables, study, choose_replay_days(landmarks, 4), history=history)
    features = list_landmark_features(landmarks, study)
    return replay, check_leaks(landmarks, features, horizon=90, replay=replay)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_honest_replay_is_equal(seed: int, tmp_path: Path) -> None:
    study, tables = draw_shop(tmp_path, seed)
    replay, found = check(study, tables, build_stage_history(tables, study, RETURNS))
    assert found.passed and found.unchecked == ()
    row = found.checked.set_index("check").loc["replay"]
    assert row["n_days"] == 4 and row["n_features"] > 40 and row["n_rows"] == len(replay) > 15
    found.stop()


def test_knowing_resolutions_early_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long a complaint took is recorded when it is over."""
    study, tables = draw_shop(tmp_path, 1)

    def tell(tables: Tables, marks: Marks) -> dict[str, np.ndarray]:
        sql = "SELECT customer_id, max(days_to_resolution) AS d FROM interactions GROUP BY ALL"
        took = tables.query(sql).set_index("customer_id")["d"]
        names = tables.query("SELECT customer_id FROM customers")["customer_id"]
        return {"complaint_days": names.map(took).to_numpy(np.float32)[marks.customer]}

    monkeypatch.setattr(landmark_contacts, "_tell_complaints", tell)
    _, found = check(study, tables, None)
    assert set(found.leaks["feature"]) == {"complaint_days"}
    n = int(found.leaks["n_rows"].iloc[0])
    with pytest.raises(EstimationError, match=f"complaint_days: {n} of .* recorded later; leave"):
        found.stop()


def test_what_cannot_be_rebuilt_is_named(tmp_path: Path) -> None:
    study, tables = draw_shop(tmp_path, 1)
    landmarks = build_landmarks(tables, study).assign(mine=1.0)
    replay = replay_landmarks(tables, study, choose_replay_days(landmarks))
    found = check_leaks(landmarks, ["tenure_days", "mine"], horizon=90, replay=replay)
    assert found.unchecked == ("mine",)


def test_customers_who_should_not_be_listed_are_noticed(tmp_path: Path) -> None:
    study, tables = draw_shop(tmp_path, 1)
    landmarks = build_landmarks(tables, study)
    replay = replay_landmarks(tables, study, choose_replay_days(landmarks))
    found = check_leaks(landmarks, ["tenure_days"], horizon=90, replay=replay.iloc[1:])
    assert found.leaks[["feature", "n_rows"]].to_numpy().tolist() == [["customer_id", 1]]


def test_cut_tables_hold_nothing_later(tmp_path: Path) -> None:
    _, tables = draw_shop(tmp_path, 1)
    cut = cut_tables(tables, BEGIN + 200)
    for name in ("transactions", "interactions", "feedback", "surveys", "market"):
        days = tables.read(name)["day"]
        assert len(cut.read(name)) == (days <= BEGIN + 200).sum() < len(days)
    known = cut.query("SELECT max(day + days_to_resolution) AS d FROM interactions")["d"][0]
    assert known <= BEGIN + 200 < tables.read("interactions")["day"].max()
    assert cut.query("SELECT count(*) AS n FROM customers")["n"][0] == len(WHO)
    assert len(tables.read("market")) == DAYS  # the tables themselves are untouched


def test_ends_of_contracts_are_not_known_before_they_come(tmp_path: Path) -> None:
    study = make_contract_study(tmp_path / "s")
    rng = np.random.default_rng(5)
    rows = []
    for who in WHO * 3:
        start = BEGIN + int(rng.integers(0, 200))
        rows.append((who, start, start + int(rng.integers(10, 150)), 20, "x"))
    frames = {
        "contracts": make_frame("contracts", rows),
        "customers": pd.DataFrame({"customer_id": WHO}),
    }
    tables = make_warning_tables(tmp_path / "t", frames, as_of="2024-12-31")
    _, found = check(study, tables, build_stage_history(tables, study, RETURNS))
    assert found.passed and found.checked.set_index("check").loc["replay", "n_rows"] > 10
    ends = cut_tables(tables, BEGIN + 100).read("contracts")["end_day"]
    assert ends.isna().any() and ends.max() <= BEGIN + 100 < NEVER


def test_on_tenure_there_is_no_day_to_replay() -> None:
    landmarks = pd.DataFrame({"customer_id": ["a"], "day": [30]})
    landmarks.attrs["clock"] = "tenure"
    assert choose_replay_days(landmarks) == []
