"""Cox proportional hazards: which drivers go with leaving sooner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.baseline import Baseline
from analysis.estimate.concordance import compare_pairs
from analysis.estimate.cox_tables import summarise_driver_tests, tabulate_coefficients
from analysis.estimate.design_matrix import (
    Design,
    DriverInfo,
    build_design,
    complete_cases,
)
from analysis.estimate.episodes import Episodes, Layout, find_change_point, split_episodes
from analysis.estimate.histories import number_clusters, read_weights
from analysis.estimate.linear_algebra import linear_predictor, one_blas_thread
from analysis.estimate.model_checks import (
    check_events,
    check_levels,
    check_rank,
    check_spread,
)
from analysis.estimate.partial_likelihood import Evaluation, PartialLikelihood
from analysis.estimate.risk_sets import check_durations
from analysis.estimate.robust_errors import estimate_robust_covariance
from analysis.estimate.strata import Strata
from analysis.results import Diagnostic


@dataclass(frozen=True)
class CoxSpecification:
    """What a Cox model holds.

    ``drivers`` have coefficients; ``strata`` have a baseline hazard per level instead;
    ``time_varying`` names drivers with one coefficient before and one after their entry in
    ``change_points`` (one each, or empty: as :func:`find_change_point` says); ``curved`` names
    numbers that enter as a smooth curve. ``weight`` names a column of case weights, and
    ``cluster`` one whose rows depend on each other (``customer_id``, where drivers change with time
    and a customer has a row for each stretch): standard errors then hold for dependent rows.
    """

    drivers: tuple[str, ...]
    strata: tuple[str, ...] = ()
    time_varying: tuple[str, ...] = ()
    curved: tuple[str, ...] = ()
    change_points: tuple[float, ...] = ()
    weight: str | None = None
    cluster: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of durations the model reads."""
        extra = [name for name in (self.weight, self.cluster) if name]
        return (*self.drivers, *self.strata, *extra)


@dataclass(frozen=True)
class CoxFit:
    """A fitted Cox model; ``coefficients`` and ``driver_tests`` are tidy (see ``estimate_cox``).

    ``covariance`` is that of ``beta``: by cluster where one is named, else ``model_covariance``,
    the inverse information. ``n`` counts rows, ``n_clusters`` clusters (None: none named).
    """

    specification: CoxSpecification
    design: Design
    layout: Layout
    coefficients: pd.DataFrame
    driver_tests: pd.DataFrame
    covariance: np.ndarray
    model_covariance: np.ndarray
    likelihood: PartialLikelihood
    evaluation: Evaluation
    episodes: Episodes
    strata: Strata
    baseline: Baseline
    log_likelihood_null: float
    n: int
    n_left_out: int
    n_clusters: int | None
    confidence_level: float
    diagnostics: tuple[Diagnostic, ...]

    @cached_property
    def concordance(self) -> float:
        """Harrell's index over the rows the model was fitted to; only who asks pays for it."""
        return compare_pairs(
            linear_predictor(self.likelihood.design, self.beta),
            start=self.episodes.start,
            stop=self.episodes.stop,
            event=self.episodes.event,
            group=self.likelihood.stratum,
            weight=self.likelihood.weight,
        ).estimate()

    @property
    def beta(self) -> np.ndarray:
        """The coefficients: logarithms of hazard ratios."""
        return self.evaluation.beta

    @property
    def log_likelihood(self) -> float:
        """The log partial likelihood at its maximum."""
        return self.evaluation.log_likelihood

    @property
    def n_events(self) -> int:
        """How many losses there are."""
        return len(self.likelihood.event_rows)

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the coefficients in the order of ``beta``."""
        return self.layout.terms(self.design)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of durations the model reads."""
        return self.specification.columns

    def coefficients_in(self, period: int) -> np.ndarray:
        """Coefficient of every design column during ``period``."""
        return np.asarray(self.layout.loadings(period) @ self.beta)

    def predict_survival(self, frame: pd.DataFrame, times: Sequence[float]) -> np.ndarray:
        """Survival probabilities (customers x times), from tenure 0; missing after the last time
        at risk of the customer's stratum. Raises EstimationError for an unknown level."""
        base, codes = self.design.encode(frame), self.strata.encode(frame)
        risks = self.relative_hazards(base)
        return np.exp(-self.baseline.cumulate(risks, codes, np.asarray(times, dtype=float)))

    def relative_hazards(self, base: np.ndarray) -> np.ndarray:
        """Hazard relative to the average customer (customers x periods)."""
        periods = range(self.layout.n_periods)
        predictors = [linear_predictor(base, self.coefficients_in(p)) for p in periods]
        return np.exp(np.column_stack(predictors))


