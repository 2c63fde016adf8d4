"""The true model behind the surveys of a simulated company, to stand beside the estimates."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from analysis.simulate.measurement import (
    CONSTRUCTS,
    EXOGENOUS,
    SurveyParameters,
    implied_correlations,
    residual_variance,
)
from analysis.study import Study

TRUTH_COLUMNS = ("kind", "term", "estimate", "unit")
_STANDARDISED = "standardised"
_LOG_HAZARD = "log hazard ratio per standard deviation"
_LOG_ODDS = "log odds ratio per standard deviation"

_Row = tuple[str, str, float, str]


def read_survey_truth(study: Study) -> pd.DataFrame:
    """Rows (kind, term, estimate, unit) of ``raw/truth/truth.yml``; none without it.

    Every construct has variance 1, so all are standardised. Kinds: ``loading``
    (``trust =~ trust_1``: the correlation of the construct with the item's latent response, before
    it is cut into points, reversed items turned round), ``path`` (``trust ~ satisfaction``),
    ``correlation`` (``image ~~ reliability``, of the constructs that no path leads to),
    ``r_squared`` (``trust``), ``hazard`` (``declining -> churned ~ satisfaction``: what the
    satisfaction of the moment does to the intensity of that transition), ``response``
    (``answered ~ satisfaction``: who answers).
    """
    path = study.folder / "raw" / "truth" / "truth.yml"
    rows: list[_Row] = []
    if path.exists():
        parameters = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["parameters"]
        rows += [*_measurement(parameters["survey"]), *_structure(parameters["survey"])]
        rows += _behaviour(parameters)
    return pd.DataFrame(rows, columns=list(TRUTH_COLUMNS)).astype({"estimate": "float64"})


def _measurement(survey: dict[str, Any]) -> Iterator[_Row]:
    for item, values in survey["items"].items():
        yield "loading", f"{values['construct']} =~ {item}", values["loading"], _STANDARDISED


def _structure(survey: dict[str, Any]) -> Iterator[_Row]:
    for outcome, causes in survey["paths"].items():
        for cause, weight in causes.items():
            yield "path", f"{outcome} ~ {cause}", weight, _STANDARDISED
    model = SurveyParameters(exogenous_loadings=survey["exogenous_loadings"], paths=survey["paths"])
    correlations = implied_correlations(model)
    for place, name in enumerate(EXOGENOUS):
        for other in EXOGENOUS[place + 1 :]:
            value = correlations[CONSTRUCTS.index(name), CONSTRUCTS.index(other)]
            yield "correlation", f"{name} ~~ {other}", float(value), _STANDARDISED
    for outcome in survey["paths"]:
        yield "r_squared", outcome, 1 - residual_variance(model, outcome), "share of variance"


def _behaviour(parameters: dict[str, Any]) -> Iterator[_Row]:
    for move, effect in parameters["stages"]["satisfaction_effects"].items():
        yield "hazard", f"{move} ~ satisfaction", effect, _LOG_HAZARD
    answering = parameters["survey"]["answer_satisfaction"]
    yield "response", "answered ~ satisfaction", answering, _LOG_ODDS
