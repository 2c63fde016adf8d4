"""Estimates beside the true values, where a survey is simulated."""

import pandas as pd

from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.specification import COVARIANCE, LOADING, PATH
from analysis.estimate.survey_model.estimate import SurveyModelResults

OPERATORS = {LOADING: "loading", PATH: "path", COVARIANCE: "correlation"}


def compare_with_truth(model: SurveyModelResults, truth: pd.DataFrame) -> pd.DataFrame:
    """``truth`` (kind, term, estimate; kinds loading, path, correlation) joined with the
    standardised estimates of the main fit and of the ordinal one: ``estimator, main, kind, term,
    left, right, truth, estimate, std_error, conf_low, conf_high, covered, n``.

    Empty when there is no truth, or the fit may not be read.
    """
    if truth.empty or not model.usable:
        return pd.DataFrame()
    fits = {model.fit.estimator: model.fit}
    if model.ordinal is not None:
        fits[model.ordinal.estimator] = model.ordinal
    known = truth.rename(columns={"estimate": "truth"})[["kind", "term", "truth"]]
    parts = []
    for name, fit in fits.items():
        found = known.merge(_standardised(fit), on=["kind", "term"])
        parts.append(found.assign(estimator=name, method=name, main=fit is model.fit, n=fit.n))
    table = pd.concat(parts, ignore_index=True)
    covered = (table["conf_low"] <= table["truth"]) & (table["truth"] <= table["conf_high"])
    return table.assign(covered=covered, stratum="all", unit="standard deviations")


def summarise_truth(table: pd.DataFrame) -> pd.DataFrame:
    """By estimator and kind: ``n_covered`` of ``n_values``, ``coverage``, ``bias`` (mean of
    estimate less truth) and ``largest_error``. Empty without a comparison."""
    if table.empty:
        return pd.DataFrame()
    error = table["estimate"] - table["truth"]
    grouped = table.assign(error=error, size=error.abs()).groupby(
        ["estimator", "main", "kind"], sort=False
    )
    return grouped.agg(
        n_covered=("covered", "sum"),
        n_values=("covered", "size"),
        coverage=("covered", "mean"),
        bias=("error", "mean"),
        largest_error=("size", "max"),
    ).reset_index()


def _standardised(fit: StructuralFit) -> pd.DataFrame:
    """Loadings, paths and correlations of a fit; a correlation under both of its names."""
    table = fit.parameters
    table = table[table["operator"].isin(list(OPERATORS)) & (table["left"] != table["right"])]
    turned = table[table["operator"] == COVARIANCE].rename(
        columns={"left": "right", "right": "left"}
    )
    both = pd.concat([table, turned], ignore_index=True)
    return pd.DataFrame(
        {
            "kind": both["operator"].map(OPERATORS),
            "term": both["left"] + " " + both["operator"] + " " + both["right"],
            "left": both["left"],
            "right": both["right"],
            "estimate": both["standardised"],
            "std_error": both["standardised_std_error"],
            "conf_low": both["standardised_conf_low"],
            "conf_high": both["standardised_conf_high"],
            "conf_level": fit.confidence_level,
        }
    )
