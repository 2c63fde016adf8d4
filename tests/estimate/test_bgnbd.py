"""BG/NBD: the published fit to CDNOW, known truth, and what its probabilities must obey."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.bgnbd import PARAMETERS, BgNbdFit, estimate_bgnbd
from analysis.prepare.fetching import fetch_raw
from analysis.study import load_study

VALUES = Path(__file__).parents[1] / "reference" / "values"
TRUTH = {"r": 0.6, "alpha": 20.0, "a": 0.9, "b": 3.0}


SAMPLE = {  # the sample of 2,357 customers that the paper fits; fetched, not ours to publish
    "member": "lifetimes/datasets/cdnow_customers_summary.csv",
    "member_sha256": "09d92ca80daaabe8be0f997d4c539f9c9606106baa5b199081fe01cbce5fa9f6",
    "target": "raw/cdnow_customers_summary.csv",
}


@pytest.fixture(scope="module")
def cdnow() -> pd.DataFrame:
    """The sample in weeks, equal customers counted."""
    study = load_study("cdnow")
    assert study.fetch is not None
    fetch = study.fetch.model_copy(update=SAMPLE)
    path = fetch_raw(study.model_copy(update={"fetch": fetch}), progress=print)
    rows = pd.read_csv(path).rename(columns={"frequency": "n_repeats", "T": "age"})
    return rows.groupby(["n_repeats", "recency", "age"]).size().reset_index(name="n_customers")


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    return json.loads((VALUES / "bgnbd_cdnow.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def fit(cdnow: pd.DataFrame) -> BgNbdFit:
    return estimate_bgnbd(cdnow, weight="n_customers")


def draw_purchases(rng: np.random.Generator, n: int, until: float) -> tuple[pd.DataFrame, list]:
    """Customers of the model, watched for 100 to 200 days, and their later purchases' days."""
    rate = rng.gamma(TRUTH["r"], 1 / TRUTH["alpha"], n)
    drop = rng.beta(TRUTH["a"], TRUTH["b"], n)
    age = rng.uniform(100, 200, n)
    rows, later = [], []
    for own, stop, watched in zip(rate, drop, age, strict=True):
        time, seen, next_day = 0.0, [], np.inf
        while True:
            time += rng.exponential(1 / own)
            if time > watched + until:
                break
            if time > watched:
                next_day = min(next_day, time - watched)
            else:
                seen.append(time)
            if rng.random() < stop:
                break
        rows.append((len(seen), seen[-1] if seen else 0.0, watched))
        later.append(next_day)
    return pd.DataFrame(rows, columns=["n_repeats", "recency", "age"]), later


def test_the_published_fit_is_found(fit: BgNbdFit, published: dict[str, Any]) -> None:
    for name in PARAMETERS:
        assert getattr(fit, name) == pytest.approx(published[name], rel=1e-4)
    assert fit.log_likelihood == pytest.approx(published["log_likelihood"], abs=0.01)
    assert (fit.n, fit.estimates["term"].tolist()) == (2357, list(PARAMETERS))


def test_the_published_forecast_is_found(fit: BgNbdFit, published: dict[str, Any]) -> None:
    case = published["expected_purchases"]
    found = fit.expected_purchases(case["n_repeats"], case["recency"], case["age"], case["days"])
    assert float(found) == pytest.approx(case["value"], abs=5e-4)


def test_rows_and_counts_and_other_units_give_the_same(cdnow: pd.DataFrame, fit: BgNbdFit) -> None:
    times = cdnow.loc[cdnow.index.repeat(cdnow["n_customers"])].drop(columns="n_customers")
    in_days = estimate_bgnbd(times.assign(recency=times["recency"] * 7, age=times["age"] * 7))
    assert in_days.alpha == pytest.approx(7 * fit.alpha, rel=1e-6)
    np.testing.assert_allclose([in_days.r, in_days.a, in_days.b], [fit.r, fit.a, fit.b], rtol=1e-6)
    repeats = (cdnow["n_repeats"] * cdnow["n_customers"]).sum()
    assert in_days.log_likelihood == pytest.approx(fit.log_likelihood - repeats * np.log(7))
    np.testing.assert_allclose(in_days.covariance, fit.covariance, rtol=1e-3)


