"""What a list is worth: by decision curve, by money expected, by past months, by assumption."""

import numpy as np
import pandas as pd
import pytest
from warning_months import RULES, make_months, make_warnings, permit_all

from analysis.errors import EstimationError
from analysis.estimate.early_warning.alert_list import Decisions, decide_alerts
from analysis.estimate.early_warning.decision_curve import estimate_decision_curve
from analysis.estimate.early_warning.past_list import estimate_past_list
from analysis.estimate.early_warning.sensitivity import estimate_sensitivity
from analysis.estimate.early_warning.threshold import estimate_list_margin, estimate_thresholds
from analysis.estimate.early_warning.value_at_stake import estimate_value_at_stake
from analysis.study.actions import ActionRules


def decide(seed: int = 1, rules: ActionRules = RULES) -> Decisions:
    rng = np.random.default_rng(seed)
    warnings = make_warnings(rng)
    names = warnings["customer_id"]
    return decide_alerts(
        warnings,
        value=pd.Series(rng.uniform(10, 200, len(names)), index=names),
        permissions=permit_all(names),
        rules=rules,
        study_name="shop",
    )


def test_net_benefit_is_the_published_formula() -> None:
    """Vickers and Elkin (2006): true positives less false ones at the odds of the threshold."""
    frame = pd.DataFrame(
        {
            "model": "hazard",
            "customer_id": list("abcdefgh"),
            "day": 0,
            "split": 0,
            "risk": [0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.1, 0.05],
            "left": pd.array([True, True, False, True, False, True, False, False], dtype="boolean"),
            "weight": 1.0,
            "horizon": 90,
        }
    )
    other = frame.assign(model="recency", risk=frame["risk"].to_numpy()[::-1])
    curve = estimate_decision_curve(
        pd.concat([frame, other]), chosen="hazard", thresholds=[0.25, 0.5]
    )
    found = curve.set_index(["strategy", "threshold"])["estimate"]
    assert found["hazard", 0.5] == pytest.approx(1000 * (3 / 8 - 1 / 8))
    assert found["hazard", 0.25] == pytest.approx(1000 * (3 / 8 - 2 / 8 / 3))
    assert found["recency", 0.5] == pytest.approx(1000 * (1 / 8 - 3 / 8))
    assert found["alert_all", 0.25] == pytest.approx(1000 * (4 / 8 - 4 / 8 / 3))
    assert found["alert_none", 0.5] == 0
    gains = curve[curve["strategy"] == "hazard"].set_index("threshold")["gain"]
    assert gains[0.5] == pytest.approx(250)  # over contacting nobody, the best of the others
    assert gains[0.25] == pytest.approx(1000 * ((3 - 2 / 3) - (4 - 4 / 3)) / 8)


def test_who_knows_the_risk_is_never_worse_than_all_none_or_a_guess() -> None:
    predictions, _ = make_months(np.random.default_rng(2), n_customers=4000)
    curve = estimate_decision_curve(predictions, chosen="hazard")
    own = curve[curve["strategy"] == "hazard"]
    assert (own["gain"] > -3).all()  # of 1,000: chance
    assert (own["gain_low"] > 0).any()
    assert not curve.isna()[["estimate", "conf_low", "conf_high"]].any().any()


def test_intervals_of_net_benefit_cover_with_repeated_customers() -> None:
    """The truth from very many customers lies in 95 % of intervals; rows alone would cover less."""
    many, _ = make_months(np.random.default_rng(0), n_customers=100_000)
    truth = estimate_decision_curve(many, chosen="hazard", thresholds=[0.3])["estimate"][0]
    inside = []
    for seed in range(160):
        few, _ = make_months(np.random.default_rng(seed + 1), n_customers=150)
        row = estimate_decision_curve(few, chosen="hazard", thresholds=[0.3]).iloc[0]
        inside.append(row["conf_low"] <= truth <= row["conf_high"])
    assert 0.90 <= np.mean(inside) <= 0.99


