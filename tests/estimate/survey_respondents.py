"""Respondents whose constructs, answers and behaviour follow a known truth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.study import Driver

CUTS = (-1.9, -1.2, -0.4, 0.7)  # five points with a ceiling
LOADINGS = (0.88, 0.82, 0.76)
HAZARD_PER_SD = -0.5
INFORMATION = (Driver(column="tenure_years", kind="number"),)


@dataclass(frozen=True)
class Truth:
    """``correlation`` of two constructs; ``effects`` of both on the log hazard."""

    correlation: float = 0.6
    effects: tuple[float, float] = (HAZARD_PER_SD, 0.0)
    surveys: int = 1


def loadings_frame(constructs: tuple[str, ...] = ("satisfaction", "trust")) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"construct": name, "item": f"{name}_{k}", "loading": loading}
            for name in constructs
            for k, loading in enumerate(LOADINGS, start=1)
        ]
    )


def correlations_frame(correlation: float) -> pd.DataFrame:
    names = ["satisfaction", "trust"]
    return pd.DataFrame([[1.0, correlation], [correlation, 1.0]], index=names, columns=names)


def draw_respondents(
    rng: np.random.Generator, n: int, truth: Truth | None = None, *, points: bool = True
) -> pd.DataFrame:
    """One row per survey: constructs (``true_…``), items, tenure_years (known at the survey, goes
    with satisfaction), tenure, event_observed, spend_180, bought_again."""
    truth = truth or Truth()
    known = rng.standard_normal(n)
    satisfaction = 0.3 * known + np.sqrt(1 - 0.3**2) * rng.standard_normal(n)
    rest = np.sqrt(1 - truth.correlation**2) * rng.standard_normal(n)
    trust = truth.correlation * satisfaction + rest
    answers = {}
    for name, construct in (("satisfaction", satisfaction), ("trust", trust)):
        for k, loading in enumerate(LOADINGS, start=1):
            response = loading * construct + np.sqrt(1 - loading**2) * rng.standard_normal(n)
            step = 1.0 + np.searchsorted(CUTS, response) if points else response
            answers[f"{name}_{k}"] = step
    log_hazard = truth.effects[0] * satisfaction + truth.effects[1] * trust + 0.3 * known
    leaves = rng.exponential(1 / (0.002 * np.exp(log_hazard)))
    watched = rng.uniform(100, 700, n)
    buys = rng.poisson(np.exp(0.4 * satisfaction))
    return pd.DataFrame(answers).assign(
        customer_id=[f"c{number}" for number in np.arange(n) // truth.surveys],
        tenure_years=known,
        true_satisfaction=satisfaction,
        true_trust=trust,
        tenure=np.minimum(leaves, watched),
        event_observed=leaves <= watched,
        spend_180=buys * rng.gamma(2.0, 10.0, n),
        bought_again=buys > 0,
    )
