"""Flows by group: equal to the groups alone, to the truth, and in the order of the truth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage_chain import STATES, STEP, count_chain, simulate_chain, stand_on

from analysis.estimate.segment_cells import hide_small_cells
from analysis.estimate.segment_comparison import compare_probabilities, compare_segment_pairs
from analysis.estimate.segment_flows import (
    EVERYONE,
    SegmentFlows,
    StageWindow,
    estimate_segment_flows,
)
from analysis.estimate.sojourn import estimate_dwell_times
from analysis.estimate.stage_flows import estimate_stage_flows
from analysis.estimate.stage_forecast import estimate_stage_forecast
from analysis.estimate.transitions import build_stage_counts

DAYS, HORIZON, LEVEL = 120, 30, 0.95
FASTER = np.array([[0.95, 0.02, 0.03], [0.015, 0.945, 0.04], [0.0, 0.01, 0.99]])
TRUTH = {"slow": STEP, "fast": FASTER}
WINDOW = StageWindow(
    states=STATES,
    active=("a", "b"),
    loss="lost",
    starts=dict.fromkeys(STATES, DAYS - HORIZON),
    end=DAYS,
    horizon=HORIZON,
    dated=True,
)
Counts = dict[str, pd.DataFrame]


def simulate_group(step: np.ndarray, n: int, seed: int) -> pd.DataFrame:
    """A chain with other probabilities than the module's."""
    kept = STEP.copy()
    try:
        STEP[:] = step
        return simulate_chain(n, DAYS, seed)
    finally:
        STEP[:] = kept


def count_groups(spells: dict[str, pd.DataFrame]) -> Counts:
    parts: dict[str, list[pd.DataFrame]] = {"moves": [], "sojourns": [], "today": [], "past": []}
    for group, rows in spells.items():
        keys = {"column": "region", "segment": group}
        parts["moves"].append(count_chain(rows).assign(**keys))
        ended = rows.assign(time=rows["stop"] - rows["start"])
        visits = ended.groupby(["from_state", "to_state", "time"], dropna=False).size()
        parts["sojourns"].append(visits.rename("n").reset_index().assign(**keys))
        last = stand_on(rows, DAYS - 1)
        today = last.value_counts().rename_axis("state").rename("n").reset_index()
        parts["today"].append(today.assign(**keys))
        origin = DAYS - HORIZON - 1
        pairs = pd.DataFrame({"from_state": stand_on(rows, origin), "to_state": last})
        sizes = pairs.groupby(["from_state", "to_state"]).size().rename("n").reset_index()
        parts["past"].append(sizes.assign(origin=origin, lead=HORIZON, **keys))
    return {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}


def estimate(counts: Counts, minimum: int = 10) -> SegmentFlows:
    return estimate_segment_flows(
        *counts.values(), window=WINDOW, minimum=minimum, confidence_level=LEVEL
    )


def pick(frame: pd.DataFrame, segment: str, analysis: str) -> pd.DataFrame:
    found = frame[(frame["segment"] == segment) & (frame["analysis"] == analysis)]
    return found.set_index(["from_state", "to_state"]).sort_index()


@pytest.fixture(scope="module")
def groups() -> dict[str, pd.DataFrame]:
    return {"slow": simulate_group(STEP, 900, 1), "fast": simulate_group(FASTER, 700, 2)}


@pytest.fixture(scope="module")
def counts(groups: dict[str, pd.DataFrame]) -> Counts:
    return count_groups(groups)


def test_each_group_is_as_if_it_were_alone(groups: dict[str, pd.DataFrame], counts: Counts) -> None:
    found = estimate(counts, minimum=1).estimates  # so that nothing is hidden
    for group, spells in groups.items():
        alone = build_stage_counts(count_chain(spells), STATES)
        flows = estimate_stage_flows(
            alone,
            starts=WINDOW.starts,
            period=HORIZON,
            horizon=HORIZON,
            end=DAYS,
            loss="lost",
            confidence_level=LEVEL,
        )
        for name, frame in (
            ("matrix", flows.matrix),
            ("leaving", flows.churn[flows.churn["time"] == HORIZON]),
            ("returning", flows.back[flows.back["time"] == HORIZON]),
        ):
            expected = frame.set_index(["from_state", "to_state"]).sort_index()
            mine = pick(found, group, name).drop(index=("", "lost"), errors="ignore")
            for number in ("estimate", "conf_low", "conf_high", "n"):
                alike = expected.loc[mine.index, number].to_numpy()
                assert mine[number].to_numpy() == pytest.approx(alike)
        visits = counts["sojourns"].query("segment == @group")
        dwell = estimate_dwell_times(visits, confidence_level=LEVEL).set_index("stratum")
        medians = pick(found, group, "dwell")["estimate"].droplevel(1)
        pd.testing.assert_series_equal(
            medians, dwell["estimate"], check_names=False, check_index_type=False
        )