def test_both_models_must_have_been_judged_on_the_same_rows() -> None:
    predictions, _ = make_months(np.random.default_rng(3))
    with pytest.raises(EstimationError, match="same rows"):
        estimate_decision_curve(predictions.iloc[:-7], chosen="hazard")
    alone = estimate_decision_curve(predictions, chosen="recency")
    assert set(alone["strategy"]) == {"recency", "alert_all", "alert_none"}


def test_expected_margin_adds_up_and_breaks_even_where_it_says() -> None:
    decisions = decide()
    contacted = decisions.frame[decisions.frame["contacted"]]
    margin = estimate_list_margin(decisions, RULES, currency="EUR")
    told = margin.set_index(["term", "stratum"])["estimate"]
    at_risk = (contacted["risk"] * contacted["value_at_stake"]).sum()
    cost = 2 * len(contacted)
    assert told["list_cost", "all"] == cost
    assert told["list_net_margin", "all"] == pytest.approx(0.2 * at_risk - cost)
    assert told["list_net_margin", "saved_low"] == pytest.approx(0.1 * at_risk - cost)
    assert told["break_even_saved_share", "all"] * at_risk == pytest.approx(cost)
    assert told["expected_losses", "all"] == pytest.approx(contacted["risk"].sum())
    assert (margin["conf_low"] <= margin["estimate"]).all()
    assert (margin["estimate"] <= margin["conf_high"]).all()


def test_a_contact_pays_from_the_risk_at_which_it_brings_its_cost() -> None:
    decisions = decide()
    for _, row in estimate_thresholds(decisions, RULES).iterrows():
        assert row["estimate"] * 0.2 * row["value_at_stake"] == pytest.approx(2)
    poor = decisions.frame.assign(value_at_stake=0.0)
    none = estimate_thresholds(Decisions(poor, True, 50), RULES)
    assert np.isinf(none["estimate"]).all()


def test_sensitivity_moves_as_money_does() -> None:
    decisions = decide()
    told = estimate_sensitivity(decisions, RULES).set_index(["parameter", "level"])
    base = told.loc[("base", "base")]
    assert base["n_contacted"] == decisions.n_contacted
    assert base["overlap"] == 1
    margin = told["net_margin"]
    assert margin["contact_cost", "low"] > base["net_margin"] > margin["contact_cost", "high"]
    for parameter in ("saved_share", "value_at_stake", "risk"):
        assert margin[parameter, "low"] < base["net_margin"] < margin[parameter, "high"]
    assert (told["kept_margin"] <= told["net_margin"] + 1e-9).all()  # no list beats the one made
    assert told["overlap"].between(0, 1).all()


def test_without_money_only_losses_are_told() -> None:
    decisions = decide(rules=ActionRules())
    margin = estimate_list_margin(decisions, ActionRules(), currency="EUR")
    assert margin["term"].tolist() == ["expected_losses"]
    assert estimate_thresholds(decisions, ActionRules()).empty
    assert estimate_sensitivity(decisions, ActionRules()).empty
    predictions, landmarks = make_months(np.random.default_rng(4))
    past = look_back(predictions, landmarks, decisions, ActionRules())
    assert set(past["term"]) == {
        "contacted",
        "caught",
        "expected",
        "unexpected",
        "caught_difference",
    }


def look_back(
    predictions: pd.DataFrame, landmarks: pd.DataFrame, decisions: Decisions, rules: ActionRules
) -> pd.DataFrame:
    return estimate_past_list(
        predictions,
        landmarks,
        chosen="hazard",
        decisions=decisions,
        permissions=permit_all(landmarks["customer_id"].drop_duplicates()),
        rules=rules,
        currency="EUR",
    )


