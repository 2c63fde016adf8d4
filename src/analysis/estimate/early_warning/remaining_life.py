"""How long each customer is likely to stay from now on, given how long the customer has stayed.

The chance of being lost right when the present silence is complete is a logistic model; the time of
those who outlive it a Cox model whose clock starts at the landmark (residual life; van Houwelingen
and Putter 2012, chapter 7), or goes on with tenure where contracts have no dates. Errors are by
customer, through the influence of every row on the coefficients of both and the baseline hazard.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.design import Coding, LinearDesign
from analysis.estimate.early_warning.life_model import RemainingLife
from analysis.estimate.early_warning.life_stretches import Stretches, lay_stretches
from analysis.estimate.early_warning.multinomial import RIDGE, fit_multinomial
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.partial_likelihood import Evaluation, PartialLikelihood
from analysis.estimate.robust_errors import estimate_score_residuals
from analysis.study import Study

N_KNOTS = 24
FEWEST_AT_RISK = 20  # beyond, the hazard rests on too few to be read
_FEWEST_AT_DEADLINE = 20
_FEWEST_OF_LEVEL = 5


def estimate_remaining_life(
    landmarks: pd.DataFrame, features: Sequence[str], *, known_by: int | None = None
) -> RemainingLife:
    """Fit on ``landmarks`` as of ``build_landmarks``; ``features`` as ``choose_life_features``.

    ``known_by``: a day; nothing later is used. Raises EstimationError when nobody was lost, or a
    feature separates those who left.
    """
    clock = landmarks.attrs.get("clock", "calendar")
    stretches = lay_stretches(landmarks, clock, known_by=known_by)
    coding = Coding.learn(stretches.rows, features)
    encoded = coding.encode(stretches.rows)
    design = _leave_out_rare(LinearDesign.learn(coding, encoded), encoded, stretches)
    matrix = design.transform(encoded)
    if not matrix.shape[1]:
        raise EstimationError(
            f"none of {', '.join(features) or 'no feature'} varies among the "
            f"{len(matrix):,} customers at landmarks; remaining life would be the same for all"
        )
    cluster = pd.factorize(stretches.rows["customer_id"])[0]
    with one_blas_thread():
        odds, odds_moves = _fit_deadline(stretches, matrix, cluster)
        later = _fit_later(stretches, matrix, cluster, design.terms)
    influence = np.hstack([odds_moves, later.ratio_moves, later.hazard_moves[:, 1:]])
    return RemainingLife(
        clock=clock,
        design=design,
        deadline_odds=odds,
        log_ratios=later.log_ratios,
        knots=later.knots,
        hazard=later.hazard,
        covariance=influence.T @ influence,
        last=float(later.knots[-1]),
        n_customers=int(cluster.max()) + 1,
        n_losses=int(stretches.lost.sum()),
    )


def _leave_out_rare(
    design: LinearDesign, encoded: np.ndarray, stretches: Stretches
) -> LinearDesign:
    """``design`` without levels of which hardly anybody was lost after the deadline, or hardly
    anybody was not: their hazard ratio would be nothing, or without end."""
    matrix = design.transform(encoded)[stretches.goes_on]
    lost = stretches.lost[stretches.goes_on]
    told = []
    for column in matrix.T:
        is_level = len(np.unique(column)) == 2
        inside = column == column.max()
        counts = [(inside == side)[lost == fate].sum() for side in (0, 1) for fate in (0, 1)]
        told.append(
            len(np.unique(column)) > 1 and (not is_level or min(counts) >= _FEWEST_OF_LEVEL)
        )
    return replace(design, kept=design.kept[np.array(told, bool)])


def _fit_deadline(
    stretches: Stretches, matrix: np.ndarray, cluster: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Log odds of being lost at the deadline, and each customer's influence; none where there is
    no deadline to be lost at."""
    n_lost = int(stretches.at_deadline.sum())
    if min(n_lost, int((~stretches.at_deadline).sum())) < _FEWEST_AT_DEADLINE:
        return np.empty(0), np.empty((int(cluster.max()) + 1, 0))
    fit = fit_multinomial(
        np.column_stack([np.ones(len(matrix)), matrix]),
        stretches.at_deadline.astype(np.int64),
        weight=np.ones(len(matrix)),
        cluster=cluster,
        ridge=RIDGE,
    )
    return fit.coefficients[:, 0], fit.influence


