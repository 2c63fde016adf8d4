"""Signs of decline and drivers as they go with being lost: shares by sign, odds ratios by driver.

Plainer than any model's own workings: what came of customers who showed a sign, and of those who
did not; and the odds of being lost that go with each driver, the others held.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.cause_design import learn_cause_design
from analysis.estimate.early_warning.known_outcomes import weigh_outcomes
from analysis.estimate.early_warning.multinomial import RIDGE, fit_multinomial
from analysis.estimate.early_warning.plan import WarningPlan, is_open
from analysis.estimate.robust_errors import sum_by_code
from analysis.estimate.survival import normal_quantile
from analysis.results import as_estimates

SHOWN, NOT_SHOWN, RATIO = "shown", "not_shown", "ratio"


def estimate_sign_rates(
    landmarks: pd.DataFrame,
    signs: Sequence[str],
    *,
    plan: WarningPlan,
    minimum: int,
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Share lost within ``plan.horizon`` days of customers at landmarks who showed each of
    ``signs`` and of those who did not, and their ratio; intervals by customer.

    Rows whose outcome is known and not settled by the definition; weighted for censoring where
    landmarks have no dates. In the columns of ``ESTIMATE_COLUMNS``: ``term`` is the sign,
    ``stratum`` shown, not_shown or ratio; signs shown by, or spared, fewer than ``minimum``
    customers are left out.
    """
    rows, left, weight = _read_known(landmarks, plan)
    customer = pd.factorize(rows["customer_id"])[0]
    found = []
    for sign in signs:
        told = rows[sign].notna().to_numpy()
        shown = rows[sign].fillna(False).to_numpy(bool) & told
        groups = {SHOWN: shown, NOT_SHOWN: told & ~shown}
        if min(len(np.unique(customer[own])) for own in groups.values()) >= minimum:
            found += _compare_shares(sign, groups, (left, weight, customer), confidence_level)
    columns = ["term", "stratum", "estimate", "std_error", "conf_low", "conf_high", "n", "n_events"]
    table = pd.DataFrame(found, columns=columns)
    return as_estimates(
        table.assign(unit=table["stratum"].map(lambda kind: RATIO if kind == RATIO else "share")),
        analysis="warning_signs",
        conf_level=confidence_level,
        method="shares of customers at landmarks, errors by customer",
    )


def _read_known(
    landmarks: pd.DataFrame, plan: WarningPlan
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Open rows with a known outcome, the outcome (0 or 1) and the weight for censoring."""
    rows = landmarks[is_open(landmarks, plan.horizon)]
    left, weight = weigh_outcomes(rows, plan)
    known = weight > 0
    return rows[known], left[known], weight[known]


def _compare_shares(
    sign: str,
    groups: dict[str, np.ndarray],
    told: tuple[np.ndarray, np.ndarray, np.ndarray],
    confidence_level: float,
) -> list[tuple[Any, ...]]:
    left, weight, customer = told
    z, logs = normal_quantile(confidence_level), []
    rows: list[tuple[Any, ...]] = []
    for name, own in groups.items():
        counted = own * weight / (own @ weight)
        share = float(counted @ left)
        influence = sum_by_code((counted * (left - share))[:, None], customer)[:, 0]
        error = float(np.sqrt((influence**2).sum()))
        n, n_events = len(np.unique(customer[own])), int(left[own].sum())
        limits = max(share - z * error, 0.0), min(share + z * error, 1.0)
        rows.append((sign, name, share, error, *limits, n, n_events))
        logs.append((share, influence))
    (high, first), (low, second) = logs
    if min(high, low) > 0:
        error = float(np.sqrt(((first / high - second / low) ** 2).sum()))
        ratio = high / low
        limits = ratio * np.exp(-z * error), ratio * np.exp(z * error)
        rows.append((sign, RATIO, ratio, error, *limits, rows[0][6], rows[0][7]))
    return rows


def estimate_risk_odds(
    landmarks: pd.DataFrame,
    features: Sequence[str],
    *,
    plan: WarningPlan,
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Odds ratios of being lost within ``plan.horizon`` days, the other drivers held: of a standard
    deviation of a number (of its logarithm where it is skewed), of a level against the commonest.

    Landmarks a horizon apart, so that every loss counts once; logistic regression (the discrete-
    time hazard), errors by customer. In the columns of ``ESTIMATE_COLUMNS``, ``term`` the driver.
    """
    kept = space_days(landmarks["day"].unique(), plan.horizon)
    rows, left, weight = _read_known(landmarks[landmarks["day"].isin(kept)], plan)
    design = learn_cause_design(rows, features)
    fit = fit_multinomial(
        design.encode(rows),
        left.astype(np.int64),
        weight=weight,
        cluster=pd.factorize(rows["customer_id"])[0],
        ridge=RIDGE,
    )
    own, z = slice(1, 1 + len(design.terms)), normal_quantile(confidence_level)
    beta = fit.coefficients[own, 0]
    error = np.sqrt((fit.influence**2).sum(axis=0))[own]
    table = pd.DataFrame(
        {
            "term": list(design.terms),
            "estimate": np.exp(beta),
            "std_error": error,
            "conf_low": np.exp(beta - z * error),
            "conf_high": np.exp(beta + z * error),
            "statistic": beta / error,
        }
    )
    return as_estimates(
        table,
        analysis="warning_risk_odds",
        stratum="all",
        conf_level=confidence_level,
        n=len(rows),
        n_events=int(left.sum()),
        unit="odds ratio",
        method="logistic regression, errors by customer",
    )


def space_days(days: np.ndarray, horizon: int) -> list[int]:
    """Of ``days`` those at least ``horizon`` apart, from the first on."""
    kept: list[int] = []
    for day in np.sort(days):
        if not kept or day - kept[-1] >= horizon:
            kept.append(int(day))
    return kept
