"""A simulated company whose segments differ by known factors: are they found, and only they?"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.segment_flows import SegmentFlows, StageWindow, estimate_segment_flows
from analysis.prepare.stage_counts import count_sojourns, count_stage_moves, count_stages
from analysis.simulate.company import simulate_company
from analysis.simulate.parameters import STATES, CompanyParameters

COLUMNS = ("home_channel", "region")
COMPANY = CompanyParameters()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    simulate_company(folder, COMPANY)
    return folder


def estimate(folder: Path, days: int) -> SegmentFlows:
    """Flows over the last ``days`` by region and home channel, from true histories."""
    spells = pd.read_parquet(folder / "truth" / "true_spells.parquet")
    customers = pd.read_parquet(folder / "truth" / "customers.parquet").set_index("customer_id")
    spells = spells.assign(
        customer=spells["customer_id"],
        start=spells["start_day"].round().astype("int64"),
        stop=spells["stop_day"].round().astype("int64"),
    )
    spells = spells[spells["stop"] > spells["start"]]  # whole days, as purchases have
    end = COMPANY.start_day + COMPANY.n_days
    counts: dict[str, list[pd.DataFrame]] = {"moves": [], "sojourns": [], "today": []}
    for column in COLUMNS:
        rows = spells.assign(segment=spells["customer"].map(customers[column]))
        counts["moves"].append(count_stage_moves(rows, by="segment").assign(column=column))
        visits = count_sojourns(rows, entered_after=0, by="segment")
        counts["sojourns"].append(visits.assign(column=column))
        today = count_stages(rows, day=end - 1, by="segment")
        counts["today"].append(today.drop(columns="days_so_far").assign(column=column))
    horizon = days
    window = StageWindow(
        states=STATES,
        active=tuple(state for state in STATES if state not in ("prospect", "churned")),
        loss="churned",
        starts=dict.fromkeys(STATES, end - horizon),
        end=end,
        horizon=horizon,
        dated=True,
    )
    past = pd.DataFrame(
        columns=["column", "segment", "lead", "origin", "from_state", "to_state", "n"]
    )
    frames = [pd.concat(parts, ignore_index=True) for parts in counts.values()]
    return estimate_segment_flows(*frames, past, window=window, minimum=10, confidence_level=0.95)


def test_who_comes_back_follows_the_known_factors(company: Path) -> None:
    flows = estimate(company, 720)
    found = flows.estimates[flows.estimates["analysis"] == "returning"]
    shares = found.set_index(["column", "segment"])
    # churned > won_back: app 1.4 times, south .7 times as often (a fifth of all); nothing else.
    for segment, factor in {"app": 1.4, "store": 1.0, "online": 1.0}.items():
        row = shares.loc[("home_channel", segment)]
        expected = 1 - np.exp(-720 * factor * (0.8 + 0.7 * 0.2) / 2200)
        assert abs(row["estimate"] - expected) < 1.7 * (row["conf_high"] - row["conf_low"])
    channels, regions = (shares.loc[each].drop(index="")["estimate"] for each in COLUMNS)
    assert channels.idxmax() == "app" and regions.idxmin() == "south"
    p = flows.tests.set_index(["column", "analysis", "from_state"])["p_adjusted"]
    assert all(p[(column, "returning", "churned")] < 0.05 for column in COLUMNS)


def test_who_is_lost_follows_the_known_factors(company: Path) -> None:
    found = estimate(company, 60).estimates
    leaving = found[(found["analysis"] == "leaving") & (found["from_state"] == "declining")]
    regions = leaving[leaving["column"] == "region"].set_index("segment")
    # declining > churned is 1.25 times as frequent in the west, where satisfaction is low too
    assert regions.drop(index="")["estimate"].idxmax() == "west"
    assert regions.loc["west", "conf_low"] > regions.loc["", "estimate"]
    channels = leaving[leaving["column"] == "home_channel"].set_index("segment")
    everyone = channels.loc["", "estimate"]
    others = channels.drop(index="")  # no channel has a factor there
    assert ((others["conf_low"] < everyone) & (everyone < others["conf_high"])).all()
