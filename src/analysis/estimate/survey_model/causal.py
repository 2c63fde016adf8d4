"""Whether a structural model may be read causally: a list of reasons, and what follows.

Paths of one survey are associations under an assumed order. Reading them as causes takes an order
in time, no unmeasured common cause, no rival account that fits as well, and answers that are not
shaped by the way of asking or by who answers (Bollen and Pearl 2013; Shadish, Cook and Campbell
2002; Podsakoff et al. 2003).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.survey_model.estimate import SurveyModelResults
from analysis.estimate.survey_model.fit_table import POOR, grade_fit
from analysis.estimate.survey_model.rivals import AS_WELL, BETTER, STATED, UNUSABLE

HIGH_RESPONSE = 0.8
ASSOCIATION, CONDITIONAL = "association", "conditional"


@dataclass(frozen=True)
class Design:
    """How the answers came about. ``dated``: the day of every answer is known; ``repeated``: causes
    were asked before outcomes; ``assigned``: causes were assigned at random; ``response_rate``:
    share of those asked who answered, missing when it is not known."""

    dated: bool
    repeated: bool = False
    assigned: bool = False
    response_rate: float = np.nan


def judge_causal_reading(
    model: SurveyModelResults, design: Design, *, common_method: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per condition, ``reason``: order_in_time, random_assignment, common_causes, fit,
    rivals, common_method, nonresponse; ``passed`` (missing when it cannot be told), ``estimate``
    where a number is behind it, ``compared`` rivals, ``where`` what it is about, ``verdict`` (the
    same in all rows): ``association``, or ``conditional`` (causal under the conditions that cannot
    be tested).

    ``common_method`` holds the checks of ``check_common_method``, if any. Empty for a model
    that may not be read.
    """
    if not model.usable:
        return pd.DataFrame()
    grade = grade_fit(model.fit_indices)
    rows = [
        _row("order_in_time", design.repeated, float(design.dated)),
        _row("random_assignment", design.assigned),
        _row("common_causes", True if design.assigned else None, *_strongest(model)),
        _row("fit", grade != POOR if grade else None),
        _judge_rivals(model.rivals),
        _judge_common_method(common_method),
        _judge_response(design.response_rate),
    ]
    table = pd.DataFrame(rows).astype({"passed": "boolean"})
    settled = table.set_index("reason")["passed"]
    ordered = settled["order_in_time"] or settled["random_assignment"]
    others = settled.drop(["order_in_time", "random_assignment"])
    refuted = bool(others.eq(False).fillna(False).any())
    verdict = CONDITIONAL if ordered and not refuted else ASSOCIATION
    return table.assign(verdict=verdict, term=table["reason"], stratum="all")


def _row(
    reason: str, passed: bool | None, estimate: float = np.nan, where: str = "", compared: int = 0
) -> dict[str, object]:
    return {
        "reason": reason,
        "passed": passed,
        "estimate": estimate,
        "where": where,
        "compared": compared,
    }


def _strongest(model: SurveyModelResults) -> tuple[float, str]:
    """The strongest path on loyalty, and what an unmeasured cause of both ends must correlate with
    each to make it vanish: the square root of the path, other causes held (the simplest case of
    the omitted-variable formula)."""
    own = model.paths[model.paths["outcome"] == model.plan.loyalty]
    if own.empty:
        own = model.paths
    path = own.iloc[int(own["estimate"].abs().to_numpy().argmax())]
    return float(np.sqrt(abs(path["estimate"]))), str(path["term"])


def _judge_rivals(rivals: pd.DataFrame) -> dict[str, object]:
    """Passed when every rival of the same items fits worse; missing without such a rival."""
    compared = rivals[~rivals["verdict"].isin([STATED, UNUSABLE, "other_items"])]
    equal = compared[compared["verdict"].isin([BETTER, AS_WELL])]
    passed = None if compared.empty else equal.empty
    best = str(equal.sort_values("aic")["name"].iloc[0]) if len(equal) else ""
    return _row("rivals", passed, float(len(equal)), best, len(compared))


def _judge_common_method(checks: pd.DataFrame | None) -> dict[str, object]:
    """Failed when any check fails, passed when all that can be judged pass; Harman's is none."""
    if checks is None or checks.empty:
        return _row("common_method", None)
    judged = checks[checks["term"] != "harman_single_factor"]
    failed = judged[judged["passed"].eq(False).fillna(False)]
    passed = False if len(failed) else (None if judged["passed"].isna().any() else True)
    worst = str(failed["term"].iloc[0]) if len(failed) else ""
    share = judged.loc[judged["term"] == "method_variance", "estimate"]
    return _row("common_method", passed, float(share.iloc[0]) if len(share) else np.nan, worst)


def _judge_response(rate: float) -> dict[str, object]:
    passed = None if np.isnan(rate) else rate >= HIGH_RESPONSE
    return _row("nonresponse", passed, rate)
