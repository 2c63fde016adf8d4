"""Do hazard ratios stay the same as time passes, and what is done about those that do not."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.estimate.design_matrix import DriverInfo, complete_cases
from analysis.estimate.episodes import find_change_point
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.risk_sets import build_risk_sets, count_times
from analysis.estimate.survival import normal_quantile

GLOBAL = "GLOBAL"
MATERIAL_RATIO = 1.25  # hazard ratios that differ by less between early and late count as constant
MINIMUM_STRATUM_EVENTS = 20
MAXIMUM_STRATA = 12


@dataclass(frozen=True)
class Remedy:
    """What was done about a driver that failed a check.

    ``action`` is "stratify", "by_period", "curve", or "none" when nothing can be done.
    """

    driver: str
    action: str
    p_value: float
    size: float


def check_proportional_hazards(
    fit: CoxFit, durations: pd.DataFrame, *, drivers_info: Sequence[DriverInfo]
) -> pd.DataFrame:
    """Test, and measure, whether each driver's hazard ratio changes with time.

    One row per driver and one GLOBAL: ``term, statistic, degrees_of_freedom, p_value, passed``
    (p not below 1 - confidence level), ``size, size_low, size_high`` (hazard ratio late / early,
    of the level ``size_term`` that changes most; for a number per standard deviation),
    ``change_point`` (early ends there), ``material`` (size beyond 1.25 either way; missing when
    unknown), ``method``. With thousands of customers the test rejects for changes nobody would
    notice; ``size`` says whether it matters. It is missing for drivers that already have a
    coefficient per period, and where an early or late coefficient cannot be estimated.

    The test is the score test of Grambsch and Therneau (1994) against 1 - Kaplan-Meier, exact as
    in R's cox.zph from survival 3.
    """
    frame, _ = complete_cases(durations, fit.columns)
    with one_blas_thread():
        tests = _score_tests(fit, frame)
    sizes = _late_to_early(fit, frame, drivers_info)
    table = tests.merge(sizes, on="term", how="left")
    known = table["size"].notna()
    beyond = table["size"].map(is_material).astype("boolean").where(known)
    table["material"] = beyond
    table.loc[table["term"] == GLOBAL, "material"] = bool(beyond.fillna(False).any())
    table["passed"] = table["p_value"] >= 1 - fit.confidence_level
    return table.assign(method="score test on scaled Schoenfeld residuals, Kaplan-Meier time")


def is_material(ratio: float) -> bool:
    """Whether two hazard ratios differ by more than a quarter, either way."""
    return bool(abs(np.log(ratio)) > np.log(MATERIAL_RATIO))


def _score_tests(fit: CoxFit, frame: pd.DataFrame) -> pd.DataFrame:
    likelihood, at = fit.likelihood, fit.evaluation
    passage = _share_lost_before(frame, likelihood.times)
    passage = passage - np.average(passage, weights=likelihood.n_events)
    score = passage @ likelihood.score_steps(at)
    crossed = likelihood.weigh_information(at, passage)
    squared = likelihood.weigh_information(at, passage**2)
    information = squared - crossed @ fit.model_covariance @ crossed
    owners = fit.layout.owners(fit.design)
    groups = [(part.driver, np.flatnonzero(owners == part.driver)) for part in fit.design.drivers]
    rows = []
    for name, own in [*groups, (GLOBAL, np.arange(len(owners)))]:
        inverse = np.linalg.pinv(information[np.ix_(own, own)], hermitian=True)
        statistic = float(score[own] @ inverse @ score[own])
        rows.append((name, statistic, len(own), float(stats.chi2.sf(statistic, len(own)))))
    return pd.DataFrame(rows, columns=["term", "statistic", "degrees_of_freedom", "p_value"])


def _share_lost_before(frame: pd.DataFrame, times: np.ndarray) -> np.ndarray:
    """1 - Kaplan-Meier of everyone just before ``times``: the clock the test runs on."""
    sets = build_risk_sets(count_times(frame))
    at_risk, events = sets["n_at_risk"].to_numpy(float), sets["n_events"].to_numpy(float)
    kept = np.where(events > 0, 1 - events / np.maximum(at_risk, 1), 1.0)
    steps = np.append(1.0, np.cumprod(kept))
    before = np.searchsorted(sets["time"].to_numpy(float), times, side="left")
    return np.asarray(1 - steps[before])


def _late_to_early(
    fit: CoxFit, frame: pd.DataFrame, drivers_info: Sequence[DriverInfo]
) -> pd.DataFrame:
    """Hazard ratios of the last period over those of the first, one row per driver."""
    known = dict(zip(fit.specification.time_varying, fit.specification.change_points, strict=True))
    fixed = [name for name in fit.specification.drivers if name not in known]
    points = known | {name: find_change_point(frame, fit.design.part(name)) for name in fixed}
    rows = _compare_periods(fit, frame, drivers_info, fixed, points)
    if not rows:  # one driver that cannot be split must not hide the others
        for driver in fixed:
            rows += _compare_periods(fit, frame, drivers_info, [driver], points)
    columns = ["term", "size", "size_low", "size_high", "size_term"]
    sizes = pd.DataFrame(rows, columns=columns).set_index("term").reindex(list(points))
    return sizes.assign(change_point=pd.Series(points)).rename_axis("term").reset_index()


def _compare_periods(
    fit: CoxFit,
    frame: pd.DataFrame,
    drivers_info: Sequence[DriverInfo],
    drivers: list[str],
    points: dict[str, float],
) -> list[tuple[str, float, float, float, str]]:
    varying = (*fit.specification.time_varying, *drivers)
    specification = replace(
        fit.specification,
        time_varying=varying,
        change_points=tuple(points[name] for name in varying),
    )
    level = fit.confidence_level
    try:
        split = estimate_cox(
            frame,
            specification,
            drivers_info=drivers_info,
            confidence_level=level,
            design=fit.design,
        )
    except EstimationError:
        return []
    return [_largest_change(split, driver, frame, normal_quantile(level)) for driver in drivers]


def _largest_change(
    split: CoxFit, driver: str, frame: pd.DataFrame, critical: float
) -> tuple[str, float, float, float, str]:
    spread = split.design.encode(frame).std(axis=0)
    kind = split.design.part(driver).kind
    candidates = []
    for column in split.design.columns_of(driver):
        contrast = split.layout.loadings(split.layout.n_periods - 1)[column]
        contrast = contrast - split.layout.loadings(0)[column]
        step = spread[column] if kind == "number" else 1.0
        change = step * float(contrast @ split.beta)
        margin = step * critical * float(np.sqrt(contrast @ split.covariance @ contrast))
        candidates.append((abs(change), change, margin, split.design.terms[column]))
    _, change, margin, term = max(candidates)
    low, high = np.exp(change - margin), np.exp(change + margin)
    return driver, float(np.exp(change)), float(low), float(high), term


def choose_remedy(
    durations: pd.DataFrame,
    specification: CoxSpecification,
    checks: pd.DataFrame,
    *,
    keep: Sequence[str] = (),
    bent: Sequence[str] = (),
    drivers_info: Sequence[DriverInfo],
) -> tuple[CoxSpecification, list[Remedy]]:
    """A specification in which the drivers that failed are dealt with, and what was done.

    A driver fails when its row of ``checks`` does not pass and its change is material. A category
    outside ``keep`` is stratified by while there are at most 12 strata with 20 losses each; any
    other driver gets a coefficient before and one after its change point, or is left when its
    change is unknown. Numbers in ``bent`` (of ``check_functional_form``) enter as a curve.
    """
    remedies = [Remedy(driver, "curve", np.nan, np.nan) for driver in bent]
    fixed = {*keep, *(info.column for info in drivers_info if info.kind == "number")}
    strata, varying = list(specification.strata), list(specification.time_varying)
    for row in _list_failures(checks, specification):
        driver, size = str(row["term"]), float(row["size"])
        others = set(specification.drivers) - {*strata, driver}
        if others and driver not in fixed and _can_stratify(durations, [*strata, driver]):
            strata.append(driver)
            action = "stratify"
        elif np.isfinite(size):
            varying.append(driver)
            action = "by_period"
        else:
            action = "none"
        remedies.append(Remedy(driver, action, float(row["p_value"]), size))
    chosen = replace(
        specification,
        drivers=tuple(name for name in specification.drivers if name not in strata),
        strata=tuple(strata),
        time_varying=tuple(varying),
        curved=tuple(dict.fromkeys([*specification.curved, *bent])),
        change_points=_find_points(specification, checks, varying),
    )
    return chosen, remedies


def _find_points(
    specification: CoxSpecification, checks: pd.DataFrame, varying: list[str]
) -> tuple[float, ...]:
    """Change points of the ``varying`` drivers: those already specified, else as checked."""
    points = dict(zip(checks["term"], checks["change_point"].astype(float), strict=True))
    points |= dict(zip(specification.time_varying, specification.change_points, strict=False))
    return tuple(points[name] for name in varying)


def _list_failures(
    checks: pd.DataFrame, specification: CoxSpecification
) -> list[dict[Hashable, Any]]:
    """Drivers that failed and change materially, or unmeasurably, the strongest evidence first."""
    failed = ~checks["passed"] & checks["material"].fillna(True)
    failed &= ~checks["term"].isin([GLOBAL, *specification.time_varying])
    return checks[failed].sort_values("statistic", ascending=False).to_dict("records")


def _can_stratify(durations: pd.DataFrame, strata: list[str]) -> bool:
    events = (
        durations["event_observed"]
        .astype(int)
        .groupby([durations[name].astype(str) for name in strata])
    )
    losses = events.sum()
    return len(losses) <= MAXIMUM_STRATA and bool((losses >= MINIMUM_STRATUM_EVENTS).all())
