"""Other accounts of the same answers: whether any fits as well as the stated one.

Models of the same items are compared by AIC (Burnham and Anderson 2002: within 2 they cannot be
told apart) and, where one's paths hold the other's, by the difference of chi-squares. A model of
other items has no comparable likelihood: its indices are shown, and no more.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.specification import Specification
from analysis.estimate.survey_model.fit_table import tabulate_fit
from analysis.estimate.survey_model.plan import ModelPlan, free_relations, same_measurement

STATED = "stated"
BETTER, AS_WELL, WORSE = "better", "as_well", "worse"
OTHER_ITEMS, UNUSABLE = "other_items", "unusable"
INDISTINGUISHABLE = 2.0  # of AIC


def compare_rivals(
    frame: pd.DataFrame, plan: ModelPlan, fit: StructuralFit, *, confidence_level: float
) -> pd.DataFrame:
    """The stated model, then its rivals, by full-information (robust where nothing is missing)
    maximum likelihood: ``name, chi_square, degrees_of_freedom, cfi, rmsea, srmr, aic, bic,
    delta_aic`` (rival less stated), ``delta_chi_square, delta_degrees_of_freedom, delta_p_value``
    (nested models), ``verdict`` (better, as_well, worse, other_items, unusable), ``reason``.
    """
    base = fit
    if "aic" not in fit.fit_indices:
        base = _fit(frame, plan.specification, confidence_level)
    rows = [_describe(STATED, base) | {"verdict": STATED}]
    for name, rival in plan.rivals.items():
        try:
            found = _fit(frame, rival, confidence_level)
        except EstimationError as error:
            rows.append({"name": name, "verdict": UNUSABLE, "reason": str(error)})
            continue
        rows.append(_describe(name, found) | _compare(base, found))
    return pd.DataFrame(rows).assign(term=lambda table: table["name"], method=base.estimator)


def _fit(frame: pd.DataFrame, model: Specification, confidence_level: float) -> StructuralFit:
    items = frame[list(model.observed)]
    estimator = "FIML" if items.isna().to_numpy().any() else "MLR"
    return estimate_structural_model(
        items, model, confidence_level=confidence_level, estimator=estimator
    )


def _describe(name: str, fit: StructuralFit) -> dict[str, object]:
    if not fit.usable:
        reason = "; ".join(problem.text for problem in fit.problems if problem.disqualifying)
        return {"name": name, "n": fit.n, "reason": reason}
    indices = tabulate_fit(fit).set_index("term")["estimate"]
    plain = {key: fit.fit_indices[key] for key in ("degrees_of_freedom", "aic", "bic")}
    named = {str(term): value for term, value in indices.items()}
    return {"name": name, "n": fit.n, "reason": "", **plain, **named}


def _compare(base: StructuralFit, rival: StructuralFit) -> dict[str, object]:
    if not rival.usable or not base.usable:
        return {"verdict": UNUSABLE}
    if set(base.model.observed) != set(rival.model.observed):
        return {"verdict": OTHER_ITEMS}
    change = rival.fit_indices["aic"] - base.fit_indices["aic"]
    near = AS_WELL if abs(change) <= INDISTINGUISHABLE else WORSE
    verdict = BETTER if change < -INDISTINGUISHABLE else near
    return {"delta_aic": change, "verdict": verdict} | _difference(base, rival)


def _difference(base: StructuralFit, rival: StructuralFit) -> dict[str, float]:
    """The chi-square difference of nested models: the smaller one's less the larger one's."""
    own, other = free_relations(base.specification), free_relations(rival.specification)
    if not (own < other or other < own):
        return {}
    if not same_measurement(base.specification, rival.specification):
        return {}
    change = abs(rival.fit_indices["chi_square"] - base.fit_indices["chi_square"])
    spare = abs(rival.fit_indices["degrees_of_freedom"] - base.fit_indices["degrees_of_freedom"])
    scaled = {fit.estimator for fit in (base, rival)} & {"MLM", "MLR"}
    # the plain difference of corrected chi-squares has no chi-square distribution
    p = np.nan if scaled else float(stats.chi2.sf(change, spare))
    return {
        "delta_chi_square": change,
        "delta_degrees_of_freedom": spare,
        "delta_p_value": p,
    }