def estimate_cox(
    durations: pd.DataFrame,
    specification: CoxSpecification,
    *,
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    design: Design | None = None,
) -> CoxFit:
    """Fit the model by maximum partial likelihood: Efron's ties, left truncation by ``entry``.

    ``durations`` has ``entry, tenure, event_observed`` and the columns named, a row for each
    stretch ``(entry, tenure]`` of a customer's time during which the drivers stay as they are; rows
    without a value in one of them are left out and counted. ``coefficients`` has one row per column
    (and period): ``term, driver, level, reference, per, period, period_from, period_to, estimate``
    (hazard ratio), ``std_error, conf_low, conf_high, conf_level, coefficient,
    coefficient_std_error, statistic`` (z), ``p_value, n, n_events, unit``; ``driver_tests`` one per
    driver: ``term, statistic`` (Wald chi-squared), ``degrees_of_freedom, p_value``. ``design``
    reuses the levels, scales and knots of another fit. Raises EstimationError naming the column
    when a driver does not vary, repeats others, or separates those who left from those who stayed;
    when a weight is not positive; when rows of one customer overlap and ``customer_id`` is the
    cluster.

    Cox (1972); Efron (1977); equals R's coxph.
    """
    _check_specification(specification)
    frame, n_left_out = complete_cases(durations, specification.columns)
    check_durations(frame)
    check_spread(frame)
    if design is None:
        drivers = specification.drivers
        design = build_design(frame, drivers, drivers_info, curved=specification.curved)
    strata = Strata.learn(frame, specification.strata, drivers_info)
    specification = _resolve(frame, specification, design)
    with one_blas_thread():
        return _fit(frame, specification, design, strata, (confidence_level, n_left_out))


def _fit(
    frame: pd.DataFrame,
    specification: CoxSpecification,
    design: Design,
    strata: Strata,
    facts: tuple[float, int],
) -> CoxFit:
    confidence_level, n_left_out = facts
    likelihood, episodes, layout = _build_likelihood(frame, specification, design, strata)
    null = likelihood.evaluate(np.zeros(len(layout.coefficients)))
    terms, n_events = layout.terms(design), len(likelihood.event_rows)
    check_rank(null.information, likelihood.design, terms, n_events)
    best = likelihood.maximise(terms, null)
    inverse = np.linalg.inv(best.information)
    covariance, n_clusters = inverse, None
    if specification.cluster:
        cluster = number_clusters(frame, specification.cluster, strata.encode(frame), len(terms))
        n_clusters, rows = int(cluster.max()) + 1, cluster[episodes.row]
        covariance = estimate_robust_covariance(likelihood, best, inverse, cluster=rows)
    counted = {"conf_level": confidence_level, "n": len(frame), "n_events": n_events}
    return CoxFit(
        specification=specification,
        design=design,
        layout=layout,
        coefficients=tabulate_coefficients(design, layout, best.beta, covariance, counted),
        driver_tests=summarise_driver_tests(design, layout, best.beta, covariance),
        covariance=covariance,
        model_covariance=inverse,
        likelihood=likelihood,
        evaluation=best,
        episodes=episodes,
        strata=strata,
        baseline=Baseline.build(likelihood, best, layout),
        log_likelihood_null=null.log_likelihood,
        n=len(frame),
        n_left_out=n_left_out,
        n_clusters=n_clusters,
        confidence_level=confidence_level,
        diagnostics=(check_events(n_events, len(best.beta)),),
    )


def _check_specification(specification: CoxSpecification) -> None:
    drivers = set(specification.drivers)
    if not drivers:
        raise EstimationError("a Cox model needs at least one driver; none is named")
    twice = drivers & set(specification.strata)
    if twice:
        raise EstimationError(f"driver {min(twice)!r} cannot also be a stratum; name it once")
    unknown = (set(specification.time_varying) | set(specification.curved)) - drivers
    if unknown:
        raise EstimationError(f"{min(unknown)!r} is to vary or curve but is not among the drivers")


def _build_likelihood(
    frame: pd.DataFrame, specification: CoxSpecification, design: Design, strata: Strata
) -> tuple[PartialLikelihood, Episodes, Layout]:
    layout = _lay_out(specification, design)
    base, codes = design.encode(frame), strata.encode(frame)
    entry, tenure = frame["entry"].to_numpy(float), frame["tenure"].to_numpy(float)
    event = frame["event_observed"].to_numpy(bool)
    weight = read_weights(frame, specification.weight)
    episodes = split_episodes(entry, tenure, event, layout.change_points)
    check_levels(base, design, layout, episodes)
    likelihood = PartialLikelihood(
        layout.expand(base, episodes),
        start=episodes.start,
        stop=episodes.stop,
        event=episodes.event,
        stratum=codes[episodes.row],
        weight=None if weight is None else weight[episodes.row],
    )
    return likelihood, episodes, layout


def _resolve(
    frame: pd.DataFrame, specification: CoxSpecification, design: Design
) -> CoxSpecification:
    """The specification with the change points it leaves open."""
    varying, points = specification.time_varying, specification.change_points
    if points and len(points) != len(varying):
        raise EstimationError(
            f"{len(points)} change points for {len(varying)} time-varying drivers; name one each"
        )
    points = points or tuple(find_change_point(frame, design.part(name)) for name in varying)
    return replace(specification, change_points=points)


def _lay_out(specification: CoxSpecification, design: Design) -> Layout:
    points = dict(zip(specification.time_varying, specification.change_points, strict=True))
    return Layout(tuple((points[owner],) if owner in points else () for owner in design.owners))
