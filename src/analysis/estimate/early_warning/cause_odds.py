"""What makes leaving for one cause likelier, against staying: drivers of each cause by itself.

A driver may work on one cause and not on another. Landmarks are taken a horizon apart, so that
every loss is counted once and no two rows share a stretch of time. Losses of which nothing was said
are left out, and those of which something was said stand for them in equal measure: who is asked
may shift all odds of a cause together, which an odds ratio does not feel.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.cause_design import CauseDesign, learn_cause_design
from analysis.estimate.early_warning.causes import OTHER, Causes
from analysis.estimate.early_warning.multinomial import (
    RIDGE,
    Multinomial,
    fit_multinomial,
)
from analysis.estimate.early_warning.plan import is_open
from analysis.estimate.early_warning.risk_drivers import space_days
from analysis.estimate.survival import normal_quantile
from analysis.results import as_estimates

_STAYED = ""  # no cause has this name
_FEWEST_TOLD = 10  # of a cause among these rows; fewer show nothing


def estimate_cause_odds(
    landmarks: pd.DataFrame,
    causes: Causes,
    *,
    features: Sequence[str],
    horizon: int,
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Odds ratios of being lost for each cause within ``horizon`` days, against staying.

    ``landmarks`` as of ``build_landmarks`` with ``left_<horizon>``; rows whose outcome the
    definition of a loss settles are left out. In the columns of ``ESTIMATE_COLUMNS``: ``term`` is
    the driver (per standard deviation of a number, against the commonest level of a category),
    ``stratum`` the cause. Errors by customer. No rows of causes stated by fewer than 10 of these
    customers.
    """
    rows, cause, weight = _choose_rows(landmarks, causes, horizon)
    counts = cause.value_counts()
    names = tuple(name for name in causes.model.causes if counts.get(name, 0) >= _FEWEST_TOLD)
    if not names:
        return as_estimates(pd.DataFrame({"term": []}), analysis="warning_cause_odds")
    known = cause.isin([_STAYED, *names]).to_numpy()
    rows, weight = rows[known], weight[known]
    outcome = pd.Index([_STAYED, *names]).get_indexer(pd.Index(cause[known]))
    design = learn_cause_design(rows, features)
    fit = fit_multinomial(
        design.encode(rows),
        outcome,
        weight=weight,
        cluster=pd.factorize(rows["customer_id"])[0],
        ridge=RIDGE,
    )
    return as_estimates(
        _tabulate(fit, design, names, confidence_level),
        analysis="warning_cause_odds",
        conf_level=confidence_level,
        n=len(rows),
        unit="odds ratio",
        method="multinomial logit against staying, errors by customer",
    )


def _choose_rows(
    landmarks: pd.DataFrame, causes: Causes, horizon: int
) -> tuple[pd.DataFrame, pd.Series, np.ndarray]:
    """Rows a horizon apart whose outcome is known, the cause of the loss (or that the customer
    stayed) and the weight."""
    kept = space_days(landmarks["day"].unique(), horizon)
    left = landmarks[f"left_{horizon}"]
    chosen = landmarks["day"].isin(kept) & left.notna() & is_open(landmarks, horizon)
    rows, lost = landmarks[chosen], left[chosen].to_numpy(bool)
    cause = _find_causes(rows, landmarks, causes)
    pooled = cause.where(cause.isin(causes.model.causes) | cause.isna(), OTHER)
    outcome = pooled.where(lost, _STAYED)
    told = lost & outcome.notna().to_numpy()
    # Those who told stand for all who were lost.
    weight = np.where(lost, lost.sum() / max(int(told.sum()), 1), 1.0)
    known = outcome.notna()
    return rows[known], outcome[known], weight[known.to_numpy()]


def _find_causes(rows: pd.DataFrame, landmarks: pd.DataFrame, causes: Causes) -> pd.Series:
    """The cause stated of the next loss after each row; missing where nothing was said."""
    losses = causes.rows.losses
    at = losses["place"].to_numpy(np.int64)
    key = pd.MultiIndex.from_arrays(
        [losses["customer"], landmarks["day"].to_numpy(np.int64)[at] + losses["days_to_loss"]]
    )
    waited = rows["days_to_loss"].to_numpy("float64", na_value=np.nan)
    asked = pd.MultiIndex.from_arrays(
        [rows["customer_id"].cat.codes, rows["day"].to_numpy(np.int64) + waited]
    )
    return pd.Series(losses["cause"].to_numpy(), index=key).reindex(asked).set_axis(rows.index)


def _tabulate(
    fit: Multinomial, design: CauseDesign, names: tuple[str, ...], confidence_level: float
) -> pd.DataFrame:
    """One row per driver and cause; the constant and the columns of the missing are left out."""
    z, n_terms = normal_quantile(confidence_level), len(design.terms)
    error = np.sqrt((fit.influence**2).sum(axis=0)).reshape(len(names), -1).T
    beta = fit.coefficients[1 : 1 + n_terms].T.ravel()
    spread = error[1 : 1 + n_terms].T.ravel()
    return pd.DataFrame(
        {
            "term": np.tile(np.array(design.terms, object), len(names)),
            "stratum": np.repeat(np.array(names, object), n_terms),
            "estimate": np.exp(beta),
            "std_error": spread,
            "conf_low": np.exp(beta - z * spread),
            "conf_high": np.exp(beta + z * spread),
            "statistic": beta / spread,
        }
    )
