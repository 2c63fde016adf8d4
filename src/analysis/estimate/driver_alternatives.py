"""The model of the drivers, judged from outside: on customers unseen, and by other families."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.accelerated import estimate_accelerated_failure_time
from analysis.estimate.design_matrix import DriverInfo
from analysis.estimate.driver_model import DriverModel
from analysis.estimate.validation import cross_validate

_ESTIMATES = ["term", "time", "estimate", "conf_low", "conf_high"]
_RATIO_COLUMNS = ["term", "driver", "level", "reference", "estimate", "conf_low", "conf_high"]


def _no_estimates() -> pd.DataFrame:
    return pd.DataFrame(columns=_ESTIMATES, dtype=float)


@dataclass(frozen=True)
class DriverValidation:
    """What ``cross_validate`` says; ``withheld`` as in ``DriverModel``, frames empty then."""

    withheld: str = ""
    detail: str = ""
    concordance: pd.DataFrame = field(default_factory=_no_estimates)
    brier: pd.DataFrame = field(default_factory=_no_estimates)
    integrated_brier: pd.DataFrame = field(default_factory=_no_estimates)
    calibration: pd.DataFrame = field(default_factory=_no_estimates)
    calibration_line: pd.DataFrame = field(default_factory=_no_estimates)
    horizon: float = float("nan")


@dataclass(frozen=True)
class FamilyComparison:
    """Accelerated failure time families by AIC, and the time ratios of the best; empty without."""

    comparison: pd.DataFrame = field(default_factory=pd.DataFrame)
    ratios: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_RATIO_COLUMNS))


def validate_driver_model(
    model: DriverModel,
    drivers_info: Sequence[DriverInfo],
    *,
    horizon: float,
    n_folds: int,
    rng: np.random.Generator,
    confidence_level: float,
) -> DriverValidation:
    """Cross-validate ``model`` as it was finally specified; never raises for the data's sake."""
    if model.withheld:
        return DriverValidation(withheld=model.withheld, detail=model.detail)
    try:
        found = cross_validate(
            model.durations,
            model.specification,
            drivers_info=drivers_info,
            horizon=horizon,
            n_folds=n_folds,
            rng=rng,
            confidence_level=confidence_level,
        )
    except EstimationError as error:
        return DriverValidation(withheld="not-validated", detail=str(error))
    return DriverValidation(
        concordance=found.concordance,
        brier=found.brier,
        integrated_brier=found.integrated_brier,
        calibration=found.calibration,
        calibration_line=found.calibration_line,
        horizon=found.horizon,
    )


def compare_families(
    model: DriverModel, drivers_info: Sequence[DriverInfo], *, confidence_level: float
) -> FamilyComparison:
    """Fit the drivers of ``model`` (strata too) as accelerated failure time models."""
    columns = (*model.specification.drivers, *model.specification.strata)
    if model.withheld or not columns:
        return FamilyComparison()
    try:
        found = estimate_accelerated_failure_time(
            model.durations, columns, drivers_info=drivers_info, confidence_level=confidence_level
        )
    except EstimationError:
        return FamilyComparison()
    return FamilyComparison(found.comparison, found.best.coefficients[_RATIO_COLUMNS])