def test_past_lists_are_counted_by_hand() -> None:
    predictions, landmarks = make_months(np.random.default_rng(5), n_customers=200, n_months=2)
    decisions = decide()
    n_open = decisions.frame["open"].sum()
    size = round(200 * 50 / n_open)
    value = estimate_value_at_stake(landmarks, RULES)
    own = predictions[predictions["model"] == "hazard"].assign(value=value.to_numpy())
    own["gain"] = 0.2 * own["risk"] * own["value"] - 2
    months = [part.nlargest(size, "gain") for _, part in own.groupby("day")]
    listed = pd.concat(months).query("gain > 0")
    left = listed["left"].to_numpy(dtype=float)
    told = look_back(predictions, landmarks, decisions, RULES)
    found = told.set_index(["strategy", "term", "stratum"])["estimate"]
    scale = n_open / 400  # rows of two months, to customers of today
    assert found["chosen", "contacted", "all"] == pytest.approx(scale * len(listed))
    assert found["chosen", "caught", "all"] == pytest.approx(scale * left.sum())
    for stratum, saved in (("all", 0.2), ("saved_low", 0.1), ("saved_high", 0.4)):
        margin = (saved * left * listed["value"] - 2).sum()
        assert found["chosen", "net_margin", stratum] == pytest.approx(scale * margin)
    difference = found["chosen", "caught", "all"] - found["reference", "caught", "all"]
    assert found["reference", "caught_difference", "all"] == pytest.approx(difference)


def test_past_lists_earn_what_the_true_risk_says_and_more_than_a_guess_or_a_draw() -> None:
    predictions, landmarks = make_months(np.random.default_rng(6), n_customers=20_000)
    told = look_back(predictions, landmarks, decide(), RULES)
    found = told.set_index(["strategy", "term", "stratum"])
    for rival in ("reference", "random"):
        for term in ("caught_difference", "net_margin_difference"):
            assert found.loc[(rival, term, "all"), "conf_low"] > 0
    drawn = found.loc[("random", "caught", "all")]
    share = drawn["estimate"] / found.loc[("random", "contacted", "all"), "estimate"]
    own = predictions[predictions["model"] == "hazard"]
    assert share == pytest.approx(own["left"].mean(), abs=0.01)


def test_true_risks_promise_what_comes() -> None:
    predictions, landmarks = make_months(np.random.default_rng(8), n_customers=20_000)
    told = look_back(predictions, landmarks, decide(), RULES).set_index("term")
    assert told.loc["unexpected", "conf_low"] < 0 < told.loc["unexpected", "conf_high"]
    found = told["estimate"]
    assert found["unexpected"] == pytest.approx(found["caught"].iloc[0] - found["expected"])


def test_past_lists_of_undated_contracts_are_weighted_to_todays_tenures() -> None:
    """Customer-months of all tenures hold many new customers; today's are mostly old ones."""
    predictions, landmarks = make_months(np.random.default_rng(9), n_customers=3000, n_months=2)
    late = predictions["day"] == 30
    predictions.loc[late & (predictions["model"] == "hazard"), "left"] = False
    predictions["split"] = 0
    landmarks.attrs["clock"] = "tenure"
    decisions = decide()
    shares = {}
    for new in (0.0, 1.0):
        days = np.where(np.arange(len(decisions.frame)) % 10 < 10 * new, 0, 30)
        today = Decisions(decisions.frame.assign(day=days), True, decisions.capacity)
        told = look_back(
            predictions[predictions["model"] == "hazard"], landmarks, today, RULES
        ).set_index(["strategy", "term", "stratum"])["estimate"]
        shares[new] = told["chosen", "caught", "all"] / told["chosen", "contacted", "all"]
    assert shares[0.0] == 0
    assert shares[1.0] > 0.3


def test_those_who_may_not_be_contacted_are_on_no_past_list() -> None:
    predictions, landmarks = make_months(np.random.default_rng(7))
    names = landmarks["customer_id"].drop_duplicates()
    refused = permit_all(names).assign(do_not_contact=pd.array([True] * len(names)))
    told = estimate_past_list(
        predictions,
        landmarks,
        chosen="hazard",
        decisions=decide(),
        permissions=refused,
        rules=RULES,
    )
    assert (told["estimate"] == 0).all()
