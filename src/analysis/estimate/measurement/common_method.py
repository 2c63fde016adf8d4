"""Whether a shared way of answering, rather than the constructs, makes items agree.

One survey that asks for causes and effects invites it. Podsakoff, MacKenzie, Lee and Podsakoff
(2003), Journal of Applied Psychology 88, 879-903.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.measurement.collinearity import estimate_full_collinearity
from analysis.estimate.measurement.item_answers import read_item_answers
from analysis.estimate.measurement.item_moments import correlate_items
from analysis.estimate.measurement.limits import (
    FULL_COLLINEARITY_LIMIT,
    HARMAN_LIMIT,
    METHOD_SHARE_LIMIT,
    PATH_CHANGE_LIMIT,
    Limit,
)
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.specification import (
    COVARIANCE,
    LOADING,
    PATH,
    Specification,
    Term,
    specify_model,
)

METHOD = "common_method"
_COLUMNS = [
    "term", "estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value", "limit",
    "passed", "source", "text",
]  # fmt: skip
_UNITS = {
    "method_variance": "share",
    "largest_path_change": "standard deviations",
    "largest_full_collinearity": "ratio",
    "harman_single_factor": "share",
}


@dataclass(frozen=True)
class CommonMethod:
    """``checks``, tidy: terms ``method_variance, largest_path_change, largest_full_collinearity,
    harman_single_factor`` with ``estimate, limit, passed, source, statistic, p_value, text``;
    ``passed`` is missing where the check cannot tell, and always for Harman's, which is not enough.

    ``paths``: standardised coefficients without and with the method factor: ``term, left, right,
    without, with_method, estimate`` (absolute change), ``limit, passed, source``.
    """

    checks: pd.DataFrame
    paths: pd.DataFrame


def check_common_method(
    frame: pd.DataFrame,
    constructs: Mapping[str, Sequence[str]],
    paths: Mapping[str, Sequence[str]],
    *,
    confidence_level: float,
) -> CommonMethod:
    """Four checks of common method variance.

    The method factor explains the same share of every item of ``constructs``, beside its construct
    and uncorrelated with all of them; its variance is that share (unmeasured latent method
    factor, restricted to one parameter so that it is identified; Podsakoff et al. 2003). It is told
    from the constructs only by loadings that differ, so that its interval can be wide. Full
    information. Raises EstimationError as ``estimate_structural_model``.
    """
    without = specify_model(constructs, paths)
    extended = add_method_factor(without, frame, constructs)
    base, method = (
        estimate_structural_model(
            frame, specification, confidence_level=confidence_level, estimator="FIML"
        )
        for specification in (without, extended)
    )
    changes = _compare_paths(base, method)
    collinearity = estimate_full_collinearity(frame, constructs)
    checks = [
        _judge_variance(base, method),
        _judge_largest("largest_path_change", changes, PATH_CHANGE_LIMIT),
        _judge_largest("largest_full_collinearity", collinearity, FULL_COLLINEARITY_LIMIT),
        _judge_harman(frame, constructs),
    ]
    table = pd.DataFrame(checks, columns=_COLUMNS).astype({"passed": "boolean"})
    table = table.assign(stratum="all", n=base.n, conf_level=confidence_level)
    return CommonMethod(table.assign(unit=table["term"].map(_UNITS)), changes)


def add_method_factor(
    specification: Specification, frame: pd.DataFrame, constructs: Mapping[str, Sequence[str]]
) -> Specification:
    """``specification`` with a construct ``common_method`` that all items of ``constructs`` load on
    by their standard deviations, so that its variance is the share of theirs that it explains."""
    items = [item for block in constructs.values() for item in block]
    spread = frame[items].std(ddof=0)
    loadings = [Term(METHOD, LOADING, item, value=float(spread[item])) for item in items]
    outcomes = {term.left for term in specification.terms if term.operator == PATH}
    apart = [
        Term(METHOD, COVARIANCE, construct, value=0.0)
        for construct in specification.constructs
        if construct not in outcomes
    ]
    return Specification((*specification.terms, *loadings, *apart), specification.defined)


def _judge_variance(base: StructuralFit, method: StructuralFit) -> dict[str, object]:
    row: dict[str, object] = {
        "term": "method_variance",
        "limit": METHOD_SHARE_LIMIT.high,
        "source": METHOD_SHARE_LIMIT.source,
    }
    if not base.usable:
        return row | {"estimate": np.nan, "passed": None, "text": _name_problems(base)}
    if _is_negative(method):
        text = "no variance is shared beyond the constructs: that of the method factor is below 0"
        return row | {"estimate": 0.0, "passed": True, "text": text}
    if not method.usable:
        return row | {"estimate": np.nan, "passed": None, "text": _name_problems(method)}
    (_, found), *_ = _method_row(method).iterrows()
    low, high = float(found["conf_low"]), float(found["conf_high"])
    known = True if high <= METHOD_SHARE_LIMIT.high else None
    return row | {
        "estimate": found["estimate"],
        "std_error": found["std_error"],
        "conf_low": max(low, 0.0),
        "conf_high": min(high, 1.0),
        "statistic": found["statistic"],
        "p_value": found["p_value"],
        "passed": False if low > METHOD_SHARE_LIMIT.high else known,
        "text": "" if known or low > METHOD_SHARE_LIMIT.high else "the interval holds the limit",
    }


def _judge_largest(term: str, table: pd.DataFrame, limit: Limit) -> dict[str, object]:
    """The largest of several numbers held to one limit; ``text`` says whose it is."""
    known = table[table["estimate"].notna()].sort_values("estimate")
    row: dict[str, object] = {"term": term, "limit": limit.high, "source": limit.source}
    if known.empty:
        return row | {"estimate": np.nan, "passed": None, "text": ""}
    worst = known.iloc[-1]
    largest = float(worst["estimate"])
    return row | {"estimate": largest, "passed": largest <= limit.high, "text": worst["term"]}


def _judge_harman(
    frame: pd.DataFrame, constructs: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    items = [item for block in constructs.values() for item in block]
    matrix = correlate_items(read_item_answers(frame, items)).to_numpy()
    return {
        "term": "harman_single_factor",
        "estimate": float(np.linalg.eigvalsh(matrix)[-1] / len(items)),
        "limit": HARMAN_LIMIT.high,
        "passed": None,
        "source": HARMAN_LIMIT.source,
        "text": "shown because it is asked for; it cannot rule common method out",
    }


def _compare_paths(base: StructuralFit, method: StructuralFit) -> pd.DataFrame:
    keys = ["left", "right"]
    tables = [
        fit.parameters.loc[fit.parameters["operator"] == PATH, [*keys, "standardised"]]
        for fit in (base, base if _is_negative(method) else method)
    ]
    merged = tables[0].merge(tables[1], on=keys, suffixes=("_without", "_with"))
    change = (merged["standardised_with"] - merged["standardised_without"]).abs()
    return pd.DataFrame(
        {
            "term": merged["left"] + " ~ " + merged["right"],
            "left": merged["left"],
            "right": merged["right"],
            "stratum": "all",
            "without": merged["standardised_without"],
            "with_method": merged["standardised_with"],
            "estimate": change,
            "n": base.n,
            "unit": "standard deviations",
            "limit": PATH_CHANGE_LIMIT.high,
            "passed": PATH_CHANGE_LIMIT.holds(change.to_numpy(float)),
            "source": PATH_CHANGE_LIMIT.source,
        }
    )


def _method_row(fit: StructuralFit) -> pd.DataFrame:
    table = fit.parameters
    own = (table["left"] == METHOD) & (table["right"] == METHOD)
    return table[own & (table["operator"] == COVARIANCE)]


def _is_negative(method: StructuralFit) -> bool:
    """Whether all that is wrong is the method factor's variance: then it is nothing. A negative
    variance among the constructs makes their covariances indefinite too."""
    wrong = {(one.kind, one.where) for one in method.problems if one.disqualifying}
    own = ("negative_variance", METHOD)
    return own in wrong and all(kind == "collapsed_constructs" for kind, _ in wrong - {own})


def _name_problems(fit: StructuralFit) -> str:
    return "; ".join(problem.text for problem in fit.problems if problem.disqualifying)
