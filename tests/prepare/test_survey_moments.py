"""Moments counted by the engine are those of the answers, in whatever pieces they come."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import DataError
from analysis.prepare import survey_moments
from analysis.prepare.survey_moments import count_item_moments
from analysis.prepare.survey_responses import build_survey_responses
from analysis.store import Tables
from analysis.study import load_study

ITEMS = pd.DataFrame(
    {"item": ["a", "b", "it's"], "low": 1.0, "high": 5.0, "reversed": [False, True, False]}
)


def write_answers(folder: Path, n: int = 3000) -> tuple[Path, pd.DataFrame]:
    rng = np.random.default_rng(5)
    answers = pd.DataFrame(rng.integers(1, 6, (n, 3)).astype(float), columns=list(ITEMS["item"]))
    answers = answers.mask(rng.random(answers.shape) < 0.05)
    path = folder / "answers.parquet"
    answers.assign(customer_id=[f"c{place}" for place in range(n)]).to_parquet(path)
    turned = answers.assign(b=6 - answers["b"]).dropna()
    return path, turned


def test_a_file_in_one_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, answers = write_answers(tmp_path)
    monkeypatch.setattr(survey_moments, "BATCH_ROWS", 512)
    moments = count_item_moments(path, ITEMS, n_buckets=50)
    n, means, covariance = moments.total()
    assert n == len(answers) and moments.n_incomplete == 3000 - n
    np.testing.assert_allclose(means, answers.mean(), rtol=1e-13)
    np.testing.assert_allclose(covariance, np.cov(answers.T, bias=True), atol=1e-12)
    assert (moments.n > 0).all() and moments.n.max() < 3 * n / 50


def test_the_tables_of_a_study(abc_tables: Tables) -> None:
    study = load_study("abc")
    responses = build_survey_responses(abc_tables, study)
    items = responses.items[responses.items["construct"] == "equipment"]
    answers = responses.frame[list(items["item"])].dropna()
    n, means, covariance = count_item_moments(abc_tables, items).total()
    assert n == len(answers)
    np.testing.assert_allclose(means, answers.mean(), rtol=1e-13)
    np.testing.assert_allclose(covariance, answers.cov(ddof=0), atol=1e-12)


def test_buckets_drawn_again_are_rows_drawn_again(tmp_path: Path) -> None:
    """Weights of 0, 1 and 2 on buckets give the moments of the rows left out and repeated."""
    path, _ = write_answers(tmp_path)
    moments = count_item_moments(path, ITEMS, n_buckets=7)
    weights = np.array([[0.0, 1, 2, 1, 0, 2, 1]])
    n, means, covariance = moments.reweighted(weights)
    parts = [
        (moments.n[b], moments.sums[b], moments.cross_products[b])
        for b in range(7)
        for _ in range(int(weights[0, b]))
    ]
    total = sum(part[0] for part in parts)
    mean = sum(part[1] for part in parts) / total
    product = sum(part[2] for part in parts) / total
    assert n[0] == total
    np.testing.assert_allclose(means[0], mean)
    np.testing.assert_allclose(covariance[0], product - np.outer(mean, mean))


def test_a_bootstrap_of_buckets_has_the_spread_of_means(tmp_path: Path) -> None:
    path, answers = write_answers(tmp_path, n=20_000)
    moments = count_item_moments(path, ITEMS, n_buckets=1000)
    draws = np.random.default_rng(2).multinomial(1000, np.full(1000, 1e-3), size=2000)
    _, means, _ = moments.reweighted(draws.astype(float))
    expected = answers.std() / np.sqrt(len(answers))
    np.testing.assert_allclose(means.std(axis=0), expected, rtol=0.08)


def test_nobody_answered_everything(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer_id": [1, 2], "a": [1.0, None], "b": [None, 2.0]})
    frame.to_parquet(tmp_path / "answers.parquet")
    with pytest.raises(DataError, match="no respondent answered all of the items a, b"):
        count_item_moments(tmp_path / "answers.parquet", ITEMS[:2])
