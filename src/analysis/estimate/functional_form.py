"""Is a straight line right for each number among the drivers?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.cox import CoxFit, estimate_cox
from analysis.estimate.cox_checks import is_material
from analysis.estimate.design_matrix import DriverInfo, complete_cases
from analysis.estimate.survival import normal_quantile

CURVE_POINTS = 41


@dataclass(frozen=True)
class FunctionalForm:
    """``tests`` one row per number, ``curves`` the straight and the curved log hazard to draw.

    ``bent`` names the numbers whose straight line failed and whose curve differs materially.
    """

    tests: pd.DataFrame
    curves: pd.DataFrame

    @property
    def bent(self) -> tuple[str, ...]:
        """Numbers whose effect is not straight, by an amount that matters."""
        failed = ~self.tests["passed"].fillna(True).astype(bool)
        failed &= self.tests["material"].fillna(False).astype(bool)
        return tuple(self.tests.loc[failed, "term"])


def check_functional_form(
    fit: CoxFit, durations: pd.DataFrame, *, drivers_info: Sequence[DriverInfo]
) -> FunctionalForm:
    """Compare each straight number of ``fit`` with a restricted cubic spline (four knots).

    ``tests``: ``term, statistic`` (likelihood ratio), ``degrees_of_freedom, p_value, passed,
    aic_difference`` (curve minus straight; negative favours the curve), ``size`` (the largest
    factor between the two hazards among the middle 90% of customers), ``material`` (beyond 1.25),
    ``method``. ``curves``: ``term, value, straight, estimate, conf_low, conf_high``: log hazard
    against the customer at the mean. A number with too few distinct values for a curve has
    ``passed`` missing. Harrell (2015), 2.4; Therneau and Grambsch (2000), 5.3.
    """
    frame, _ = complete_cases(durations, fit.columns)
    straight = [
        part.driver
        for part in fit.design.drivers
        if part.kind == "number" and part.driver not in fit.specification.curved
    ]
    compared = [_compare(fit, frame, drivers_info, driver) for driver in straight]
    tests = pd.DataFrame([row for row, _ in compared], columns=_TEST_COLUMNS)
    tests = tests.astype({"passed": "boolean", "material": "boolean"})
    empty = pd.DataFrame(columns=_CURVE_COLUMNS)
    curves = pd.concat([curve for _, curve in compared], ignore_index=True) if compared else empty
    return FunctionalForm(tests, curves)


_TEST_COLUMNS = [
    "term",
    "statistic",
    "degrees_of_freedom",
    "p_value",
    "passed",
    "aic_difference",
    "size",
    "material",
    "method",
]
_CURVE_COLUMNS = ["term", "value", "straight", "estimate", "conf_low", "conf_high"]


def _compare(
    fit: CoxFit, frame: pd.DataFrame, drivers_info: Sequence[DriverInfo], driver: str
) -> tuple[dict[str, object], pd.DataFrame]:
    method = "likelihood ratio, restricted cubic spline with 4 knots against a straight line"
    specification = replace(fit.specification, curved=(*fit.specification.curved, driver))
    try:
        bent = estimate_cox(
            frame,
            specification,
            drivers_info=drivers_info,
            confidence_level=fit.confidence_level,
        )
    except EstimationError:
        bent = fit
    degrees = len(bent.beta) - len(fit.beta)
    if degrees == 0:
        return {"term": driver, "degrees_of_freedom": 0, "method": method}, pd.DataFrame()
    statistic = max(2 * (bent.log_likelihood - fit.log_likelihood), 0.0)
    p_value = float(stats.chi2.sf(statistic, degrees))
    curve, size = _draw(fit, bent, frame[driver].to_numpy(float), driver)
    row: dict[str, object] = {
        "term": driver,
        "statistic": statistic,
        "degrees_of_freedom": degrees,
        "p_value": p_value,
        "passed": p_value >= 1 - fit.confidence_level,
        "aic_difference": 2 * degrees - statistic,
        "size": size,
        "material": is_material(size),
        "method": method,
    }
    return row, curve


def _draw(fit: CoxFit, bent: CoxFit, values: np.ndarray, driver: str) -> tuple[pd.DataFrame, float]:
    """Both log hazards over the middle 90% of ``values``, and the largest factor between them.

    Of a driver with a coefficient per period, those of the first.
    """
    low, high = np.quantile(values, [0.05, 0.95])
    grid = np.linspace(low, high, CURVE_POINTS)
    line, _ = _log_hazard(fit, grid, values, driver)
    curve, std_error = _log_hazard(bent, grid, values, driver)
    spread = normal_quantile(fit.confidence_level) * std_error
    table = pd.DataFrame(
        {
            "term": driver,
            "value": grid,
            "straight": line,
            "estimate": curve,
            "conf_low": curve - spread,
            "conf_high": curve + spread,
        }
    )
    return table, float(np.exp(np.abs(curve - line).max()))


def _log_hazard(
    fit: CoxFit, grid: np.ndarray, values: np.ndarray, driver: str
) -> tuple[np.ndarray, np.ndarray]:
    part, columns = fit.design.part(driver), fit.design.columns_of(driver)
    encoded = part.encode(pd.Series(grid)) - part.encode(pd.Series(values)).mean(axis=0)
    loaded = encoded @ fit.layout.loadings(0)[columns]
    std_error = np.sqrt(np.einsum("ij,jk,ik->i", loaded, fit.covariance, loaded))
    return loaded @ fit.beta, std_error
