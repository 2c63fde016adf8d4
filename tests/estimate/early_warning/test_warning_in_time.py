"""A warning that comes too late is none: who can still be warned, and that nobody else counts."""

import numpy as np
import pandas as pd
import pytest
from warning_months import RULES, make_months, make_warnings, permit_all

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.early_warning.alert_list import Decisions, decide_alerts
from analysis.estimate.early_warning.in_time import keep_in_time, tell_in_time
from analysis.estimate.early_warning.lead_time import estimate_lead_time
from analysis.estimate.early_warning.past_list import estimate_past_list
from analysis.estimate.early_warning.sensitivity import estimate_sensitivity
from analysis.study.actions import ActionRules

LEAD = 30
ALL = RULES.model_copy(update={"capacity": None, "capacity_share": 0.2})


def decide(warnings: pd.DataFrame, late: np.ndarray, rules: ActionRules = RULES) -> Decisions:
    names = warnings["customer_id"]
    return decide_alerts(
        warnings,
        value=pd.Series(500.0, index=names),
        permissions=permit_all(names),
        rules=rules,
        study_name="shop",
        in_time=pd.Series(~late, index=names).sample(frac=1, random_state=1),
    )


def add_silence(landmarks: pd.DataFrame, seed: int = 5) -> pd.DataFrame:
    left = np.random.default_rng(seed).integers(1, 90, len(landmarks))
    return landmarks.assign(silence_left=left)


def test_the_limit_itself_is_in_time() -> None:
    rows = pd.DataFrame({"customer_id": [3, 1, 2], "silence_left": [29.0, 30.0, np.nan]})
    found = tell_in_time(rows.astype({"customer_id": "category"}), LEAD)
    assert found.to_dict() == {"3": False, "1": True, "2": True}
    assert tell_in_time(rows, 0).all()
    assert tell_in_time(rows[["customer_id"]], LEAD).all()  # a loss is no silence


def test_rows_are_kept_by_what_was_known_on_their_day() -> None:
    landmarks = pd.DataFrame(
        {"customer_id": ["a", "a", "b"], "day": [10, 40, 10], "silence_left": [50, 20, 30]}
    )
    asked = pd.DataFrame({"customer_id": ["b", "a", "a"], "day": [10, 40, 10], "horizon": 90})
    asked = pd.concat([asked.assign(model=name) for name in ("cox", "recency")])
    asked["customer_id"] = asked["customer_id"].astype("category")
    found = keep_in_time(asked, landmarks, LEAD)
    kept = list(zip(found["customer_id"], found["day"], found["model"], strict=True))
    both = [("b", 10), ("a", 10)]
    assert kept == [(*row, "cox") for row in both] + [(*row, "recency") for row in both]
    assert keep_in_time(asked, landmarks.drop(columns="silence_left"), LEAD) is asked
    assert keep_in_time(asked, landmarks, 0) is asked


def test_what_cannot_be_told_is_refused() -> None:
    predictions, landmarks = make_months(np.random.default_rng(1), n_customers=20)
    silent = add_silence(landmarks)
    with pytest.raises(EstimationError, match="20 predictions have no landmark"):
        keep_in_time(predictions[predictions["model"] == "hazard"], silent[silent["day"] > 0], LEAD)
    with pytest.raises(ParameterError, match=r"lead_days 90 .* horizon of 90 days; lower"):
        keep_in_time(predictions, silent, 90)
    with pytest.raises(ParameterError, match="leaves nobody to warn of a loss; lower"):
        keep_in_time(predictions.drop(columns="horizon"), silent.assign(silence_left=3), LEAD)


def test_no_alert_of_those_in_time_comes_later_than_the_lead() -> None:
    rng = np.random.default_rng(7)
    days = np.repeat(30 * np.arange(8), 300)
    silence = rng.integers(1, 91, len(days))  # of the outcomes still open
    ahead = silence + np.where(rng.random(len(days)) < 0.5, 0, 200)
    landmarks = pd.DataFrame(
        {"customer_id": np.arange(len(days)).astype(str), "day": days, "silence_left": silence}
    )
    predictions = landmarks.assign(
        risk=1 - silence / 100,
        left=pd.array(ahead <= 90, dtype="boolean"),
        days_to_loss=pd.array(ahead, dtype="Int32"),
        split=0,
        weight=1.0,
        horizon=90,
    )

    def find_median(rows: pd.DataFrame) -> float:
        told = estimate_lead_time(rows, share=0.2, confidence_level=0.95).summary
        return float(told.set_index("term").loc["median_days", "estimate"])

    kept = keep_in_time(predictions, landmarks, LEAD)
    assert kept.loc[kept["left"], "days_to_loss"].min() >= LEAD
    assert find_median(predictions) < LEAD <= find_median(kept)


def test_nobody_past_warning_is_listed_and_their_places_go_to_others() -> None:
    warnings = make_warnings(np.random.default_rng(4))
    late = (warnings["risk"] > warnings["risk"].quantile(0.7)).to_numpy()
    before, after = decide(warnings, np.zeros(300, dtype=bool)), decide(warnings, late)
    assert before.n_too_late == 0
    assert before.frame.loc[late, "listed"].any()
    assert not after.frame.loc[late, "listed"].any()
    assert after.n_contacted == before.n_contacted == after.capacity
    assert after.n_too_late == int((after.frame["worth"] & late).sum()) > 0
    told = (after.n_too_late, after.n_not_permitted, after.n_beyond, after.n_listed)
    assert sum(told) == after.frame["worth"].sum()
    base = estimate_sensitivity(after, RULES).set_index("parameter").loc["base"]
    assert (base["n_contacted"], base["overlap"]) == (after.n_contacted, 1.0)


def test_a_share_of_customers_is_of_those_who_can_be_warned() -> None:
    warnings = make_warnings(np.random.default_rng(4))
    late = np.arange(300) % 2 == 0
    found = decide(warnings, late, ALL)
    assert found.capacity == round(0.2 * (warnings["open"] & ~late).sum())


def test_past_lists_follow_the_same_rule() -> None:
    predictions, landmarks = make_months(np.random.default_rng(9))
    silent = add_silence(landmarks)
    warnings = make_warnings(np.random.default_rng(2))
    decisions = decide(warnings, np.zeros(300, dtype=bool))

    def find(predictions: pd.DataFrame, landmarks: pd.DataFrame) -> pd.DataFrame:
        return estimate_past_list(
            predictions,
            landmarks,
            chosen="hazard",
            decisions=decisions,
            permissions=permit_all(landmarks["customer_id"].drop_duplicates()),
            rules=RULES,
        )

    given = find(predictions, silent)
    kept = keep_in_time(predictions, silent, LEAD)
    pd.testing.assert_frame_equal(given, find(kept, silent))
    pd.testing.assert_frame_equal(given, find(kept, landmarks))
    assert not given["estimate"].equals(find(predictions, landmarks)["estimate"])