def test_the_forecast_of_the_active_is_that_of_not_being_lost(
    groups: dict[str, pd.DataFrame], counts: Counts
) -> None:
    found = estimate(counts).estimates
    for group in (*groups, EVERYONE):
        mine = {
            name: frame if group == EVERYONE else frame[frame["segment"] == group]
            for name, frame in counts.items()
        }
        merged = {
            name: frame.drop(columns=["column", "segment"])
            .groupby([c for c in frame if c not in ("column", "segment", "n")], dropna=False)["n"]
            .sum()
            .reset_index()
            for name, frame in mine.items()
        }
        forecast = estimate_stage_forecast(
            build_stage_counts(merged["moves"], STATES),
            merged["today"],
            merged["past"],
            end=DAYS,
            horizon=HORIZON,
            dated=True,
            confidence_level=LEVEL,
        )
        path = forecast.path
        lost = path[(path["stratum"] == "lost") & (path["time"] == HORIZON)].iloc[0]
        active = pick(found, group, "forecast").iloc[0]
        assert active["estimate"] == pytest.approx(lost["n"] - lost["estimate"])
        assert active["std_error"] == pytest.approx(lost["std_error"])
        assert active["before"] == merged["today"].query("state != 'lost'")["n"].sum()


def test_groups_add_up(counts: Counts) -> None:
    found = estimate(counts).estimates
    mix = found[found["analysis"] == "mix"].pivot(index="segment", columns="from_state", values="n")
    assert mix.loc[["slow", "fast"]].sum().to_list() == mix.loc[EVERYONE].to_list()
    forecast = found[found["analysis"] == "forecast"].set_index("segment")
    parts = forecast.loc[["slow", "fast"]]
    assert parts["before"].sum() == forecast.loc[EVERYONE, "before"]
    # Of two groups that move differently the sum is near the whole, not equal to it.
    difference = parts["estimate"].sum() - forecast.loc[EVERYONE, "estimate"]
    assert 0 < abs(difference) < 0.05 * forecast.loc[EVERYONE, "before"]
    matrix = found[(found["analysis"] == "matrix") & (found["segment"] != EVERYONE)]
    complete = matrix.groupby(["segment", "from_state"])["estimate"].agg(["sum", "count"])
    assert complete.query("count == 3")["sum"].to_numpy() == pytest.approx(1.0)


def test_groups_that_move_alike_add_to_the_whole_exactly(groups: dict[str, pd.DataFrame]) -> None:
    twin = groups["slow"].assign(customer=groups["slow"]["customer"] + 10_000)
    found = estimate(count_groups({"one": groups["slow"], "other": twin})).estimates
    forecast = found[found["analysis"] == "forecast"].set_index("segment")["estimate"]
    assert forecast["one"] + forecast["other"] == pytest.approx(forecast[EVERYONE])


def test_the_truth_is_recovered_in_direction_and_within_intervals(counts: Counts) -> None:
    flows = estimate(counts)
    found = flows.estimates
    for group, step in TRUTH.items():
        closed = step.copy()
        closed[2] = [0, 0, 1]
        reached = np.linalg.matrix_power(closed, HORIZON - 1)[:, 2]
        leaving = pick(found, group, "leaving")
        for place, stage in enumerate(("a", "b")):
            row = leaving.loc[(stage, "lost")]
            reach = 1.5 * (row["conf_high"] - row["conf_low"])  # far beyond 99.9%
            assert abs(row["estimate"] - reached[place]) < reach
        today = pick(found, group, "mix")["n"].to_numpy(float)[:2]
        expected = today @ reached[:2] / today.sum()
        whole = leaving.loc[("", "lost")]
        assert whole["conf_low"] - 0.02 < expected < whole["conf_high"] + 0.02
    fast, slow = (pick(found, group, "leaving").loc[("", "lost")] for group in ("fast", "slow"))
    assert fast["conf_low"] > slow["conf_high"]
    same = [pick(found, group, "leaving_equal_mix").iloc[0]["estimate"] for group in TRUTH]
    assert same[1] > same[0]
    tests = flows.tests.set_index(["analysis", "from_state"])["p_adjusted"]
    assert tests[("leaving", "")] < 0.001
    assert tests[("returning", "lost")] > 0.001  # returns are alike
    assert (flows.pairs["p_adjusted"] < 0.001).all()
    stay = {group: pick(found, group, "stay").iloc[0]["estimate"] for group in TRUTH}
    assert stay["slow"] > stay["fast"]