def test_truth_is_recovered_and_silence_is_foretold() -> None:
    rng = np.random.default_rng(20261123)
    summary, later = draw_purchases(rng, 6_000, 60.0)
    model = estimate_bgnbd(summary)
    error = np.sqrt(np.diag(model.covariance))
    logs = np.log([model.r, model.alpha, model.a, model.b])
    assert (np.abs(logs - np.log(list(TRUTH.values()))) < 3 * error).all()
    risk = model.probability_silent(*(summary[name] for name in summary), 60.0)
    silent = np.array(later) > 60
    for group in np.array_split(np.argsort(risk), 5):
        chance = risk[group]
        distance = (silent[group] - chance).sum() / np.sqrt((chance * (1 - chance)).sum())
        assert abs(distance) < 3.5


def test_intervals_cover() -> None:
    covered = []
    for seed in range(20):
        summary, _ = draw_purchases(np.random.default_rng(seed), 700, 0.0)
        told = estimate_bgnbd(summary, confidence_level=0.9).estimates
        truth = np.array(list(TRUTH.values()))
        covered.append((told["conf_low"] <= truth) & (truth <= told["conf_high"]))
    # 80 dependent trials at 90 %
    assert 0.8 <= np.mean(covered) <= 0.99


def test_probabilities_agree_with_each_other(fit: BgNbdFit) -> None:
    repeats, age = np.arange(0, 12), np.full(12, 40.0)
    recency = np.where(repeats > 0, 25.0, 0.0)
    alive = fit.probability_alive(repeats, recency, age)
    assert alive[0] == 1.0 and (np.diff(alive[1:]) < 0).all()  # silence says more of the keen
    silent = [fit.probability_silent(repeats, recency, age, days) for days in (0.0, 5.0, 1e12)]
    np.testing.assert_allclose(silent[0], 1.0)
    assert (silent[1] < silent[0]).all() and (silent[1] > silent[2]).all()
    np.testing.assert_allclose(silent[2][3:], 1 - alive[3:], atol=1e-6)
    soon = 1e-4  # in so short a time nobody buys twice
    expected = fit.expected_purchases(repeats, recency, age, soon)
    bought = 1 - fit.probability_silent(repeats, recency, age, soon)
    np.testing.assert_allclose(expected, bought, rtol=1e-4)


def test_expected_purchases_pass_smoothly_through_a_of_one(fit: BgNbdFit) -> None:
    def expect(a: float) -> float:
        model = BgNbdFit(fit.r, fit.alpha, a, fit.b, fit.covariance, 0.0, 1, fit.estimates)
        return float(model.expected_purchases(3, 20.0, 30.0, 52.0))

    assert expect(1.0) == pytest.approx((expect(0.999) + expect(1.001)) / 2, rel=1e-5)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"n_repeats": [1], "recency": [5.0], "age": [4.0]}, "1 rows"),
        ({"n_repeats": [1], "recency": [0.0], "age": [4.0]}, "1 rows"),
        ({"n_repeats": [0, 0], "recency": [0.0, 0.0], "age": [4.0, 9.0]}, "second day"),
        ({"n_repeats": [0], "recency": [0.0]}, "no column age"),
    ],
)
def test_what_cannot_be_is_refused(rows: dict[str, list], message: str) -> None:
    with pytest.raises(EstimationError, match=message):
        estimate_bgnbd(pd.DataFrame(rows))


def test_a_parameter_that_the_records_cannot_tell_is_named() -> None:
    # everybody buys every day to the last: nobody drops out
    same = pd.DataFrame({"n_repeats": [30] * 50, "recency": [30.0] * 50, "age": [30.0] * 50})
    with pytest.raises(EstimationError, match="cannot tell"):
        estimate_bgnbd(same)
