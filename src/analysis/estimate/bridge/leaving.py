"""Do constructs measured in a survey foretell who leaves after it?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.follow_up import (
    delays,
    event_intervals,
    place_bands,
    spend_time,
    usable_rows,
)
from analysis.estimate.bridge.marginal_hazard import (
    HazardData,
    maximise,
    sandwich,
    share_lost,
)
from analysis.estimate.bridge.ratios import CORRECTED, REGRESSION, SUMS, describe_ratio
from analysis.estimate.bridge.scores import ConstructPosteriors
from analysis.estimate.design_matrix import Design, DriverInfo, build_design
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.model_checks import check_rank
from analysis.estimate.survival import normal_quantile

LEAST_LOSSES_PER_TERM = 5
SMALL_RUN = 1e-12


@dataclass(frozen=True)
class LeavingFit:
    """A hazard of leaving on constructs; ``coefficients`` is tidy (see ``estimate_leaving``).

    ``theta`` and ``covariance`` are of the corrected model: log hazards by band, then covariates,
    then constructs; ``band_stops`` ends the bands (the last is open); ``delay`` (n,) is the time
    after the survey before which nobody could leave.
    """

    constructs: tuple[str, ...]
    coefficients: pd.DataFrame
    theta: np.ndarray
    covariance: np.ndarray
    data: HazardData
    band_stops: np.ndarray
    delay: np.ndarray
    kept: np.ndarray
    design: Design | None
    n_customers: int
    confidence_level: float

    @property
    def beta(self) -> np.ndarray:
        """Log hazard ratio per standard deviation of each construct (k,)."""
        return self.theta[len(self.theta) - len(self.constructs) :]

    @property
    def beta_covariance(self) -> np.ndarray:
        """Covariance of ``beta`` (k, k)."""
        first = len(self.theta) - len(self.constructs)
        return self.covariance[first:, first:]

    def exposure_to(self, horizon: float) -> np.ndarray:
        """Time in each band that every row spends by ``horizon`` after its survey."""
        return spend_time(np.maximum(horizon - self.delay, 0.0), self.band_stops)

    def lost(self, horizon: float, shift: float = 0.0) -> float:
        """Weighted share leaving by ``horizon`` when everyone's log hazard moves by ``shift``."""
        rows = share_lost(self.data, self.theta, shift, self.exposure_to(horizon))
        return float(np.average(rows.real, weights=self.data.weights))


def estimate_leaving(
    outcomes: pd.DataFrame,
    scores: ConstructPosteriors,
    *,
    adjustments: Sequence[str],
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    weights: np.ndarray | None = None,
    sum_scores: pd.DataFrame | None = None,
) -> LeavingFit:
    """Hazard of leaving after the survey per standard deviation of each construct.

    ``outcomes``: one row per answered survey, in the rows of ``scores``: ``customer_id, tenure``
    (time followed after the survey), ``event_observed``, ``delay`` (optional: nobody can leave
    sooner) and the ``adjustments``, known at the survey. ``weights`` (n,) of nonresponse.
    ``sum_scores`` (same rows, standardised): the naive model beside. Give one construct (from
    ``scores.alone``) for its whole association, several for each holding the others fixed.

    ``coefficients``: ``term, method, estimate`` (hazard ratio), ``std_error, conf_low, conf_high,
    conf_level, coefficient, coefficient_std_error, statistic, p_value, n, n_customers, n_events,
    unit``; method "corrected" integrates over measurement error given items and adjustments
    (covariates have rows too), "regression_scores" and "sum_scores" take scores for constructs.
    Intervals: robust to weights, and customers' several surveys go together; those of loadings are
    not in them. Rows never at risk, or with an adjustment missing, are left out.

    An association: causal only as far as the adjustments hold every common cause. Raises
    EstimationError when losses are too few or a term separates leavers from stayers.
    """
    kept = usable_rows(outcomes, adjustments, scores)
    frame, delay = outcomes[kept], delays(outcomes[kept])
    design = build_design(frame, list(adjustments), drivers_info) if adjustments else None
    columns = design.encode(frame) if design else np.zeros((len(frame), 0))
    own = np.ones(len(outcomes)) if weights is None else np.asarray(weights, dtype=float)
    cluster = pd.factorize(frame["customer_id"])[0]
    with one_blas_thread():
        informed = scores.take(kept).condition_on(columns)
        data, stops = _assemble(frame, delay, columns, informed, own[kept])
        terms = _terms(data, design, scores.constructs)
        _check_losses(data, terms)
        naive = None if sum_scores is None else sum_scores.loc[:, list(scores.constructs)][kept]
        fits = _fit_all(data, terms, cluster, naive)
    n_customers = int(cluster.max()) + 1
    return LeavingFit(
        constructs=scores.constructs,
        coefficients=_tabulate(fits, terms, data, (n_customers, confidence_level)),
        theta=fits[CORRECTED][0],
        covariance=fits[CORRECTED][1],
        data=data,
        band_stops=stops,
        delay=delay,
        kept=kept,
        design=design,
        n_customers=n_customers,
        confidence_level=confidence_level,
    )


