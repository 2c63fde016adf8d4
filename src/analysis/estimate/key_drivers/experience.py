"""What customers lived through before the survey: complaints, the first experience.

Known at the survey, so they may explain what was answered and what was done after it.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.bridge.leaving import estimate_leaving
from analysis.estimate.bridge.ratios import CORRECTED
from analysis.estimate.bridge.scores import ConstructPosteriors, no_scores
from analysis.estimate.design_matrix import DriverInfo, build_design
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.model_checks import check_rank
from analysis.estimate.survival import normal_quantile
from analysis.study import Driver

NO_COMPLAINT = "none"
DAYS_PER_STEP = 7.0
_ROUNDS = 200


def describe_complaints(outcomes: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Driver, ...]]:
    """``outcomes`` with columns for complaints known at the survey, and what they are.

    Reads ``complaint_topic`` (missing: none in the past year), ``complaint_days`` (to resolution,
    or open so far) and ``complaint_repeated``. Adds ``complaint`` (the topic, or "none"; its effect
    is that of a complaint resolved at once), ``days_to_resolution`` (0 without a complaint; effect
    per week) and ``repeated_complaint``. Columns that do not vary are left out of the drivers.
    """
    topic = outcomes["complaint_topic"].astype(object)
    frame = outcomes.assign(
        complaint=topic.where(topic.notna(), NO_COMPLAINT).astype(str),
        days_to_resolution=outcomes["complaint_days"].astype(float).fillna(0.0),
        repeated_complaint=outcomes["complaint_repeated"].fillna(False).astype(bool),
    )
    drivers = (
        Driver(column="complaint", kind="category", reference=NO_COMPLAINT),
        Driver(column="days_to_resolution", kind="number", per=DAYS_PER_STEP),
        Driver(column="repeated_complaint", kind="flag"),
    )
    return frame, tuple(one for one in drivers if frame[one.column].nunique() > 1)


def estimate_attitude_effects(
    outcomes: pd.DataFrame,
    scores: ConstructPosteriors,
    *,
    experiences: Sequence[str],
    adjustments: Sequence[str],
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    points_per_sd: float | None = None,
    weights: np.ndarray | None = None,
) -> pd.DataFrame:
    """What ``experiences`` go with in one construct, beside the ``adjustments``.

    ``scores`` of one construct, rows as in ``outcomes`` (``customer_id`` and the columns named;
    rows without all are left out). A latent regression: unlike a regression of scores, effects are
    of the construct itself. Rows of ``term`` (such as "complaint=service"): ``estimate`` (standard
    deviations), ``std_error, conf_low, conf_high, conf_level, points, points_low, points_high``
    (when ``points_per_sd`` is given), ``statistic, p_value, n, n_customers, construct, unit``.
    Robust to weights, customers' surveys together. Raises EstimationError for several constructs.

    Mislevy (1991); Skrondal and Laake (2001).
    """
    if len(scores.constructs) != 1:
        raise EstimationError("effects on attitude are estimated for one construct at a time")
    names = [*experiences, *adjustments]
    kept = outcomes[names].notna().all(axis=1).to_numpy()
    frame = outcomes[kept]
    design = build_design(frame, names, drivers_info)
    columns = design.encode(frame)
    own = np.ones(len(frame)) if weights is None else np.asarray(weights, dtype=float)[kept]
    cluster = pd.factorize(frame["customer_id"])[0]
    with one_blas_thread():
        check_rank(columns.T @ columns, columns, design.terms, len(frame))
        effects, covariance = _regress(scores.take(kept), columns, own / own.mean(), cluster)
    table = _tabulate(design.terms, effects, covariance, confidence_level)
    wanted = [owner in set(experiences) for owner in design.owners]
    scale = np.nan if points_per_sd is None else points_per_sd
    return (
        table[wanted]
        .reset_index(drop=True)
        .assign(
            points=lambda rows: rows["estimate"] * scale,
            points_low=lambda rows: rows["conf_low"] * scale,
            points_high=lambda rows: rows["conf_high"] * scale,
            construct=scores.constructs[0],
            n=len(frame),
            n_customers=int(cluster.max()) + 1,
        )
    )


def estimate_leaving_effects(
    outcomes: pd.DataFrame,
    scores: ConstructPosteriors,
    *,
    experiences: Sequence[str],
    adjustments: Sequence[str],
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    weights: np.ndarray | None = None,
) -> pd.DataFrame:
    """Hazard of leaving by ``experiences``: columns as ``estimate_leaving``, with ``effect``.

    ``effect`` "total" leaves the constructs out (they lie on the way); "given_attitude" holds
    ``scores`` fixed: what the experience goes with beyond what customers said.
    """
    tables = []
    for effect, own in (("total", no_scores(len(outcomes))), ("given_attitude", scores)):
        fit = estimate_leaving(
            outcomes,
            own,
            adjustments=[*experiences, *adjustments],
            drivers_info=drivers_info,
            confidence_level=confidence_level,
            weights=weights,
        )
        owners = fit.design.owners if fit.design else ()
        terms = fit.design.terms if fit.design else ()
        wanted = {
            term for term, owner in zip(terms, owners, strict=True) if owner in set(experiences)
        }
        rows = fit.coefficients["term"].isin(wanted) & (fit.coefficients["method"] == CORRECTED)
        tables.append(fit.coefficients[rows].assign(effect=effect))
    return pd.concat(tables, ignore_index=True)


def _regress(
    scores: ConstructPosteriors, columns: np.ndarray, weights: np.ndarray, cluster: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Effects (p,) of columns on one construct, and their covariance.

    The items' own estimate of each construct has variance 1 / precision about it; with the residual
    variance that makes the weight of each respondent.
    """
    weighted, precision = scores.evidence()
    own = np.maximum(precision[:, 0, 0], 1e-8)
    estimate, noise = weighted[:, 0] / own, 1 / own
    design = np.column_stack([np.ones(len(columns)), columns])
    residual = 1.0
    for _ in range(_ROUNDS):
        trust = weights / (residual + noise)
        effects = np.linalg.solve(
            design.T @ (design * trust[:, None]), design.T @ (trust * estimate)
        )
        rest = estimate - design @ effects
        shrunk = residual / (residual + noise)
        new = float(np.average(shrunk**2 * rest**2 + residual * (1 - shrunk), weights=weights))
        if abs(new - residual) < 1e-9:
            break
        residual = new
    pull = design * (trust * rest)[:, None]
    groups = int(cluster.max()) + 1
    sums = np.zeros((groups, design.shape[1]))
    np.add.at(sums, cluster, pull)
    bread = np.linalg.inv(design.T @ (design * trust[:, None]))
    covariance = bread @ (sums.T @ sums) @ bread * groups / (groups - 1)
    return effects[1:], covariance[1:, 1:]


def _tabulate(
    terms: tuple[str, ...], effects: np.ndarray, covariance: np.ndarray, confidence_level: float
) -> pd.DataFrame:
    error = np.sqrt(np.diag(covariance))
    margin = normal_quantile(confidence_level) * error
    return pd.DataFrame(
        {
            "term": terms,
            "stratum": "all",
            "estimate": effects,
            "std_error": error,
            "conf_low": effects - margin,
            "conf_high": effects + margin,
            "conf_level": confidence_level,
            "statistic": effects / error,
            "p_value": 2 * stats.norm.sf(np.abs(effects / error)),
            "unit": "standard deviations",
        }
    )
