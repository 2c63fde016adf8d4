"""Whom to contact: those for whom it pays, best first, within capacity, with leave to."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from warning_months import RULES, make_warnings, permit_all

from analysis.errors import EstimationError
from analysis.estimate.early_warning.alert_list import Decisions, decide_alerts
from analysis.estimate.early_warning.at_risk import estimate_at_risk
from analysis.estimate.early_warning.holdout import assign_holdout
from analysis.study.actions import ActionRules


def decide(
    warnings: pd.DataFrame, value: float | np.ndarray = 60.0, rules: ActionRules = RULES
) -> Decisions:
    names = warnings["customer_id"]
    values = pd.Series(np.broadcast_to(value, len(names)).astype(float), index=names)
    return decide_alerts(
        warnings, value=values, permissions=permit_all(names), rules=rules, study_name="shop"
    )


def test_no_other_list_within_capacity_is_expected_to_bring_more() -> None:
    rng = np.random.default_rng(3)
    warnings = make_warnings(rng, 12)
    rules = RULES.model_copy(update={"capacity": 4, "holdout_share": 0.0})
    value = rng.uniform(5, 100, 12)
    found = decide(warnings, value, rules)
    gain = warnings["risk"].to_numpy() * 0.2 * value - 2
    gain = np.where(warnings["open"], gain, -np.inf)
    best = max(
        sum(gain[list(chosen)]) for size in range(5) for chosen in combinations(range(12), size)
    )
    contacted = found.frame["contacted"]
    assert found.frame.loc[contacted, "net_margin"].sum() == pytest.approx(best)
    assert (found.frame.loc[contacted, "net_margin"] > 0).all()


def test_capacity_is_of_contacts_and_those_held_out_take_none() -> None:
    found = decide(make_warnings(np.random.default_rng(1)), 500.0)
    frame = found.frame
    assert found.n_contacted == found.capacity == 50
    assert found.n_listed > 50
    assert found.binding == "capacity"
    listed = frame[frame["listed"]].sort_values("rank")
    assert listed["rank"].tolist() == list(range(1, found.n_listed + 1))
    assert listed["net_margin"].is_monotonic_decreasing
    assert not listed["holdout"].iloc[-1]  # the list ends with the last contact
    beyond = frame[frame["worth"] & ~frame["listed"]]
    assert beyond["net_margin"].max() <= listed["net_margin"].min()
    assert found.n_beyond == len(beyond)


def test_nobody_is_contacted_without_leave() -> None:
    warnings = make_warnings(np.random.default_rng(2))
    names = warnings["customer_id"]
    permissions = permit_all(names)
    third = np.arange(len(names)) % 3
    permissions["do_not_contact"] = pd.array(np.where(third == 0, True, pd.NA), dtype="boolean")
    permissions["consent"] = pd.array(np.where(third == 1, pd.NA, True), dtype="boolean")
    value = pd.Series(500.0, index=names)
    for consent, allowed in ((None, third != 0), ("agreed", third == 2)):
        rules = RULES.model_copy(update={"consent": consent})
        found = decide_alerts(
            warnings, value=value, permissions=permissions, rules=rules, study_name="shop"
        )
        assert (found.frame["permitted"] == allowed).all()
        assert found.frame.loc[found.frame["listed"], "permitted"].all()
        assert found.n_not_permitted == (found.frame["worth"] & ~allowed).sum()


def test_those_whose_outcome_is_settled_are_never_listed() -> None:
    found = decide(make_warnings(np.random.default_rng(4)), 1e9)
    assert not found.frame.loc[~found.frame["open"], "worth"].any()


def test_the_order_of_rows_decides_nothing() -> None:
    rng = np.random.default_rng(6)
    warnings = make_warnings(rng)
    warnings["risk"] = warnings["risk"].round(1)  # many ties
    shuffled = warnings.sample(frac=1, random_state=1)
    first, second = (decide(frame).frame.set_index("customer_id") for frame in (warnings, shuffled))
    assert first["rank"].equals(second["rank"].reindex(first.index))


def test_without_money_the_highest_risks_are_listed_up_to_capacity() -> None:
    warnings = make_warnings(np.random.default_rng(7))
    names = warnings["customer_id"]
    found = decide_alerts(
        warnings, value=None, permissions=permit_all(names), rules=ActionRules(), study_name="shop"
    )
    assert not found.by_money
    assert found.frame["net_margin"].isna().all()
    assert found.n_contacted == found.capacity == round(0.1 * warnings["open"].sum())
    listed = found.frame["listed"]
    assert found.frame.loc[listed, "risk"].min() >= found.frame.loc[~listed, "risk"].max()


def test_two_warnings_of_one_customer_are_an_error() -> None:
    warnings = make_warnings(np.random.default_rng(8), 20)
    with pytest.raises(EstimationError, match="3 customers have two warnings"):
        decide(pd.concat([warnings, warnings.head(3)]))


def test_the_holdout_is_a_random_share_for_good() -> None:
    names = [f"c_{n}" for n in range(20_000)]
    held = assign_holdout(names, "shop", 0.1)
    assert held.mean() == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / 20_000))
    assert (held == assign_holdout(names, "shop", 0.1)).all()
    assert (held[::-1] == assign_holdout(names[::-1], "shop", 0.1)).all()
    assert not held[~assign_holdout(names, "shop", 0.2)].any()  # a larger share adds to it
    other = assign_holdout(names, "bank", 0.1)
    assert (held & other).mean() == pytest.approx(0.01, abs=0.003)
    assert not assign_holdout(names, "shop", 0.0).any()


def test_customers_at_risk_add_up_by_stage_and_value() -> None:
    rng = np.random.default_rng(9)
    warnings = make_warnings(rng)
    found = decide(warnings, rng.uniform(1, 100, len(warnings)))
    stage = pd.Series(
        np.where(np.arange(300) % 3 == 0, "mature", "declining"), index=warnings["customer_id"]
    )
    told = estimate_at_risk(found, stage.iloc[:-5])
    everyone = told[(told["stage"] == "all") & (told["value"] == "all")].iloc[0]
    assert everyone["n"] == 300
    assert everyone["estimate"] == pytest.approx(warnings["risk"].sum())
    for column in ("n", "estimate", "conf_low", "conf_high", "value_at_risk", "n_listed"):
        for part in (
            told[(told["value"] == "all") & (told["stage"] != "all")],
            told[(told["value"] != "all") & (told["stage"] == "all")],
            told[(told["value"] != "all") & (told["stage"] != "all")],
        ):
            assert part[column].sum() == pytest.approx(everyone[column])
    thirds = told[(told["stage"] == "all") & (told["value"] != "all")]
    assert set(thirds["value"]) == {"low", "middle", "high"}
    assert thirds["n"].between(99, 101).all()
    assert set(told["stage"]) == {"all", "mature", "declining", "unknown"}
