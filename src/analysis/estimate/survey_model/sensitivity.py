"""The same paths by other estimators: whether the conclusions hang on the choice of one.

Robust maximum likelihood takes answers as numbers of any distribution, WLSMV as ordered categories,
partial least squares as weighted sums of items: sums carry the items' errors along, which makes the
path of a single cause weaker and, among several, moves part of one cause's path to the others.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.composite.bootstrap import bootstrap_composite_model
from analysis.estimate.composite.estimate import estimate_composite_model
from analysis.estimate.composite.model import specify_composite_model
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.problems import RESPONDENTS_PER_PARAMETER
from analysis.estimate.structural.specification import PATH
from analysis.estimate.survey_model.plan import ModelPlan

COMPOSITE_DRAWS = 1_000  # enough for the ends of an interval that is only compared
MOST_POINTS = 20  # categories that polychoric correlations are made from
SAME, UNCLEAR, OPPOSITE = "same", "unclear", "opposite"
FEW_ROWS, MANY_POINTS, UNREADABLE = "few_rows", "many_points", "unreadable"
_INTERVAL = ["estimate", "conf_low", "conf_high"]


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """``paths``: ``estimator, cause, outcome, term`` and the standardised path with its interval.
    ``estimators``: ``estimator, n, main, used, reason`` (few_rows, many_points, unreadable) and
    ``text``. ``ordinal``: the WLSMV fit, if any."""

    paths: pd.DataFrame
    estimators: pd.DataFrame
    ordinal: StructuralFit | None


def collect_paths_of(fit: StructuralFit) -> pd.DataFrame:
    """Standardised paths of a fit: ``term, cause, outcome, estimate, std_error, conf_low,
    conf_high, statistic, p_value, conf_level, n, unit, method``."""
    table = fit.parameters[fit.parameters["operator"] == PATH]
    return pd.DataFrame(
        {
            "term": table["left"] + " ~ " + table["right"],
            "cause": table["right"],
            "outcome": table["left"],
            "stratum": "all",
            "estimate": table["standardised"],
            "std_error": table["standardised_std_error"],
            "conf_low": table["standardised_conf_low"],
            "conf_high": table["standardised_conf_high"],
            "statistic": table["statistic"],
            "p_value": table["p_value"],
            "conf_level": fit.confidence_level,
            "n": fit.n,
            "unit": "standard deviations",
            "method": fit.estimator,
        }
    ).reset_index(drop=True)


def compare_estimators(
    frame: pd.DataFrame,
    plan: ModelPlan,
    fit: StructuralFit,
    *,
    confidence_level: float,
    rng: np.random.Generator,
) -> Sensitivity:
    """The paths of ``fit`` beside those of every other estimator that these answers allow."""
    items = frame[list(plan.specification.observed)]
    paths = [collect_paths_of(fit).assign(estimator=fit.estimator)]
    estimators = [_describe(fit.estimator, n=fit.n, main=True)]
    ordinal = fit if fit.estimator == "WLSMV" else None
    for name in ("WLSMV", "MLR", "PLS"):
        if name == fit.estimator:
            continue
        reason = _find_obstacle(name, items, plan)
        if reason:
            estimators.append(_describe(name, n=len(items.dropna()), reason=reason))
            continue
        try:
            if name == "PLS":
                found = _by_composites(items, plan, confidence_level, rng)
            else:
                other = _refit(items, plan, name, confidence_level)
                ordinal = other if name == "WLSMV" else ordinal
                found = collect_paths_of(other)
        except (EstimationError, ParameterError) as error:
            estimators.append(_describe(name, reason=UNREADABLE, text=str(error)))
            continue
        paths.append(found.assign(estimator=name))
        estimators.append(_describe(name, n=int(found["n"].iloc[0])))
    return Sensitivity(pd.concat(paths, ignore_index=True), pd.DataFrame(estimators), ordinal)


def judge_conclusions(paths: pd.DataFrame, main: str) -> pd.DataFrame:
    """One row per path: ``cause, outcome, term, estimate`` (by ``main``), ``smallest, largest``
    (over estimators), ``sign`` (1, -1, or 0 where its interval holds zero), ``verdict``: ``same``
    when every estimator says so too, ``unclear`` when some cannot tell it from zero, ``opposite``
    when two intervals lie on different sides of zero."""
    if paths.empty:
        return pd.DataFrame()
    signed = paths.assign(
        sign=np.sign(paths["conf_low"]).where(
            np.sign(paths["conf_low"]) == np.sign(paths["conf_high"]), 0.0
        )
    )
    rows = []
    for (outcome, cause), group in signed.groupby(["outcome", "cause"], sort=False):
        own = group[group["estimator"] == main].iloc[0]
        signs = set(group["sign"])
        verdict = SAME if len(signs) == 1 else OPPOSITE if {1.0, -1.0} <= signs else UNCLEAR
        rows.append(
            {
                "cause": cause,
                "outcome": outcome,
                "term": own["term"],
                "estimate": own["estimate"],
                "smallest": group["estimate"].min(),
                "largest": group["estimate"].max(),
                "sign": own["sign"],
                "verdict": verdict,
            }
        )
    return pd.DataFrame(rows)


def _find_obstacle(name: str, items: pd.DataFrame, plan: ModelPlan) -> str:
    """Why these answers do not allow the estimator ``name``, as far as can be seen beforehand."""
    if name == "WLSMV" and items.nunique().max() > MOST_POINTS:
        return MANY_POINTS
    # about: a parameter for every term, and a variance for every item and construct
    model = plan.specification
    parameters = len(model.terms) + len(model.observed)
    few = len(items.dropna()) < RESPONDENTS_PER_PARAMETER * parameters
    return FEW_ROWS if name == "MLR" and few else ""


def _refit(
    items: pd.DataFrame, plan: ModelPlan, name: str, confidence_level: float
) -> StructuralFit:
    """Robust maximum likelihood is for the complete rows: it takes no account of gaps."""
    fit = estimate_structural_model(
        items.dropna() if name == "MLR" else items,
        plan.specification,
        confidence_level=confidence_level,
        estimator=name,
    )
    fit.require_usable()
    return fit


def _by_composites(
    items: pd.DataFrame,
    plan: ModelPlan,
    confidence_level: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    single = [name for name in plan.nodes if name not in plan.constructs]
    model = specify_composite_model(plan.constructs, plan.paths, single_items=single)
    fit = estimate_composite_model(items, model)
    if not fit.usable:
        raise EstimationError("; ".join(one.text for one in fit.problems if one.disqualifying))
    drawn = bootstrap_composite_model(
        items, fit, n_draws=COMPOSITE_DRAWS, confidence_level=confidence_level, rng=rng
    )
    table = drawn[drawn["quantity"] == "path"]
    return pd.DataFrame(
        {
            "term": table["left"] + " ~ " + table["right"],
            "cause": table["right"],
            "outcome": table["left"],
            **{name: table[name] for name in ("stratum", *_INTERVAL, "std_error", "conf_level")},
            "n": table["n"],
            "unit": "standard deviations",
            "method": table["method"],
        }
    ).reset_index(drop=True)


def _describe(
    name: str, *, n: int = 0, main: bool = False, reason: str = "", text: str = ""
) -> dict[str, object]:
    return {
        "estimator": name,
        "n": n,
        "main": main,
        "used": not reason,
        "reason": reason,
        "text": text,
    }
