"""Histories, landmarks and other definitions of the shop worked out by hand."""

from pathlib import Path

import pandas as pd
import pytest
from stage_shop import BEGIN, END, make_stage_shop

from analysis.errors import ParameterError
from analysis.prepare.first_purchases import count_first_gaps
from analysis.prepare.intake import prepare_tables
from analysis.prepare.stage_alternatives import (
    count_definitions,
    count_taxonomies,
    find_missing_stages,
)
from analysis.prepare.stage_history import StageHistory, build_stage_history, count_silences
from analysis.prepare.stage_landmarks import (
    count_moves_in_period,
    count_past_bases,
    count_period_flows,
    count_recent_exposure,
    count_spend_after,
    count_stages_today,
)
from analysis.prepare.stage_segments import count_segment_exposure
from analysis.prepare.stage_truth import count_true_days, count_true_moves
from analysis.store import Tables
from analysis.study import Study, load_study

RETURNS = pd.DataFrame({"multiple": [1.5, 3.0], "estimate": [0.4, 0.1]})
Shop = tuple[Study, Tables, StageHistory]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    study = make_stage_shop(tmp_path)
    tables = prepare_tables(study)
    return study, tables, build_stage_history(tables, study, RETURNS, horizon=90, period=60)


def test_a_history_knows_its_window(shop: Shop) -> None:
    study, _, history = shop
    assert history.dated and history.unit == "day"
    assert history.end == BEGIN + END and history.horizon == 90 and history.period == 60
    assert set(history.starts.values()) == {history.end - 90}
    assert history.roles["churned"] == "churned"
    assert history.stages == study.stages.taxonomy.stage_ids


def test_a_horizon_beyond_half_the_span_is_refused(shop: Shop) -> None:
    study, tables, _ = shop
    with pytest.raises(ParameterError, match="horizon 300"):
        build_stage_history(tables, study, RETURNS, horizon=300)
    with pytest.raises(ParameterError, match="period_days 0"):
        build_stage_history(tables, study, RETURNS, period=0)


def test_everybody_is_somewhere_today_and_all_money_is_counted(shop: Shop) -> None:
    _, tables, history = shop
    today = count_stages_today(tables, history)
    assert today["n"].sum() == history.spells["customer"].nunique()
    assert today["amount_cents"].sum() == 6550  # refunds are no purchases
    assert today.loc[today["state"] == "churned", "n"].item() == 4
    assert today.loc[today["state"] == "prospect", "n"].item() == 1


def test_flows_of_two_periods_join(shop: Shop) -> None:
    _, _, history = shop
    earlier = count_period_flows(history, periods_ago=1).groupby("to_state")["n"].sum()
    later = count_period_flows(history)
    joined = later[later["from_state"] != ""].groupby("from_state")["n"].sum()
    assert joined.to_dict() == earlier.to_dict()


def test_moves_are_those_of_the_period(shop: Shop) -> None:
    _, _, history = shop
    assert count_moves_in_period(history).empty  # the last loss is older than sixty days
    spend = count_spend_after(shop[1], history)
    assert spend["amount_cents"].sum() == 0 and spend["n"].sum() == 5


def test_past_bases_end_with_the_records_and_leave_out_who_came_later(shop: Shop) -> None:
    _, _, history = shop
    past = count_past_bases(history, minimum=1)
    assert past["origin"].max() + past["lead"].iloc[0] == history.end
    assert (past["from_state"] != "").all()


def test_exposure_is_every_day_of_the_horizon(shop: Shop) -> None:
    _, _, history = shop
    frame = count_recent_exposure(history)
    assert set(frame["period"]) <= {history.end - 90, history.end - 45}


def test_definitions_and_taxonomies_count_the_same_customers(shop: Shop) -> None:
    study, tables, history = shop
    found = count_definitions(tables, study, history)
    assert found.today.groupby("definition")["n"].sum().to_dict() == {
        "sooner": 5,
        "stated": 5,
        "later": 5,
    }
    others = count_taxonomies(tables, study, history)
    assert (others.groupby("taxonomy")["n"].sum() == 5).all()
    assert "lifecycle" not in set(others["taxonomy"])


def test_a_stage_without_customers_says_why(shop: Shop) -> None:
    missing = find_missing_stages(shop[1], shop[0], shop[2]).set_index("state")["reason"]
    assert "prospect" not in missing.index
    assert missing.get("won_back", "nobody") == "nobody"


def test_first_gaps(shop: Shop) -> None:
    counts = count_first_gaps(shop[1], shop[2])
    assert counts["n_entered"].sum() == 4
    events = counts[counts["n_events"] > 0].set_index("time")["n_events"]
    assert events.to_dict() == {10: 1, 20: 1, 29: 1}
    assert counts["n_censored"].sum() == 1


def test_no_truth_no_comparison_and_no_segment_no_ratio(shop: Shop) -> None:
    study, tables, history = shop
    assert count_true_days(tables, study, history).empty
    assert count_true_moves(study, history).empty
    bare = study.model_copy(update={"segments": ()})
    assert count_segment_exposure(tables, bare, history).empty


def test_without_purchases_there_are_no_silences(tmp_path: Path, telco_tables: Tables) -> None:
    study = load_study("telco")
    assert count_silences(telco_tables, study).empty
    history = build_stage_history(telco_tables, study, pd.DataFrame())
    assert not history.dated and history.starts == {"new": 0, "mature": 3, "churned": 0}
    assert count_period_flows(history).empty and count_past_bases(history, minimum=10).empty
    assert count_definitions(telco_tables, study, history).counts.empty
    assert count_stages_today(telco_tables, history)["n"].sum() == 7032
    ratios = count_segment_exposure(telco_tables, study, history)
    assert ratios["segment"].iloc[0] == "Month-to-month"
    reasons = find_missing_stages(telco_tables, study, history)["reason"]
    assert set(reasons) == {"contracts"}
