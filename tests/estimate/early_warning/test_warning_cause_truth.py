"""The causes planted in the demo company are recovered from what its customers stated."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.cause_design import choose_cause_features
from analysis.estimate.early_warning.causes import Causes, estimate_causes
from analysis.estimate.early_warning.life_calibration import check_remaining_life
from analysis.estimate.early_warning.life_stretches import choose_life_features
from analysis.prepare.cause_truth import read_cause_truth
from analysis.prepare.intake import prepare_tables
from analysis.prepare.landmarks import build_landmarks, list_landmark_features
from analysis.prepare.stated_causes import list_stated_causes
from analysis.study import load_study

pytestmark = pytest.mark.slow

LAG_DAYS = 112  # a silence is stated that long before it counts as a loss


@pytest.fixture(scope="module")
def landmarks() -> pd.DataFrame:
    study = load_study("demo_retail")
    return build_landmarks(prepare_tables(study, progress=print), study)


@pytest.fixture(scope="module")
def causes(landmarks: pd.DataFrame) -> Causes:
    study = load_study("demo_retail")
    stated = list_stated_causes(prepare_tables(study, progress=print), study)
    features = choose_cause_features(landmarks, study)
    found = estimate_causes(landmarks, stated, features=features)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def truth(landmarks: pd.DataFrame) -> pd.DataFrame:
    first, last = int(landmarks["day"].min()), int(landmarks["day"].max())
    return read_cause_truth(load_study("demo_retail"), since=first, until=last - LAG_DAYS)


def test_shares_of_the_causes(causes: Causes, truth: pd.DataFrame) -> None:
    true = truth[truth["kind"] == "share"].set_index("term")["estimate"]
    for row in causes.shares.itertuples():
        assert row.conf_low <= true[row.term] <= row.conf_high


def test_effect_of_the_price_shock(causes: Causes, truth: pd.DataFrame) -> None:
    true = truth[(truth["kind"] == "effect") & (truth["term"] == "campaign")]
    effects = causes.effects[causes.effects["term"] == "market_competitor_campaign"]
    told = effects.set_index("stratum")
    for row in true.itertuples():
        assert (
            told.loc[row.stratum, "conf_low"] <= row.estimate <= told.loc[row.stratum, "conf_high"]
        )
    assert told.loc["price", "conf_low"] > 0.1


def test_the_dissatisfied_name_the_service(causes: Causes, truth: pd.DataFrame) -> None:
    """The recorded score and rating are noisy: each shows part of what satisfaction does."""
    true = truth[(truth["kind"] == "effect") & (truth["term"] == "satisfaction")]
    true = float(true.set_index("stratum").loc["service", "estimate"])
    told = causes.effects[causes.effects["stratum"] == "service"].set_index("term")
    for term in ("score_satisfaction", "last_rating"):
        assert told.loc[term, "conf_high"] < 0
        assert told.loc[term, "estimate"] > 1.3 * true


def test_matching_lies_between_the_commonest_and_the_best(
    causes: Causes, truth: pd.DataFrame
) -> None:
    best = float(truth[truth["term"] == "best"]["estimate"].iloc[0])
    matching = causes.matching.set_index("term")
    assert matching.loc["commonest", "estimate"] < matching.loc["matched", "estimate"] < best
    assert matching.loc["difference", "conf_low"] > 0


def test_remaining_life_comes_true(landmarks: pd.DataFrame) -> None:
    study = load_study("demo_retail")
    features = choose_life_features(list_landmark_features(landmarks, study), "calendar")
    check = check_remaining_life(landmarks, features, rng=np.random.default_rng(0))
    assert check is not None and check.horizon_days == 365
    row = check.line.iloc[0]
    assert row["conf_low"] - 0.02 <= 1 <= row["conf_high"] + 0.02
    assert (check.tenths["predicted"] - check.tenths["estimate"]).abs().max() < 20
