"""Who gets worse predictions: planted differences are found, absent ones are not."""

import numpy as np
import pandas as pd
import pytest
from past_predictions import simulate_past
from sklearn.metrics import roc_auc_score

from analysis.estimate.early_warning.by_segment import estimate_by_segment
from analysis.estimate.early_warning.capacity import mark_listed


def label(predictions: pd.DataFrame, n_groups: int, name: str = "region") -> pd.DataFrame:
    keys = predictions[["customer_id", "day"]]
    return keys.assign(**{name: pd.Categorical(predictions["number"] % n_groups)})


def judge(predictions: pd.DataFrame, segments: pd.DataFrame, minimum: int = 10) -> pd.DataFrame:
    return estimate_by_segment(
        predictions, segments, share=0.1, minimum=minimum, confidence_level=0.95
    )


def test_planted_faults_are_found_where_they_are() -> None:
    rng = np.random.default_rng(1)
    predictions = simulate_past(rng, 6000)
    odd, noisy = predictions["number"] % 4 == 1, predictions["number"] % 4 == 2
    risk = predictions["risk"].where(~odd, predictions["risk"] * 0.6)
    noise = pd.Series(rng.permutation(risk[noisy]), index=risk.index[noisy])
    risk = risk.where(~noisy, noise.reindex(risk.index))
    table = judge(predictions.assign(risk=risk), label(predictions, 4))
    flagged = table[table["p_adjusted"] < 0.05].set_index(["term", "group"])
    assert flagged.loc[("observed_to_expected", "1"), "estimate"] == pytest.approx(1 / 0.6, rel=0.1)
    assert flagged.loc[("auc", "2"), "difference"] < -0.1
    levels = table[table["term"] == "observed_to_expected"].set_index("group")
    assert levels["difference"].idxmax() == "1"
    assert (levels["conf_low"].drop("1") < 1).all()


def test_false_alarms_stay_rare_over_all_groups() -> None:
    rng = np.random.default_rng(20261123)
    alarms = []
    for _ in range(40):
        predictions = simulate_past(rng, 600, n_months=3)
        segments = label(predictions, 4).assign(age=predictions["number"] // 4 % 3)
        table = judge(predictions, segments)
        alarms.append(table.groupby("term")["p_adjusted"].min() < 0.05)
    rates = pd.concat(alarms, axis=1).mean(axis=1)
    assert rates[["auc", "observed_to_expected", "precision", "recall"]].max() <= 0.15


def test_measures_are_those_of_the_group_alone() -> None:
    predictions = simulate_past(np.random.default_rng(3), 500, n_months=1)
    table = judge(predictions, label(predictions, 2)).set_index(["term", "group"])["estimate"]
    own = (predictions["number"] % 2 == 1).to_numpy()
    left, risk = predictions["left"].to_numpy(bool), predictions["risk"].to_numpy()
    listed = mark_listed(predictions, 0.1)
    assert table["auc", "1"] == pytest.approx(roc_auc_score(left[own], risk[own]))
    assert table["observed", "1"] == pytest.approx(left[own].mean())
    assert table["predicted", "1"] == pytest.approx(risk[own].mean())
    assert table["recall", "1"] == pytest.approx((left * listed)[own].sum() / left[own].sum())
    assert table["precision", "1"] == pytest.approx((left * listed)[own].sum() / listed[own].sum())


def test_small_groups_and_missing_traits() -> None:
    predictions = simulate_past(np.random.default_rng(4), 400, n_months=2)
    trait = pd.Series("large", index=predictions.index).mask(predictions["number"] < 5, "tiny")
    trait = trait.mask(predictions["number"].between(100, 199))
    segments = predictions[["customer_id", "day"]].assign(trait=trait)
    table = judge(predictions, segments.sample(frac=1, random_state=1))
    assert set(table["group"]) == {"large", "(unknown)"}
    lost = predictions["left"].astype(bool) & (trait == "large")
    row = table[(table["group"] == "large") & (table["term"] == "observed")].iloc[0]
    assert row["n_events"] == predictions.loc[lost, "number"].nunique()
    assert row["stratum"] == "trait=large"


def test_a_segment_of_one_group_has_nobody_to_differ_from() -> None:
    predictions = simulate_past(np.random.default_rng(4), 400, n_months=2)
    table = judge(predictions, label(predictions, 1))
    assert table["difference"].isna().all()
