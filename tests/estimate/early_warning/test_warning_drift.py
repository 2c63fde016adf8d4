"""Drifted data are flagged, undrifted are not, and the index has the distribution it is said to."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.drift import (
    FALSE_ALARMS,
    Drift,
    measure_drift,
    measure_feature_drift,
)
from analysis.estimate.early_warning.drift_bins import bin_values

MONTHS, FEATURES = 13, [f"x{k}" for k in range(12)]


def draw_company(rng: np.random.Generator, n: int, shift: float = 0.0) -> pd.DataFrame:
    """Months of the same customers, alike from month to month and between features, of numbers,
    counts, flags, words and gaps; in the last month x0 is higher by ``shift``."""
    own = rng.normal(scale=0.8, size=(n, len(FEATURES))) + rng.normal(scale=0.6, size=(n, 1))
    frames = []
    for month in range(MONTHS):
        values = own + rng.normal(size=own.shape)
        values[:, 0] += shift * (month == MONTHS - 1)
        frame = pd.DataFrame(values, columns=FEATURES).astype("float32")
        frame["x1"] = np.floor(np.exp(values[:, 1]))
        frame["x2"] = pd.array(values[:, 2] > 1, "boolean")
        place = np.clip(1.2 * values[:, 3] + 3, 0, 6).astype(int)
        frame["x3"] = pd.Categorical.from_codes(place, list("abcdefg"))
        frame.loc[values[:, 4] < -1, "x4"] = np.nan
        frame.insert(0, "customer_id", [f"c{k}" for k in range(n)])
        frame.insert(1, "day", 30 * month)
        frames.append(frame[rng.random(n) < 0.8])
    return pd.concat(frames, ignore_index=True)


def measure(frame: pd.DataFrame) -> Drift:
    last = frame["day"] == frame["day"].max()
    return measure_drift(frame[~last], frame[last], FEATURES)


def test_without_drift_the_index_has_its_stated_mean_and_tail() -> None:
    tables = [measure(draw_company(np.random.default_rng(k), 150)).table for k in range(16)]
    together = pd.concat(tables)
    assert (together["psi"] / together["by_chance"]).mean() == pytest.approx(1, abs=0.08)
    beyond = (together["psi"] > together["chance_high"]).mean()
    assert 0.01 < beyond < 0.10  # 192 indices at a level of 5 %
    assert ((together["p_value"] < 0.05) == (together["psi"] > together["chance_high"])).all()


def test_independent_rows_give_the_published_mean() -> None:
    """(1/n + 1/m) times the bins less one (Yurdakul and Naranjo 2020)."""
    rng = np.random.default_rng(5)
    base = pd.DataFrame({"customer_id": [f"a{k}" for k in range(4000)], "day": 0})
    now = pd.DataFrame({"customer_id": [f"b{k}" for k in range(1000)], "day": 30})
    sides = [side.assign(x=rng.normal(size=len(side))) for side in (base, now)]
    row = measure_drift(*sides, ["x"]).table.iloc[0]
    assert row["n_bins"] == 10
    assert row["by_chance"] == pytest.approx((1 / 4000 + 1 / 1000) * 9, rel=0.02)
    assert row["chance_high"] == pytest.approx((1 / 4000 + 1 / 1000) * 16.92, rel=0.03)


def test_drifted_data_are_flagged_and_only_they() -> None:
    for seed in range(3):
        found = measure(draw_company(np.random.default_rng(seed), 600, shift=1.0))
        assert found.flagged == ["x0"]
        assert bool(found.table["large"].iloc[0])


def test_a_small_shift_is_not_worth_a_flag() -> None:
    found = measure(draw_company(np.random.default_rng(1), 3000, shift=0.2))
    row = found.table.set_index("feature").loc["x0"]
    assert row["p_adjusted"] < 0.001 and row["psi"] < 0.1 and not row["flagged"]


@pytest.mark.slow
@pytest.mark.parametrize(("n", "stated"), [(150, FALSE_ALARMS), (1500, 0.0)])
def test_the_false_alarm_rate_is_as_stated(n: int, stated: float) -> None:
    """Of 200 undrifted companies: any flag by the test alone, and with the limits on top of it."""
    by_test = flagged = 0
    for seed in range(200):
        table = measure(draw_company(np.random.default_rng(10_000 + seed), n)).table
        by_test += bool((table["p_adjusted"] < 0.05).any())
        flagged += bool(table["flagged"].any())
    assert by_test / 200 < 0.10
    assert abs(flagged / 200 - stated) <= 2 * np.sqrt(stated * (1 - stated) / 200)


def test_waves_that_come_every_year_are_no_drift() -> None:
    """A survey in two waves: days since the answer jump about from month to month."""
    frame = draw_company(np.random.default_rng(2), 500)
    since = (frame["day"] // 30 % 6) * 30
    frame["x0"] = (since + np.random.default_rng(3).normal(size=len(frame))).astype("float32")
    row = measure(frame).table.set_index("feature").loc["x0"]
    assert row["psi"] > 1 and row["usual_high"] > row["psi"] and not row["flagged"]


def test_what_moves_by_nature_is_flagged_only_beyond_all_that_was_seen() -> None:
    frame = draw_company(np.random.default_rng(4), 400)
    frame["tenure_days"] = frame["day"] + 1000 * np.random.default_rng(4).random(len(frame))
    frame["market"] = frame["day"] / 10.0
    last = frame["day"] == frame["day"].max()
    moving = {"tenure_days": "clock", "market": "market"}
    found = measure_drift(frame[~last], frame[last], ["x0", *moving], moving=moving)
    rows = found.table.set_index("feature")
    assert found.flagged == ["market"] and rows.loc["market", "share_outside"] == 1
    assert 0 < rows.loc["tenure_days", "share_outside"] < 0.25
    assert rows.loc[list(moving), "p_adjusted"].isna().all()
    assert found.judged["feature"].tolist() == ["x0"]


def test_a_value_never_seen_is_outside() -> None:
    base, now = pd.Series(["a", "b", None] * 50), pd.Series(["a", "new", "new", None])
    binned = bin_values(base, now)
    assert binned.share_outside == 0.5 and binned.n_bins == 4
    numbers = bin_values(pd.Series([1.0, 2.0, 3.0, np.nan]), pd.Series([0.5, 3.0, np.nan, 9.0]))
    assert numbers.share_outside == 0.5


def test_a_feed_that_stops_is_flagged() -> None:
    frame = draw_company(np.random.default_rng(6), 400)
    frame.loc[frame["day"] == frame["day"].max(), "x5"] = np.nan
    assert measure(frame).flagged == ["x5"]


def test_base_and_today_are_chosen_from_the_landmarks() -> None:
    frame = draw_company(np.random.default_rng(7), 300)
    frame["silence_left"] = np.where(frame.index % 4 == 0, 200.0, 50.0)
    found = measure_feature_drift(frame, FEATURES, horizon=90, clock="calendar")
    is_open = frame["silence_left"] <= 90
    assert found.n_months == 10  # three months are not known yet
    assert found.n_base == (is_open & (frame["day"] <= 270)).sum()
    assert found.n_now == (is_open & (frame["day"] == 360)).sum()
    assert measure_feature_drift(frame, FEATURES, horizon=90, clock="tenure").reason == "tenure"
    early = measure_feature_drift(frame, FEATURES, horizon=720, clock="calendar")
    assert early.reason == "no_months" and early.flagged == [] and early.estimates.empty


def test_estimates_are_tidy() -> None:
    found = measure(draw_company(np.random.default_rng(8), 200, shift=1.5))
    rows = found.estimates
    assert rows["analysis"].unique().tolist() == ["warning_drift"]
    assert rows["passed"].sum() == len(FEATURES) - len(found.flagged)