@dataclass(frozen=True)
class _Later:
    """The Cox model of those who outlived the deadline; influences (clusters, ...)."""

    log_ratios: np.ndarray
    ratio_moves: np.ndarray
    knots: np.ndarray
    hazard: np.ndarray
    hazard_moves: np.ndarray


def _fit_later(
    stretches: Stretches, matrix: np.ndarray, cluster: np.ndarray, terms: tuple[str, ...]
) -> _Later:
    rows = np.flatnonzero(stretches.goes_on)
    start = (stretches.origin + stretches.deadline)[rows]
    likelihood = PartialLikelihood(
        matrix[rows],
        start=start,
        stop=stretches.stop[rows],
        event=stretches.lost[rows],
        stratum=np.zeros(len(rows), np.int64),
    )
    best = likelihood.maximise(terms)
    moves = estimate_score_residuals(likelihood, best) @ np.linalg.inv(best.information)
    knots, hazard, hazard_moves = _follow_hazard(likelihood, best, moves, start)
    n = int(cluster.max()) + 1

    def by_customer(values: np.ndarray) -> np.ndarray:
        total = np.zeros((n, values.shape[1]))
        np.add.at(total, cluster[rows], values)
        return total

    return _Later(best.beta, by_customer(moves), knots, hazard, by_customer(hazard_moves))


def _follow_hazard(
    likelihood: PartialLikelihood, best: Evaluation, moves: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Knots, the cumulative baseline hazard there, and each row's influence on it (n, k): what its
    own loss adds, less what was expected of it, and what it does through the coefficients."""
    scale, times = np.exp(-best.offset), likelihood.times
    steps = scale * best.sums.inverse
    n_at_risk = np.searchsorted(np.sort(start), times) - np.searchsorted(
        np.sort(likelihood.stop), times
    )
    readable = times[n_at_risk >= min(FEWEST_AT_RISK, n_at_risk.max())]
    share = np.linspace(0, 1, N_KNOTS)
    knots = np.unique(np.append(start.min(), np.quantile(readable, share)))
    reached = np.searchsorted(times, knots, side="right")
    hazard = np.append(0.0, np.cumsum(steps))[reached]
    # One more loss adds a step divided by the losses that made it.
    each = steps / likelihood.n_events
    slopes = np.vstack([np.zeros(moves.shape[1]), np.cumsum(likelihood.hazard_gradient(best), 0)])
    expected = np.append(0.0, np.cumsum(each * steps))
    influence = moves @ slopes[reached].T
    ratio = best.risk / scale
    for place, at in enumerate(reached):
        own = expected[np.minimum(likelihood.last, at)] - expected[np.minimum(likelihood.first, at)]
        influence[:, place] -= ratio * own
        counted = likelihood.event_time < at
        rows = likelihood.event_rows[counted]
        influence[rows, place] += each[likelihood.event_time[counted]]
    return knots, hazard, influence


def choose_grouping(rows: pd.DataFrame, study: Study) -> str:
    """The column of landmark rows that remaining life is told by: the stage, or a segment; "" where
    there is neither."""
    return next((name for name in ("stage", *study.segments) if name in rows), "")


def summarise_remaining_life(
    predicted: pd.DataFrame, rows: pd.DataFrame, by: str, *, minimum: int
) -> pd.DataFrame:
    """Remaining life by the column ``by`` of ``rows`` (those that were predicted): ``group``,
    ``n``, ``mean_days`` and ``median_days`` (of the customers' own), quartiles ``lower_days`` and
    ``upper_days`` of the mean; groups of fewer than ``minimum`` customers are left out."""
    group = rows[by].astype(object).to_numpy() if by else ""
    table = (
        predicted.assign(group=group)
        .groupby("group", sort=True)
        .agg(
            n=("mean_days", "size"),
            mean_days=("mean_days", "mean"),
            lower_days=("mean_days", lambda values: values.quantile(0.25)),
            upper_days=("mean_days", lambda values: values.quantile(0.75)),
            median_days=("median_days", lambda values: values.fillna(np.inf).median()),
        )
        .reset_index()
    )
    table["median_days"] = table["median_days"].replace(np.inf, np.nan)
    return table[table["n"] >= minimum].reset_index(drop=True)
