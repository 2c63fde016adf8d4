"""Change against a kept profile: chance is told from shift."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.profile import count_profile
from analysis.estimate.early_warning.profile_change import compare_profile

N = 1200


def customers(rng: np.random.Generator, n: int = N, **changes: object) -> pd.DataFrame:
    """Rows of numbers with missing values, counts, flags and categories."""
    days = rng.exponential(60, n)
    frame = pd.DataFrame(
        {
            "days": np.where(rng.random(n) < 0.1, np.nan, days).astype(np.float32),
            "count": rng.poisson(2, n),
            "flag": pd.array(rng.random(n) < 0.3, dtype="boolean"),
            "region": pd.Categorical(
                rng.choice(["a", "b", "c", "rare"], n, p=[0.5, 0.3, 0.199, 0.001])
            ),
        }
    )
    return frame.assign(**changes)


def keep(frame: pd.DataFrame) -> pd.DataFrame:
    profile = count_profile(frame, list(frame), minimum_cell=10)
    return profile.assign(as_of=pd.Timestamp("2025-06-30"))


def test_the_index_without_change_is_what_chance_gives() -> None:
    rng = np.random.default_rng(3)
    runs = [compare_profile(keep(customers(rng)), customers(rng)) for _ in range(80)]
    every = pd.concat(runs)
    assert not every["moved"].any()
    for _, own in every.groupby("feature"):
        assert own["psi"].mean() == pytest.approx(own["by_chance"].mean(), rel=0.2)
        assert (own["p_value"] < 0.05).mean() < 0.12


@pytest.mark.parametrize(
    ("feature", "values"),
    [
        ("days", lambda rng: rng.exponential(110, N).astype(np.float32)),
        ("days", lambda rng: np.full(N, np.nan, np.float32)),
        ("count", lambda rng: rng.poisson(3, N)),
        ("flag", lambda rng: pd.array(rng.random(N) < 0.5, dtype="boolean")),
        ("region", lambda rng: pd.Categorical(rng.choice(["a", "b", "new"], N))),
    ],
)
def test_a_shift_is_found_and_named(feature: str, values: object) -> None:
    rng = np.random.default_rng(4)
    now = customers(rng).assign(**{feature: values(rng)})  # type: ignore[operator]
    told = compare_profile(keep(customers(rng)), now)
    assert told.loc[told["moved"], "feature"].tolist() == [feature]
    assert told["feature"].iloc[0] == feature
    assert not compare_profile(keep(customers(rng)), now, moving=[feature])["moved"].any()


def test_features_that_only_one_run_has_are_left_out() -> None:
    rng = np.random.default_rng(5)
    kept = keep(customers(rng))
    assert compare_profile(kept, customers(rng)[["flag"]])["feature"].tolist() == ["flag"]
    assert compare_profile(kept.head(0), customers(rng)).empty
