"""The same Cox model in lifelines: a second implementation that a researcher can question."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter

from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.estimate.design_matrix import DriverInfo
from analysis.estimate.driver_model import DriverModel
from analysis.results import Diagnostic

TOLERANCE = 0.01  # standard errors: far below what any reader could see
_METHOD = "largest difference of a coefficient from lifelines, in standard errors"


def compare_with_lifelines(
    model: DriverModel, drivers_info: Sequence[DriverInfo], *, confidence_level: float
) -> tuple[CoxPHFitter | None, Diagnostic]:
    """lifelines' fit of the drivers of ``model`` under proportional hazards, and whether we agree.

    The fitter's covariates are the columns of our design, named as our terms; its own plots and
    checks are at hand. The diagnostic's statistic is the largest difference between two
    coefficients in standard errors, passed below ``TOLERANCE``; None when there is no model.
    """
    if model.withheld:
        return None, Diagnostic("peer", None, float("nan"), float("nan"), method=_METHOD)
    columns = {*model.specification.drivers, *model.specification.strata}
    drivers = tuple(info.column for info in drivers_info if info.column in columns)
    ours = estimate_cox(
        model.durations,
        CoxSpecification(drivers),
        drivers_info=drivers_info,
        confidence_level=confidence_level,
    )
    theirs = _fit(ours, model.durations, confidence_level)
    spread = np.sqrt(np.diag(ours.covariance))
    gap = float(np.abs((theirs.params_.to_numpy() - ours.beta) / spread).max())
    return theirs, Diagnostic("peer", gap < TOLERANCE, gap, float("nan"), method=_METHOD)


def _fit(ours: CoxFit, durations: pd.DataFrame, confidence_level: float) -> CoxPHFitter:
    rows = durations.dropna(subset=list(ours.columns))
    frame = pd.DataFrame(ours.design.encode(rows), columns=list(ours.terms), index=rows.index)
    late = bool((rows["entry"] > 0).any())
    times = rows[["entry", "tenure", "event_observed"] if late else ["tenure", "event_observed"]]
    return CoxPHFitter(alpha=1 - confidence_level).fit(
        frame.join(times),
        duration_col="tenure",
        event_col="event_observed",
        entry_col="entry" if late else None,
        fit_options={"precision": 1e-10},
    )
