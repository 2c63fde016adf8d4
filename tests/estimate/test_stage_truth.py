"""Do 95% intervals hold the truth in 95% of simulated companies?

Twenty companies in every run of the tests; two hundred, term by term, under the mark ``slow``
(``pytest -m slow``).
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from simulated_stages import LEVEL, check_coverage, simulate_spells, take_snapshots, true_matrix

FAMILIES = ("intensity", "occupancy", "panel", "probability", "stay")
# Between companies the share of intervals that hold the truth varies by this much, as the intervals
# of one company are not independent (measured on 200).
SPREAD = {
    "intensity": 0.067,
    "occupancy": 0.083,
    "panel": 0.067,
    "probability": 0.065,
    "stay": 0.068,
}
FEW, MANY = 20, 200


def cover(n_companies: int, folder: Path) -> pd.DataFrame:
    return pd.concat(
        check_coverage(simulate_spells(seed, folder / "company")).assign(company=seed)
        for seed in range(1, n_companies + 1)
    )


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return cover(FEW, tmp_path_factory.mktemp("companies"))


@pytest.mark.parametrize("family", FAMILIES)
def test_intervals_hold_the_truth(covered: pd.DataFrame, family: str) -> None:
    own = covered[covered["family"] == family]
    assert own["company"].nunique() == FEW
    shares = own.groupby("company")["covered"].mean()
    assert abs(shares.mean() - LEVEL) <= 3 * SPREAD[family] / np.sqrt(FEW), shares.mean()


@pytest.mark.parametrize("family", FAMILIES)
def test_estimates_are_right_on_average(covered: pd.DataFrame, family: str) -> None:
    """The mean over companies is within four of its own standard errors of the truth."""
    own = covered[covered["family"] == family]
    own = own.assign(error=own["estimate"] - own["truth"])
    errors = own.groupby("term")["error"].agg(["mean", "std", "count"])
    errors = errors[errors["count"] >= FEW / 2]
    assert len(errors) >= 7
    assert (errors["mean"].abs() <= 4 * errors["std"] / np.sqrt(errors["count"])).all()


@pytest.mark.slow
def test_every_interval_holds_the_truth(tmp_path: Path) -> None:
    """Each term by itself, within the Monte Carlo bounds of its own number of intervals."""
    found = cover(MANY, tmp_path)
    terms = found.groupby(["family", "term"])["covered"].agg(["mean", "count"])
    terms = terms[terms["count"] >= MANY / 2]
    # 3.5 standard errors: some sixty terms are looked at.
    bound = 3.5 * np.sqrt(LEVEL * (1 - LEVEL) / terms["count"])
    assert len(terms) >= 50
    outside = terms[(terms["mean"] - LEVEL).abs() > bound]
    assert outside.empty, outside
    families = found.groupby("family")["covered"].mean()
    limits = 3 * pd.Series(SPREAD) / np.sqrt(MANY)
    assert ((families - LEVEL).abs() <= limits).all(), families


def test_the_truth_is_a_process_and_snapshots_are_of_it(tmp_path: Path) -> None:
    """The intensity matrix has rows of zero; a snapshot is the stage that a spell says."""
    np.testing.assert_allclose(true_matrix().sum(axis=1), 0.0, atol=1e-15)
    spells = simulate_spells(1, tmp_path / "company")
    pairs = take_snapshots(spells)
    stayed = pairs["from_state"] == pairs["to_state"]
    assert 0.5 < stayed.mean() < 1
    assert set(pairs.loc[~stayed, "from_state"]) <= set(spells["from_state"])
