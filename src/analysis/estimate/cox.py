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
    DriverColumns,
    DriverInfo,
    build_design,
    complete_cases,
    level_texts,
)
from analysis.estimate.episodes import Episodes, Layout, split_episodes
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.model_checks import (
    check_events,
    check_levels,
    check_rank,
    check_spread,
)
from analysis.estimate.partial_likelihood import Evaluation, PartialLikelihood
from analysis.estimate.risk_sets import check_durations
from analysis.estimate.strata import Strata
from analysis.results import Diagnostic

PERIOD_MINIMUM_EVENTS = 5


@dataclass(frozen=True)
class CoxSpecification:
    """What a Cox model holds.

    ``drivers`` have coefficients; ``strata`` have a baseline hazard per level instead;
    ``time_varying`` names drivers with one coefficient before and one after their entry in
    ``change_points`` (one each, or empty: as :func:`find_change_point` says); ``curved`` names
    numbers that enter as a smooth curve.
    """

    drivers: tuple[str, ...]
    strata: tuple[str, ...] = ()
    time_varying: tuple[str, ...] = ()
    curved: tuple[str, ...] = ()
    change_points: tuple[float, ...] = ()


@dataclass(frozen=True)
class CoxFit:
    """A fitted Cox model; ``coefficients`` and ``driver_tests`` are tidy (see ``estimate_cox``)."""

    specification: CoxSpecification
    design: Design
    layout: Layout
    coefficients: pd.DataFrame
    driver_tests: pd.DataFrame
    beta: np.ndarray
    covariance: np.ndarray
    likelihood: PartialLikelihood
    evaluation: Evaluation
    episodes: Episodes
    strata: Strata
    baseline: Baseline
    log_likelihood: float
    log_likelihood_null: float
    n: int
    n_events: int
    n_left_out: int
    confidence_level: float
    diagnostics: tuple[Diagnostic, ...]

    @cached_property
    def concordance(self) -> float:
        """Harrell's index over the rows the model was fitted to; only who asks pays for it."""
        return compare_pairs(
            self.likelihood.design @ self.beta,
            start=self.episodes.start,
            stop=self.episodes.stop,
            event=self.episodes.event,
            group=self.likelihood.stratum,
        ).estimate()

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the coefficients in the order of ``beta``."""
        return self.layout.terms(self.design)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of durations the model reads."""
        return (*self.specification.drivers, *self.specification.strata)

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
        return np.exp(np.column_stack([base @ self.coefficients_in(p) for p in periods]))


def estimate_cox(
    durations: pd.DataFrame,
    specification: CoxSpecification,
    *,
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    design: Design | None = None,
) -> CoxFit:
    """Fit the model by maximum partial likelihood: Efron's ties, left truncation by ``entry``.

    ``durations`` has ``entry, tenure, event_observed`` and the columns named; rows without a value
    in one of them are left out and counted. ``coefficients`` has one row per column (and period):
    ``term, driver, level, reference, per, period, period_from, period_to, estimate`` (hazard
    ratio), ``std_error, conf_low, conf_high, conf_level, coefficient, coefficient_std_error,
    statistic`` (z), ``p_value, n, n_events, unit``; ``driver_tests`` one per driver: ``term,
    statistic`` (Wald chi-squared), ``degrees_of_freedom, p_value``. ``design`` reuses the levels,
    scales and knots of another fit. Raises EstimationError naming the column when a driver does
    not vary, repeats others, or separates those who left from those who stayed.

    Cox (1972); Efron (1977); equals R's coxph.
    """
    _check_specification(specification)
    columns = (*specification.drivers, *specification.strata)
    frame, n_left_out = complete_cases(durations, columns)
    check_durations(frame)
    check_spread(frame)
    if design is None:
        drivers = specification.drivers
        design = build_design(frame, drivers, drivers_info, curved=specification.curved)
    strata = Strata.learn(frame, specification.strata, drivers_info)
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
    specification = _resolve(frame, specification, design)
    layout = _lay_out(specification, design)
    likelihood, episodes = _build_likelihood(frame, design, layout, strata)
    null = likelihood.evaluate(np.zeros(len(layout.coefficients)))
    terms, n_events = layout.terms(design), len(likelihood.event_rows)
    check_rank(null.information, likelihood.design, terms, n_events)
    beta = likelihood.maximise(terms)
    best = likelihood.evaluate(beta)
    covariance = np.linalg.inv(best.information)
    counted = {"conf_level": confidence_level, "n": len(frame), "n_events": n_events}
    return CoxFit(
        specification=specification,
        design=design,
        layout=layout,
        coefficients=tabulate_coefficients(design, layout, beta, covariance, counted),
        driver_tests=summarise_driver_tests(design, layout, beta, covariance),
        beta=beta,
        covariance=covariance,
        likelihood=likelihood,
        evaluation=best,
        episodes=episodes,
        strata=strata,
        baseline=Baseline.build(likelihood, best, layout),
        log_likelihood=best.log_likelihood,
        log_likelihood_null=null.log_likelihood,
        n=len(frame),
        n_events=n_events,
        n_left_out=n_left_out,
        confidence_level=confidence_level,
        diagnostics=(check_events(n_events, len(beta)),),
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
    frame: pd.DataFrame, design: Design, layout: Layout, strata: Strata
) -> tuple[PartialLikelihood, Episodes]:
    base, codes = design.encode(frame), strata.encode(frame)
    entry, tenure = frame["entry"].to_numpy(float), frame["tenure"].to_numpy(float)
    event = frame["event_observed"].to_numpy(bool)
    episodes = split_episodes(entry, tenure, event, layout.change_points)
    check_levels(base, design, layout, episodes)
    likelihood = PartialLikelihood(
        layout.expand(base, episodes),
        start=episodes.start,
        stop=episodes.stop,
        event=episodes.event,
        stratum=codes[episodes.row],
    )
    return likelihood, episodes


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


def find_change_point(durations: pd.DataFrame, driver: DriverColumns) -> float:
    """The time nearest the median loss at which the driver's coefficients can be parted: each of
    its levels keeps at least five losses, or half of its losses, on both sides where possible."""
    lost = durations[durations["event_observed"].astype(bool)]
    times = np.sort(lost["tenure"].to_numpy(float))
    low, high = times[0], times[times < times[-1]][-1]
    middle = min(times[(len(times) - 1) // 2], high)
    if driver.kind != "number":
        for _, own in lost["tenure"].groupby(level_texts(lost[driver.driver], driver.kind)):
            ordered = np.sort(own.to_numpy(float))
            needed = min(PERIOD_MINIMUM_EVENTS, len(ordered) // 2)
            earlier = times[times < ordered[-needed]] if needed else times[:0]
            if len(earlier):
                low, high = max(low, ordered[needed - 1]), min(high, earlier[-1])
    return float(np.clip(middle, low, high)) if low <= high else float(middle)