def test_order_of_rows_changes_nothing(counts: Counts) -> None:
    rng = np.random.default_rng(3)
    mixed = {
        name: frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)
        for name, frame in counts.items()
    }
    keys = ["column", "segment", "analysis", "from_state", "to_state"]
    first, second = (estimate(each).estimates.sort_values(keys) for each in (counts, mixed))
    numbers = ["estimate", "std_error", "conf_low", "conf_high", "n"]
    a, b = (frame.set_index(keys)[numbers].astype(float) for frame in (first, second))
    pd.testing.assert_frame_equal(a, b)


def test_a_group_in_which_nobody_left_is_not_certain_to_stay(counts: Counts) -> None:
    spells = pd.DataFrame(
        {"customer": range(40), "start": 0, "stop": DAYS, "from_state": "a", "to_state": None}
    )
    moved = spells.iloc[:1].assign(stop=20, to_state="b")
    rest = spells.iloc[:1].assign(start=20, from_state="b")
    still = pd.concat([moved, rest, spells.iloc[1:]], ignore_index=True)
    more = count_groups({"loyal": still})
    both = {name: pd.concat([counts[name], more[name]], ignore_index=True) for name in counts}
    flows = estimate(both)
    row = pick(flows.estimates, "loyal", "leaving").loc[("a", "lost")]
    assert row["estimate"] == 0
    assert row["conf_high"] == pytest.approx(1 - 0.025 ** (1 / 39))
    assert flows.tests["p_value"].notna().all()


def test_p_is_uniform_when_groups_are_alike() -> None:
    rng = np.random.default_rng(5)
    n = np.array([150, 400, 90])
    p = []
    for _ in range(400):
        share = rng.binomial(n, 0.3) / n
        error = np.sqrt(share * (1 - share) / n)
        frame = pd.DataFrame({"estimate": share, "std_error": error, "n": n})
        p.append(compare_probabilities(frame)[2])
    rejected = np.mean(np.array(p) < 0.05)
    assert abs(rejected - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 400)


def test_pairs_and_missing_groups() -> None:
    frame = pd.DataFrame(
        {
            "column": "region",
            "segment": ["x", "y", "z"],
            "estimate": [0.2, 0.4, np.nan],
            "std_error": [0.02, 0.02, np.nan],
            "n": [400, 600, 5],
        }
    )
    pairs = compare_segment_pairs(frame)
    assert len(pairs) == 3 and pairs["p_value"].notna().sum() == 1
    statistic, degrees, _ = compare_probabilities(frame)
    spread = 0.02**2 * np.array([1 / 0.16**2, 1 / 0.24**2])
    difference = np.log(0.25) - np.log(2 / 3)
    assert degrees == 1 and statistic == pytest.approx(difference**2 / spread.sum())
    assert np.isnan(compare_probabilities(frame.iloc[:1])[2])


@given(
    counts=st.lists(
        st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=5
    ).map(np.array)
)
@settings(max_examples=150, deadline=None)
def test_no_small_count_can_be_had_by_subtraction(counts: np.ndarray) -> None:
    hidden = hide_small_cells(counts.astype(float), minimum=10)
    assert hidden[(counts > 0) & (counts < 10)].all()
    assert not hidden[counts == 0].any()
    for lines, masks in ((counts, hidden), (counts.T, hidden.T)):
        for line, mask in zip(lines, masks, strict=True):
            left = line[mask].sum()
            everything_hidden = not (~mask & (line > 0)).any()
            assert left == 0 or everything_hidden or (mask.sum() > 1 and left >= 10)


def test_few_customers_have_no_numbers(counts: Counts) -> None:
    tiny = simulate_group(STEP, 25, 9)
    more = count_groups({"tiny": tiny})
    both = {name: pd.concat([counts[name], more[name]], ignore_index=True) for name in counts}
    found = estimate(both).estimates
    few = found[(found["n"] > 0) & (found["n"] < 10)]
    assert few.empty
    mix = found[(found["analysis"] == "mix") & (found["segment"] != EVERYONE)]
    assert mix.groupby("from_state")["n"].apply(lambda n: n.isna().sum()).isin([0, 2, 3]).all()