def compare_alone_and_together(
    outcomes: pd.DataFrame,
    scores: ConstructPosteriors,
    *,
    adjustments: Sequence[str],
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    weights: np.ndarray | None = None,
    sum_scores: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """``coefficients`` of every construct by itself and of all at once; ``stratum`` "alone" or
    "together". Constructs only. See ``estimate_leaving``."""
    models = [(scores.alone(name), "alone") for name in scores.constructs]
    if len(scores.constructs) > 1:
        models.append((scores, "together"))
    tables = []
    for own, stratum in models:
        fit = estimate_leaving(
            outcomes,
            own,
            adjustments=adjustments,
            drivers_info=drivers_info,
            confidence_level=confidence_level,
            weights=weights,
            sum_scores=sum_scores,
        )
        table = fit.coefficients
        tables.append(table[table["term"].isin(own.constructs)].assign(stratum=stratum))
    return pd.concat(tables, ignore_index=True)


def _assemble(
    frame: pd.DataFrame,
    delay: np.ndarray,
    columns: np.ndarray,
    scores: ConstructPosteriors,
    weights: np.ndarray,
) -> tuple[HazardData, np.ndarray]:
    time = frame["tenure"].to_numpy(float) - delay
    event = frame["event_observed"].to_numpy(bool)
    stops = place_bands(time[event])
    final = event_intervals(time)
    data = HazardData(
        exposure=spend_time(time - event * final, stops),
        event=event.astype(float),
        band=np.searchsorted(stops, time, side="left"),
        final=final,
        design=columns,
        means=scores.means,
        covariances=scores.covariances,
        weights=weights / weights.mean(),
    )
    return data, stops


def _terms(data: HazardData, design: Design | None, constructs: tuple[str, ...]) -> tuple[str, ...]:
    bands = tuple(f"band {number}" for number in range(1, data.shape[0] + 1))
    return (*bands, *(design.terms if design else ()), *constructs)


def _check_losses(data: HazardData, terms: tuple[str, ...]) -> None:
    n_terms = data.shape[1] + data.shape[2]
    losses = int(data.event.sum())
    if losses < LEAST_LOSSES_PER_TERM * n_terms:
        raise EstimationError(
            f"{losses} customers left after their survey, too few for {n_terms} terms "
            f"({', '.join(terms[-n_terms:])}); {LEAST_LOSSES_PER_TERM} losses for each is the "
            "least: leave adjustments out or lengthen the follow-up"
        )
    columns = np.hstack([data.design, data.means])
    columns = columns - columns.mean(axis=0)
    check_rank(columns.T @ columns * data.event.mean(), columns, terms[-n_terms:], losses)


def _fit_all(
    data: HazardData, terms: tuple[str, ...], cluster: np.ndarray, naive: pd.DataFrame | None
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Parameters and covariance by method; each search starts where the simpler one ended."""
    fixed = _take_for_constructs(data, data.means)
    start = np.zeros(len(terms))
    exposed = (data.weights[:, None] * data.exposure).sum(axis=0)
    losses = np.bincount(data.band, data.weights * data.event, minlength=data.shape[0])
    start[: data.shape[0]] = np.log(np.maximum(losses, 0.5) / np.maximum(exposed, SMALL_RUN))
    results = {}
    simple = maximise(fixed, start, terms)
    corrected = maximise(data, simple, terms)
    results[CORRECTED] = corrected, sandwich(data, corrected, cluster)
    results[REGRESSION] = simple, sandwich(fixed, simple, cluster)
    if naive is not None:
        sums = _take_for_constructs(data, naive.fillna(0.0).to_numpy(float))
        theta = maximise(sums, simple, terms)
        results[SUMS] = theta, sandwich(sums, theta, cluster)
    return results


def _take_for_constructs(data: HazardData, values: np.ndarray) -> HazardData:
    """The same rows with ``values`` taken as the constructs, without error."""
    none = np.zeros((len(values), values.shape[1], values.shape[1]))
    return replace(data, means=values, covariances=none)


def _tabulate(
    fits: dict[str, tuple[np.ndarray, np.ndarray]],
    terms: tuple[str, ...],
    data: HazardData,
    facts: tuple[int, float],
) -> pd.DataFrame:
    n_customers, confidence_level = facts
    z, shape = normal_quantile(confidence_level), data.shape
    rows = []
    for method, (theta, covariance) in fits.items():
        first = shape[0] if method == CORRECTED else shape[0] + shape[1]
        for at in range(first, len(terms)):
            value, error = float(theta[at]), float(np.sqrt(covariance[at, at]))
            rows.append(
                {
                    "term": terms[at],
                    "stratum": "all",
                    "method": method,
                    **describe_ratio(value, error, z),
                    "unit": "hazard ratio per standard deviation"
                    if at >= shape[0] + shape[1]
                    else "hazard ratio",
                }
            )
    table = pd.DataFrame(rows)
    return table.assign(
        n=len(data),
        n_customers=n_customers,
        n_events=int(data.event.sum()),
        conf_level=confidence_level,
    )
