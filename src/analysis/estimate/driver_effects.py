"""Each driver in customers and in time: what differs if everyone had one level, or the other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.cox import CoxFit
from analysis.estimate.design_matrix import complete_cases
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.standardisation import Population, Standardised, standardise
from analysis.estimate.survival import normal_quantile

LOST, STAY = "lost", "stay"
_UNITS = {LOST: "probability", STAY: "time"}


@dataclass(frozen=True)
class _Contrast:
    """One comparison: everyone as in ``changed`` against everyone as in ``compared``."""

    driver: str
    level: str
    reference: str
    per: float
    changed: Population
    compared: Population


def estimate_driver_effects(
    fit: CoxFit, durations: pd.DataFrame, *, horizon: float, confidence_level: float
) -> pd.DataFrame:
    """Standardised effects of every driver and stratum of ``fit`` (g-computation).

    The customers of ``durations`` are given one level, then the reference, all else as it is; for
    a number, ``per`` more than each has. Per comparison two rows, ``measure`` "lost" (difference
    in the share lost by ``time``; times 1,000: customers per 1,000) and "stay" (difference in
    restricted mean time to ``time``): ``term, driver, level ("" for a number), reference, per,
    measure, time, restricted, estimate, std_error, conf_low, conf_high, conf_level, statistic,
    p_value, level_estimate, reference_estimate, n, n_events, unit``. ``time`` is ``horizon`` or
    the last time at which every stratum is still at risk, if sooner (``restricted``). Intervals by
    the delta method, over coefficients and baseline hazard, for these customers.

    An association said in customers: causal only as far as the model holds every common cause.
    Hernan and Robins (2020), chapter 13; Chen and Tsiatis (2001).
    """
    frame, _ = complete_cases(durations, fit.columns)
    if not horizon > 0:
        raise EstimationError(f"horizon {horizon:g} is not above 0; choose a positive time")
    used = min(horizon, float(fit.baseline.last_time.min()))
    population = Population(fit.design.encode(frame), fit.strata.encode(frame))
    with one_blas_thread():
        effects = pd.DataFrame(_compare_all(fit, population, used))
    margin = normal_quantile(confidence_level) * effects["std_error"]
    return effects.assign(
        conf_low=effects["estimate"] - margin,
        conf_high=effects["estimate"] + margin,
        conf_level=confidence_level,
        time=used,
        restricted=used < horizon,
        n_events=fit.n_events,
    )


def _compare_all(fit: CoxFit, population: Population, horizon: float) -> list[dict[str, object]]:
    results: dict[int, Standardised] = {}

    def estimate(scenario: Population) -> Standardised:
        # a reference serves all levels of its driver
        if id(scenario) not in results:
            results[id(scenario)] = standardise(fit, scenario, horizon)
        return results[id(scenario)]

    rows = []
    # kept in a list: an id is only unique among objects that live
    contrasts = [*_driver_contrasts(fit, population), *_stratum_contrasts(fit, population)]
    for contrast in contrasts:
        compared = estimate(contrast.changed), estimate(contrast.compared)
        rows += [_describe(fit, contrast, measure, compared) for measure in (LOST, STAY)]
    return rows


def _describe(
    fit: CoxFit,
    contrast: _Contrast,
    measure: str,
    compared: tuple[Standardised, Standardised],
) -> dict[str, object]:
    first, second = compared
    index = (LOST, STAY).index(measure)
    difference = float(first.values[index] - second.values[index])
    by_beta = first.by_beta[index] - second.by_beta[index]
    by_steps = first.by_steps[index] - second.by_steps[index]
    variance = by_beta @ fit.covariance @ by_beta + by_steps**2 @ fit.baseline.variance
    std_error = float(np.sqrt(variance))
    statistic = difference / std_error if std_error > 0 else float("nan")
    term = f"{contrast.driver}={contrast.level}" if contrast.level else contrast.driver
    return {
        "term": term,
        "driver": contrast.driver,
        "level": contrast.level,
        "reference": contrast.reference,
        "per": contrast.per,
        "measure": measure,
        "estimate": difference,
        "std_error": std_error,
        "statistic": statistic,
        "p_value": float(2 * stats.norm.sf(abs(statistic))),
        "level_estimate": float(first.values[index]),
        "reference_estimate": float(second.values[index]),
        "n": len(contrast.changed.codes),
        "unit": _UNITS[measure],
    }


def _driver_contrasts(fit: CoxFit, population: Population) -> Iterator[_Contrast]:
    for part in fit.design.drivers:
        columns = fit.design.columns_of(part.driver)
        centre = fit.design.centre[columns]
        if part.kind == "number":
            values = (population.base[:, columns[0]] + centre[0]) * part.per
            shifted = population.base.copy()
            shifted[:, columns] = part.encode(pd.Series(values + part.per)) - centre
            changed = Population(shifted, population.codes)
            yield _Contrast(part.driver, "", "", part.per, changed, population)
            continue
        compared = population.with_columns(columns, -centre)
        for position, level in enumerate(part.levels):
            indicator = np.eye(len(columns))[position]
            changed = population.with_columns(columns, indicator - centre)
            yield _Contrast(part.driver, level, part.reference, np.nan, changed, compared)


def _stratum_contrasts(fit: CoxFit, population: Population) -> Iterator[_Contrast]:
    """Levels of a stratifying column against its reference, for the customers whose other strata
    occur with both."""
    strata = fit.strata
    for position, (column, reference) in enumerate(
        zip(strata.columns, strata.references, strict=True)
    ):
        base = strata.replace_level(position, reference)[population.codes]
        for level in sorted({label[position] for label in strata.labels} - {reference}):
            moved = strata.replace_level(position, level)[population.codes]
            both = (base >= 0) & (moved >= 0)
            if both.any():
                changed = Population(population.base[both], moved[both])
                compared = Population(population.base[both], base[both])
                yield _Contrast(column, level, reference, np.nan, changed, compared)
