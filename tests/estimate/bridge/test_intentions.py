"""Words against deeds, by hand and by simulation."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.bridge.intentions import calibrate_intention, compare_words_and_deeds
from analysis.estimate.proportions import wilson_interval


@pytest.fixture
def outcomes() -> pd.DataFrame:
    said = np.repeat([5.0, 4.0, 2.0], [50, 30, 20])
    did = np.concatenate([np.arange(50) < 30, np.arange(30) < 12, np.arange(20) < 2])
    return pd.DataFrame({"customer_id": range(100), "said": said, "did": did})


def calibrate(outcomes: pd.DataFrame, **given: object) -> pd.DataFrame:
    settings = {"answer": "said", "deed": "did", "confidence_level": 0.95} | given
    return calibrate_intention(outcomes, **settings).set_index("term")  # type: ignore[arg-type]


def test_shares_by_answer_are_counted(outcomes: pd.DataFrame) -> None:
    table = calibrate(outcomes)
    assert table["estimate"].to_dict() == pytest.approx({"all": 0.44, "2": 0.1, "4": 0.4, "5": 0.6})
    # with one survey each, the interval is Wilson's but for one customer in the variance
    low, high = wilson_interval(30, 50, confidence_level=0.95)
    assert table.loc["5", "conf_low"] == pytest.approx(low, abs=0.003)
    assert table.loc["5", "conf_high"] == pytest.approx(high, abs=0.003)


def test_a_customer_who_answered_twice_counts_once(outcomes: pd.DataFrame) -> None:
    twice = pd.concat([outcomes, outcomes])
    once, again = calibrate(outcomes), calibrate(twice)
    np.testing.assert_allclose(once["conf_low"], again["conf_low"], atol=1e-9)
    assert again.loc["5", "n"] == 100
    assert again.loc["5", "n_customers"] == 50


def test_weights_move_the_share(outcomes: pd.DataFrame) -> None:
    weights = np.where(outcomes["did"], 1.0, 2.0)
    table = calibrate(outcomes, weights=weights)
    assert table.loc["5", "estimate"] == pytest.approx(30 / 70)
    assert table.loc["5", "n_effective"] < 50


def test_unknown_deeds_are_left_out_and_nobody_is_handled(outcomes: pd.DataFrame) -> None:
    part = outcomes.assign(did=outcomes["did"].astype("boolean").where(outcomes.index < 90))
    assert calibrate(part).loc["all", "n"] == 90
    none = outcomes.assign(did=outcomes["did"] & (outcomes["said"] > 2))
    row = calibrate(none).loc["2"]
    assert row["conf_low"] == 0
    assert 0.1 < row["conf_high"] < 0.25
    with pytest.raises(EstimationError, match="only 10 surveys"):
        calibrate(outcomes.head(10))


def test_the_four_cells_add_up_and_concordance_is_mann_whitney(outcomes: pd.DataFrame) -> None:
    table = compare_words_and_deeds(
        outcomes, answer="said", deed="did", promised_from=4, confidence_level=0.95
    ).set_index("term")["estimate"]
    cells = ["said_and_did", "said_did_not", "did_not_say_but_did", "neither"]
    assert table[cells].tolist() == pytest.approx([0.42, 0.38, 0.02, 0.18])
    assert table["kept_promises"] == pytest.approx(42 / 80)
    assert table["difference"] == pytest.approx(42 / 80 - 2 / 20)
    did = outcomes["did"]
    pairs = stats.mannwhitneyu(outcomes["said"][did], outcomes["said"][~did]).statistic
    assert table["concordance"] == pytest.approx(pairs / (did.sum() * (~did).sum()))
    with pytest.raises(EstimationError, match="choose another cut"):
        compare_words_and_deeds(
            outcomes, answer="said", deed="did", promised_from=1, confidence_level=0.95
        )


def test_intervals_hold_the_truth() -> None:
    rng = np.random.default_rng(8)
    covered = {"5": 0, "concordance": 0, "difference": 0}
    chances = {3.0: 0.3, 4.0: 0.5, 5.0: 0.7}
    for _ in range(120):
        said = rng.choice(list(chances), 150)
        did = rng.random(150) < np.array([chances[value] for value in said])
        frame = pd.DataFrame({"customer_id": range(150), "said": said, "did": did})
        table = compare_words_and_deeds(
            frame, answer="said", deed="did", promised_from=5, confidence_level=0.9
        ).set_index("term")
        share = calibrate(frame, confidence_level=0.9).loc["5"]
        covered["5"] += share["conf_low"] < 0.7 < share["conf_high"]
        truths = {"difference": 0.7 - 0.4, "concordance": 0.5 + 0.4 * 4 / 9 / (2 * 0.25) / 2}
        for term, truth in truths.items():
            covered[term] += table.loc[term, "conf_low"] < truth < table.loc[term, "conf_high"]
    assert min(covered.values()) >= 97
    assert max(covered.values()) <= 118
