"""Flows and forecast of a chain whose probabilities are known."""

import numpy as np
import pandas as pd
import pytest
from stage_chain import STATES, STEP, count_chain, simulate_chain, stand_on

from analysis.estimate.stage_flows import estimate_stage_flows, rank_stages
from analysis.estimate.stage_forecast import estimate_stage_forecast
from analysis.estimate.transitions import StageCounts, build_stage_counts

DAYS, HORIZON = 120, 30


@pytest.fixture(scope="module")
def chain() -> tuple[pd.DataFrame, StageCounts]:
    spells = simulate_chain(1500, DAYS)
    return spells, build_stage_counts(count_chain(spells), STATES)


def test_flows_recover_the_chain(chain: tuple[pd.DataFrame, StageCounts]) -> None:
    flows = estimate_stage_flows(
        chain[1],
        starts=dict.fromkeys(STATES, DAYS - HORIZON),
        period=15,
        horizon=HORIZON,
        end=DAYS,
        loss="lost",
        confidence_level=0.999,
    )
    power = np.linalg.matrix_power(STEP, 14)  # the last day's moves end with the records
    at = flows.matrix.set_index(["from_state", "to_state"])
    for i, source in enumerate(STATES):
        for j, target in enumerate(STATES):
            row = at.loc[(source, target)]
            assert row["conf_low"] <= power[i, j] <= row["conf_high"]
    assert flows.matrix.groupby("from_state")["estimate"].sum().to_numpy() == pytest.approx(1.0)
    stays = flows.stays.groupby("from_state")["estimate"].sum()
    assert stays.to_numpy() == pytest.approx(HORIZON)
    assert rank_stages(flows.churn, minimum=10)["from_state"].iloc[0] == "b"
    back = flows.back[flows.back["time"] == HORIZON].iloc[0]
    assert back["conf_low"] <= 1 - 0.99**29 <= back["conf_high"]


def test_the_forecast_is_tried_on_the_past(chain: tuple[pd.DataFrame, StageCounts]) -> None:
    spells, counts = chain
    parts = []
    for origin in (DAYS - HORIZON - 1, DAYS - 2 * HORIZON - 1):
        moves = pd.DataFrame(
            {
                "from_state": stand_on(spells, origin),
                "to_state": stand_on(spells, origin + HORIZON),
            }
        )
        sizes = moves.groupby(["from_state", "to_state"]).size().rename("n").reset_index()
        parts.append(sizes.assign(origin=origin, lead=HORIZON))
    today = stand_on(spells, DAYS - 1).value_counts().rename_axis("state").rename("n").reset_index()
    forecast = estimate_stage_forecast(
        counts,
        today,
        pd.concat(parts),
        end=DAYS,
        horizon=HORIZON,
        dated=True,
        confidence_level=0.999,
    )
    assert forecast.backtest["inside"].all() and len(forecast.backtest) == 6
    last = forecast.path[forecast.path["time"] == HORIZON]
    assert last["estimate"].sum() == pytest.approx(1500)
    shares = today.set_index("state")["n"].reindex(STATES).to_numpy(float)
    expected = shares @ np.linalg.matrix_power(STEP, HORIZON)
    assert (last["conf_low"].to_numpy() <= expected).all()
    assert (expected <= last["conf_high"].to_numpy()).all()


def test_errors_of_the_past_widen_the_bands(chain: tuple[pd.DataFrame, StageCounts]) -> None:
    _, counts = chain
    moved = pd.DataFrame(
        {"from_state": ["a", "b"], "to_state": ["lost", "lost"], "n": [500, 500]}
    ).assign(origin=60, lead=30)
    today = pd.DataFrame({"state": ["a"], "n": [1000]})
    how = {"end": DAYS, "horizon": HORIZON, "dated": True, "confidence_level": 0.95}
    surprised = estimate_stage_forecast(counts, today, moved, **how)
    calm = estimate_stage_forecast(counts, today, moved.iloc[:0], **how)
    assert not surprised.backtest["inside"].all() and calm.backtest.empty
    wide, narrow = (
        found.path[found.path["time"] == HORIZON]["std_error"].sum() for found in (surprised, calm)
    )
    assert wide > 5 * narrow


def test_without_dates_nothing_is_forecast(chain: tuple[pd.DataFrame, StageCounts]) -> None:
    forecast = estimate_stage_forecast(
        chain[1],
        pd.DataFrame({"state": ["a"], "n": [5]}),
        pd.DataFrame(columns=["lead", "origin", "from_state", "to_state", "n"]),
        end=DAYS,
        horizon=HORIZON,
        dated=False,
        confidence_level=0.95,
    )
    assert forecast.path.empty and forecast.backtest.empty
