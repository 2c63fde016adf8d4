"""The drivers of leaving in one go: fit, check, remedy, fit again, say it in customers and time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.estimate.cox_checks import (
    GLOBAL,
    Remedy,
    check_proportional_hazards,
    choose_remedy,
)
from analysis.estimate.design_matrix import DriverInfo, merge_rare_levels
from analysis.estimate.driver_effects import LOST, STAY, estimate_driver_effects
from analysis.estimate.functional_form import check_functional_form
from analysis.estimate.influence import find_influential

CHECK_COLUMNS = ["assumption", "term", "statistic", "p_value", "size", "passed", "action"]
EFFECT_COLUMNS = ["term", "driver", "level", "reference", "measure", "time", "estimate"]
_TOLD_FROM_ZERO = 0.05


@dataclass(frozen=True)
class DriverModel:
    """A Cox model of the drivers with everything a report says about it.

    ``withheld`` is empty, or why there is no model: ``no-drivers``, ``too-few-events`` or
    ``not-estimated``, with the technical reason in ``detail``; the frames are empty then.
    ``durations`` are those the model was fitted to (rare levels merged). ``checks`` are of the
    first model, one row per assumption (proportional, form, influence) and driver, ``action``
    being what was done about it. ``effects`` hold ``measure`` lost and stay.
    """

    withheld: str = ""
    detail: str = ""
    specification: CoxSpecification = field(default_factory=lambda: CoxSpecification(()))
    durations: pd.DataFrame = field(default_factory=pd.DataFrame)
    coefficients: pd.DataFrame = field(default_factory=pd.DataFrame)
    effects: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=EFFECT_COLUMNS))
    checks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CHECK_COLUMNS))
    change_point: float = float("nan")
    remaining: tuple[str, ...] = ()  # drivers whose ratio still changes in the final model
    n_left_out: int = 0
    n_influential: int = 0


def estimate_driver_model(
    durations: pd.DataFrame,
    drivers_info: Sequence[DriverInfo],
    *,
    horizons: Sequence[float],
    confidence_level: float,
) -> DriverModel:
    """Fit all drivers that vary, check the assumptions, change the model where they fail, refit.

    Differences in customers lost are stated by the first of ``horizons``, those in time stayed by
    the last. Never raises for data that cannot carry a model: ``withheld`` says why.
    """
    varying = [info for info in drivers_info if durations[info.column].nunique() > 1]
    if not varying:
        return DriverModel(withheld="no-drivers")
    try:
        return _estimate(durations, varying, horizons, confidence_level)
    except EstimationError as error:
        return DriverModel(withheld="not-estimated", detail=str(error))


def _estimate(
    durations: pd.DataFrame,
    drivers_info: Sequence[DriverInfo],
    horizons: Sequence[float],
    confidence_level: float,
) -> DriverModel:
    merged, _ = merge_rare_levels(durations, drivers_info)
    simple = CoxSpecification(tuple(info.column for info in drivers_info))
    first = estimate_cox(
        merged, simple, drivers_info=drivers_info, confidence_level=confidence_level
    )
    if not all(check.passed for check in first.diagnostics):
        return DriverModel(withheld="too-few-events")
    proportional = check_proportional_hazards(first, merged, drivers_info=drivers_info)
    form = check_functional_form(first, merged, drivers_info=drivers_info)
    chosen, remedies = choose_remedy(
        merged, simple, proportional, bent=form.bent, drivers_info=drivers_info
    )
    fit, remedies = _refit(first, merged, chosen, remedies, drivers_info)
    influence = find_influential(fit, merged, drivers_info=drivers_info)
    parts = (
        _with_action(proportional, "proportional", remedies, ("stratify", "by_period")),
        _with_action(form.tests, "form", remedies, ("curve",)),
        _check_influence(fit, influence.without),
    )
    checks = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return DriverModel(
        specification=fit.specification,
        durations=merged,
        coefficients=fit.coefficients,
        effects=_effects(fit, merged, horizons, [info.column for info in drivers_info]),
        checks=checks,
        change_point=fit.layout.change_points[0] if fit.layout.change_points else float("nan"),
        remaining=_find_remaining(fit, merged, drivers_info),
        n_left_out=fit.n_left_out,
        n_influential=int(influence.without["n_left_out"].max()),
    )


def _refit(
    first: CoxFit,
    durations: pd.DataFrame,
    chosen: CoxSpecification,
    remedies: list[Remedy],
    drivers_info: Sequence[DriverInfo],
) -> tuple[CoxFit, list[Remedy]]:
    """The remedied model; the first one, with nothing done, where that cannot be estimated."""
    if chosen == first.specification:
        return first, remedies
    try:
        fit = estimate_cox(
            durations,
            chosen,
            drivers_info=drivers_info,
            confidence_level=first.confidence_level,
        )
    except EstimationError:
        return first, []
    return fit, remedies


def _find_remaining(
    fit: CoxFit, durations: pd.DataFrame, drivers_info: Sequence[DriverInfo]
) -> tuple[str, ...]:
    """Drivers that fail the test in ``fit``, save those whose change is known to be small."""
    tests = check_proportional_hazards(fit, durations, drivers_info=drivers_info)
    small = ~tests["material"].astype("boolean").fillna(True)
    failed = tests[~tests["passed"] & ~small & (tests["term"] != GLOBAL)]
    return tuple(failed["term"])


def _with_action(
    tests: pd.DataFrame, assumption: str, remedies: list[Remedy], actions: tuple[str, ...]
) -> pd.DataFrame:
    """``tests`` by driver with what was done: an action; ``kept``: it failed, but by little;
    ``none``: it failed and could not be helped; or nothing: it passed."""
    done = {remedy.driver: remedy.action for remedy in remedies if remedy.action in actions}
    rows = tests[tests["term"] != GLOBAL]
    failed = (~rows["passed"].astype("boolean").fillna(True)).to_numpy(bool)
    small = (~rows["material"].astype("boolean").fillna(True)).to_numpy(bool)
    undone = np.select([failed & small, failed], ["kept", "none"], "")
    action = rows["term"].map(done).fillna(pd.Series(undone, index=rows.index))
    return rows.assign(assumption=assumption, action=action)[CHECK_COLUMNS]


def _check_influence(fit: CoxFit, without: pd.DataFrame) -> pd.DataFrame:
    """Whether leaving out the most influential customers turns a coefficient told from zero."""
    told = fit.coefficients["p_value"].to_numpy() < _TOLD_FROM_ZERO
    turned = told & ~without["sign_kept"].to_numpy(bool)
    largest = float(np.abs(without["change"]).max())
    row = {
        "assumption": "influence",
        "term": GLOBAL,
        "statistic": largest,
        "p_value": np.nan,
        "size": largest,
        "passed": not turned.any(),
        "action": "none" if turned.any() else "",
    }
    return pd.DataFrame([row])[CHECK_COLUMNS]


def _effects(
    fit: CoxFit, durations: pd.DataFrame, horizons: Sequence[float], order: list[str]
) -> pd.DataFrame:
    """Customers lost by the first horizon and time stayed by the last, in the study's order."""
    parts = []
    for measure, horizon in ((LOST, horizons[0]), (STAY, horizons[-1])):
        effects = estimate_driver_effects(
            fit, durations, horizon=horizon, confidence_level=fit.confidence_level
        )
        parts.append(effects[effects["measure"] == measure])
    together = pd.concat(parts, ignore_index=True)
    rank = {column: position for position, column in enumerate(order)}
    return together.sort_values(
        "driver", key=lambda names: names.map(rank), kind="stable", ignore_index=True
    )
