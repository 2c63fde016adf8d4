"""Movement between runs: never more false alarms than stated, and real movement is found."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.movement import Movement, estimate_movement
from analysis.estimate.proportions import estimate_proportions
from analysis.results import as_estimates


def run_of(
    shares: dict[str, tuple[int, int]], *, level: float = 0.95, analysis: str = "retention"
) -> pd.DataFrame:
    """Estimates of shares, ``events`` of ``n`` by stratum."""
    counts = pd.DataFrame(
        [(name, events, n) for name, (events, n) in shares.items()], columns=["stratum", "e", "n"]
    )
    told = estimate_proportions(counts, n_events="e", n="n", confidence_level=level)
    return as_estimates(told, analysis=analysis, term="kept")


def compare(before: pd.DataFrame, now: pd.DataFrame, level: float = 0.95) -> Movement:
    return estimate_movement(before, now, analyses=["retention", "ratios"], confidence_level=level)


def test_the_interval_of_two_shares_is_newcombes() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II (a): 56/70 less 48/80
    movement = compare(run_of({"all": (48, 80)}), run_of({"all": (56, 70)}))
    row = movement.changes.iloc[0]
    assert row[["estimate", "conf_low", "conf_high"]].to_list() == pytest.approx(
        [0.2, 0.0524, 0.3339], abs=5e-5
    )
    assert row["moved"] and row["p_value"] < 0.05


def test_ratios_are_compared_as_ratios_and_errors_without_intervals_serve() -> None:
    frame = pd.DataFrame(
        {"term": ["fast"], "estimate": [2.0], "conf_low": [1.0], "conf_high": [4.0]}
    )
    before = as_estimates(frame, analysis="ratios", unit="hazard ratio", conf_level=0.95)
    row = compare(before, before.assign(estimate=4.0, conf_low=2.0, conf_high=8.0)).changes.iloc[0]
    assert row["estimate"] == pytest.approx(2.0) and row["scale"] == "ratio"
    half = np.hypot(np.log(2), np.log(2))
    assert np.log([row["conf_low"], row["conf_high"]]) == pytest.approx(
        [np.log(2) - half, np.log(2) + half]
    )
    plain = as_estimates(frame[["term", "estimate"]], analysis="ratios", std_error=0.3, unit="day")
    told = compare(plain, plain.assign(estimate=3.0)).changes.iloc[0]
    assert told["statistic"] == pytest.approx(1 / np.hypot(0.3, 0.3))


def test_levels_of_the_two_runs_need_not_agree() -> None:
    wide = run_of({"all": (480, 800)}, level=0.99)
    told = compare(wide, run_of({"all": (560, 800)})).changes.iloc[0]
    same = compare(run_of({"all": (480, 800)}), run_of({"all": (560, 800)})).changes.iloc[0]
    assert told["conf_low"] == pytest.approx(same["conf_low"], abs=2e-3)


def test_what_is_the_same_is_not_tested_and_what_cannot_be_matched_is_counted() -> None:
    before = run_of({"a": (40, 80), "b": (40, 80), "gone": (40, 80), "twice": (4, 80)})
    now = run_of({"a": (40, 80), "b": (41, 80), "new": (40, 80), "twice": (4, 80)})
    now = pd.concat([now, now.tail(1).assign(estimate=0.9)], ignore_index=True)
    unknown = as_estimates(pd.DataFrame({"term": ["x"], "estimate": [5.0]}), analysis="retention")
    movement = compare(pd.concat([before, unknown]), pd.concat([now, unknown.assign(estimate=6.0)]))
    told = movement.changes.set_index("stratum")
    assert told.loc["a", "same"] and pd.isna(told.loc["a", "p_value"])
    assert not told.loc["a", "moved"] and not told.loc["b", "same"]
    assert pd.isna(told.loc["", "moved"])  # a number without an error: no verdict
    assert (movement.n_gone, movement.n_new, movement.n_unclear) == (2, 1, 2)


def test_an_open_limit_leaves_the_verdict_open() -> None:
    frame = pd.DataFrame({"term": ["median"], "estimate": [60.0], "conf_low": [55.0]})
    before = as_estimates(frame, analysis="retention", unit="month", conf_level=0.95)
    told = compare(before, before.assign(estimate=90.0, conf_low=80.0)).changes.iloc[0]
    assert pd.isna(told["moved"]) and np.isnan(told["conf_low"])


def test_other_analyses_and_findings_are_left_alone() -> None:
    before = run_of({"all": (40, 80)}, analysis="something")
    assert not len(compare(before, before).changes)
    assert not len(compare(before.assign(kind="diagnostic", analysis="retention"), before).changes)


@pytest.mark.parametrize("overlap", [0.0, 0.9])
def test_false_alarms_stay_below_their_rate_and_real_movement_is_found(overlap: float) -> None:
    """Forty shares that did not change, in runs that share none or most of their customers."""
    rng = np.random.default_rng(5)
    n, n_groups, alarms, found = 2000, 40, [], []
    names = [f"g{number}" for number in range(n_groups)]
    for _ in range(80):
        common = rng.binomial(round(overlap * n), 0.3, n_groups)
        early, late = (
            common + rng.binomial(n - round(overlap * n), 0.3, n_groups) for _ in range(2)
        )
        late[0] += round(0.1 * n)  # a share that rose by ten points
        before, now = (
            run_of({name: (int(k), n) for name, k in zip(names, counts, strict=True)})
            for counts in (early, late)
        )
        moved = compare(before, now).moved["stratum"].tolist()
        found.append("g0" in moved)
        alarms.append(len([name for name in moved if name != "g0"]) / max(len(moved), 1))
    assert np.mean(alarms) <= 0.05 + 0.02
    assert np.mean(found) > 0.95
    if overlap:
        assert np.mean(alarms) < 0.01  # customers in both runs: fewer alarms than stated
