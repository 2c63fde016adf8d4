"""Remaining life against lives that were drawn: exponential, by tenure, and cut by a silence."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.early_warning.life_calibration import check_remaining_life
from analysis.estimate.early_warning.life_stretches import choose_life_features, lay_stretches
from analysis.estimate.early_warning.remaining_life import (
    choose_grouping,
    estimate_remaining_life,
    summarise_remaining_life,
)
from analysis.study import load_study

LAST = 1440
FEATURES = ["charge_cents", "plan"]


def make_landmarks(
    customer: np.ndarray, day: np.ndarray, wait: np.ndarray, end: np.ndarray, **features: object
) -> pd.DataFrame:
    """Rows in order of customer and day; lost after ``wait`` days if that is by ``end`` days."""
    names = np.array([f"c{i:05d}" for i in range(customer.max() + 1)], object)
    frame = pd.DataFrame(
        {
            "customer_id": pd.Categorical.from_codes(customer, categories=names),
            "day": day.astype(np.int32),
            "days_to_loss": pd.array(np.where(wait <= end, wait, np.nan), "Int32"),
            "days_followed": np.minimum(wait, end).astype(np.int32),
            **features,
        }
    )
    return frame.sort_values(["customer_id", "day"], kind="stable", ignore_index=True)


def exponential_stays(seed: int, n: int, *, every: int = 90) -> pd.DataFrame:
    """Customers join at any time and leave at a rate of their own for ever: no ageing."""
    rng = np.random.default_rng(seed)
    charge = rng.uniform(1000, 5000, n)
    premium = rng.random(n) < 0.4
    rate = true_rate(charge, premium)
    joined = rng.integers(-400, LAST - 30, n)
    lost = joined + np.ceil(rng.exponential(1 / rate))
    days = np.arange(0, LAST + 1, every)
    customer, day = (grid.ravel() for grid in np.meshgrid(np.arange(n), days, indexing="ij"))
    there = (joined[customer] <= day) & (lost[customer] > day)
    customer, day = customer[there], day[there]
    frame = make_landmarks(
        customer,
        day,
        lost[customer] - day,
        LAST - day,
        charge_cents=charge[customer],
        plan=pd.Categorical(np.where(premium, "premium", "basic")[customer]),
    )
    frame.attrs["clock"] = "calendar"
    return frame


def true_rate(charge: np.ndarray, premium: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(0.0004 * (charge - 3000) - 0.7 * premium) / 300)


def test_exponential_life_is_recovered_with_intervals_that_cover() -> None:
    """Mean within 365 days of a constant rate: (1 - exp(-365 rate)) / rate; median log 2 / rate."""
    asked = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "day": LAST,
            "charge_cents": [1500.0, 3000.0, 4500.0],
            "plan": pd.Categorical(["basic", "premium", "basic"]),
        }
    )
    rate = true_rate(asked["charge_cents"].to_numpy(), (asked["plan"] == "premium").to_numpy())
    mean, median = (1 - np.exp(-365 * rate)) / rate, np.log(2) / rate
    covered, halves, errors = [], [], []
    for seed in range(18):
        model = estimate_remaining_life(exponential_stays(seed, 700), FEATURES)
        told = model.predict(asked, horizon_days=365)
        covered += list((told["mean_low"] <= mean) & (mean <= told["mean_high"]))
        halves += list((told["median_low"] <= median + 5) & (median - 5 <= told["median_high"]))
        errors.append(told["mean_days"].to_numpy() - mean)
    assert np.mean(covered) >= 0.88
    assert np.mean(halves) >= 0.88
    assert np.abs(np.mean(errors, axis=0)).max() < 6


def test_life_goes_on_from_the_tenure_reached() -> None:
    """A Weibull hazard that falls: those who have stayed long are likelier to stay longer."""
    rng = np.random.default_rng(3)
    n, shape, scale = 4000, 0.6, 400.0
    stay = np.ceil(scale * rng.exponential(size=n) ** (1 / shape) / 30) * 30
    censored = rng.integers(1, 60, n) * 30
    days = np.arange(30, 1801, 30)
    customer, day = (grid.ravel() for grid in np.meshgrid(np.arange(n), days, indexing="ij"))
    ended = stay <= censored
    there = np.where(ended[customer], stay[customer] > day, censored[customer] >= day)
    customer, day = customer[there], day[there]
    wait = np.where(ended, stay, np.inf)[customer] - day
    followed = np.where(ended, stay, censored)[customer] - day
    frame = make_landmarks(
        customer, day, wait, followed, charge_cents=rng.uniform(1, 2, n)[customer]
    )
    frame.attrs["clock"] = "tenure"
    model = estimate_remaining_life(frame, ["charge_cents"])
    asked = frame.iloc[:2].assign(day=[60, 600], charge_cents=1.5)
    told = model.predict(asked, horizon_days=360)
    days_on = np.arange(0, 360)
    for row, since in zip(told.itertuples(), (60, 600), strict=True):
        true = np.exp(-(((since + days_on) / scale) ** shape) + (since / scale) ** shape).sum()
        assert row.mean_low - 4 <= true <= row.mean_high + 4
    assert told["mean_days"].iloc[1] > told["mean_days"].iloc[0] + 40


def silent_customers(seed: int, n: int, rule: int = 100) -> pd.DataFrame:
    """Customers buy at rates of their own and are lost after ``rule`` days of silence."""
    rng = np.random.default_rng(seed)
    pace = rng.gamma(3.0, 0.013, n)
    rows: list[tuple[int, int, int, int, float]] = []
    for customer in range(n):
        day = int(rng.integers(0, 300))
        visits = [day]
        while day < LAST + rule:
            day += max(1, int(rng.exponential(1 / pace[customer])))
            visits.append(day)
            if visits[-1] - visits[-2] > rule:
                break
        bought = np.array(visits)
        gaps = np.diff(bought)
        broken = np.flatnonzero(gaps > rule)
        lost = bought[broken[0]] + rule if len(broken) else 10**6
        for mark in range(180, LAST + 1, 90):
            if bought[0] <= mark < lost:
                last = bought[bought <= mark][-1]
                rows.append((customer, mark, int(lost), int(last), float(pace[customer])))
    table = np.array(rows)
    customer, mark = table[:, 0].astype(int), table[:, 1]
    frame = make_landmarks(
        customer,
        mark,
        table[:, 2] - mark,
        LAST - mark,
        silence_left=(table[:, 3] + rule - mark).astype(np.float32),
        days_since_purchase=(mark - table[:, 3]).astype(np.float32),
        rhythm_days=(1 / table[:, 4]).astype(np.float32),
    )
    frame.attrs["clock"] = "calendar"
    return frame


def test_nobody_is_lost_before_the_silence_is_complete() -> None:
    frame = silent_customers(1, 800)
    model = estimate_remaining_life(frame, ["days_since_purchase", "rhythm_days"])
    now = frame[frame["day"] == LAST]
    told = model.predict(now, horizon_days=365)
    left = now["silence_left"].to_numpy()
    assert (told["mean_days"].to_numpy() >= left - 1e-6).all()
    assert (told["median_days"].dropna() >= now["silence_left"][told["median_days"].notna()]).all()
    before = model.predict_survival(now, [10.0])[:, 0]
    assert (before[left > 10] == 1).all() and (before[left <= 10] < 1).all()


def test_foretold_is_seen_out_of_sample_where_losses_are_silences() -> None:
    check = check_remaining_life(
        silent_customers(2, 1500),
        ["days_since_purchase", "rhythm_days"],
        horizons_days=(365,),
        rng=np.random.default_rng(0),
    )
    assert check is not None and check.day == LAST - 450
    row = check.line.iloc[0]
    assert row["conf_low"] - 0.05 <= 1 <= row["conf_high"] + 0.05
    assert (check.tenths["predicted"] - check.tenths["estimate"]).abs().max() < 30
    assert check.concordance > 0.7


def test_nothing_after_the_day_is_used() -> None:
    """Changing what came after the day changes no number of a model that knows up to it."""
    frame = exponential_stays(4, 400)
    changed = frame.copy()
    later = (frame["day"] + frame["days_to_loss"].fillna(10**6)) > 900
    changed.loc[later, "days_to_loss"] = pd.NA
    changed.loc[later, "days_followed"] = (LAST - frame["day"])[later].astype("int32")
    changed.attrs = frame.attrs
    first, second = (
        estimate_remaining_life(table, FEATURES, known_by=900) for table in (frame, changed)
    )
    assert first.hazard == pytest.approx(second.hazard, abs=0)
    assert first.covariance == pytest.approx(second.covariance, abs=0)


def test_calibration_on_tenure_is_not_misled_by_who_left_soon() -> None:
    rng = np.random.default_rng(6)
    n = 5000
    charge = rng.uniform(-1, 1, n)
    stay = np.ceil(rng.exponential(300 * np.exp(charge)) / 30) * 30
    end = rng.integers(2, 40, n) * 30
    days = np.arange(30, 1201, 30)
    customer, day = (grid.ravel() for grid in np.meshgrid(np.arange(n), days, indexing="ij"))
    ended = stay <= end
    there = np.where(ended[customer], stay[customer] > day, end[customer] >= day)
    customer, day = customer[there], day[there]
    frame = make_landmarks(
        customer,
        day,
        np.where(ended, stay, np.inf)[customer] - day,
        np.where(ended, stay, end)[customer] - day,
        charge_cents=charge[customer],
    )
    frame.attrs["clock"] = "tenure"
    check = check_remaining_life(
        frame, ["charge_cents"], horizons_days=(360,), rng=np.random.default_rng(0)
    )
    assert check is not None and check.day is None
    assert abs(check.tenths["predicted"] - check.tenths["estimate"]).max() < 45
    row = check.line.iloc[0]
    assert row["conf_low"] - 0.1 <= 1 <= row["conf_high"] + 0.1


def test_too_little_past_is_no_check() -> None:
    frame = exponential_stays(7, 300)
    assert (
        check_remaining_life(frame, FEATURES, horizons_days=(5000,), rng=np.random.default_rng(0))
        is None
    )


def test_nobody_lost() -> None:
    frame = exponential_stays(8, 200)
    frame["days_to_loss"] = pd.array([pd.NA] * len(frame), "Int32")
    with pytest.raises(EstimationError, match="none was lost later"):
        lay_stretches(frame, "calendar")


def test_features_of_life() -> None:
    names = ["tenure_days", "silence_left", "recency_ratio", "region", "score_trust", "stage"]
    assert choose_life_features(names, "calendar") == [
        "tenure_days",
        "recency_ratio",
        "stage",
        "region",
    ]
    assert "tenure_days" not in choose_life_features(names, "tenure")


def test_summary_leaves_small_groups_out() -> None:
    frame = exponential_stays(9, 300)
    model = estimate_remaining_life(frame, FEATURES)
    now = frame[frame["day"] == LAST]
    told = model.predict(now, horizon_days=365)
    table = summarise_remaining_life(told, now, "plan", minimum=10)
    assert list(table["group"]) == ["basic", "premium"]
    assert table["n"].sum() == len(now)
    assert table["mean_days"].iloc[0] < table["mean_days"].iloc[1]
    assert summarise_remaining_life(told, now, "plan", minimum=10_000).empty
    assert len(summarise_remaining_life(told, now, "", minimum=10)) == 1


def test_what_life_is_told_by() -> None:
    study = load_study("telco")
    rows = pd.DataFrame({"contract": ["One year"]})
    assert choose_grouping(rows, study) == "contract"
    assert choose_grouping(rows.assign(stage="new"), study) == "stage"
    assert choose_grouping(rows[[]], study) == ""
