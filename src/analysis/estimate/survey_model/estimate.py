"""All that a report says about a study's structural model, from one call."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.bootstrap import BootstrapDraws
from analysis.estimate.structural.effects import estimate_effects
from analysis.estimate.structural.estimate import estimate_from_moments, estimate_structural_model
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.missing_moments import estimate_saturated_moments
from analysis.estimate.structural.missing_patterns import collect_patterns
from analysis.estimate.structural.modification_indices import modification_indices
from analysis.estimate.structural.moments import SampleMoments
from analysis.estimate.structural.specification import LOADING
from analysis.estimate.survey_model.draws import draw_fit
from analysis.estimate.survey_model.fit_table import tabulate_fit
from analysis.estimate.survey_model.mediation import estimate_mediation
from analysis.estimate.survey_model.plan import ModelPlan, plan_survey_model
from analysis.estimate.survey_model.rivals import compare_rivals
from analysis.estimate.survey_model.sensitivity import (
    Sensitivity,
    collect_paths_of,
    compare_estimators,
    judge_conclusions,
)
from analysis.study.survey import SurveyModel

LEAST_DRAWS = 5_000  # of products of paths (Preacher and Hayes 2008)


@dataclass(frozen=True, eq=False)
class SurveyModelResults:
    """The stated model fitted, and everything beside it, as frames.

    ``nodes``: ``name, latent, n_items, estimate`` (R squared, missing for causes only).
    ``problems``: ``kind, where, text, disqualifying``. The others are described where they are
    made, and empty when the fit may not be read; ``modifications`` as ``modification_indices``.
    """

    plan: ModelPlan
    fit: StructuralFit
    nodes: pd.DataFrame
    problems: pd.DataFrame
    draws: BootstrapDraws | None = None
    ordinal: StructuralFit | None = None
    paths: pd.DataFrame = field(default_factory=pd.DataFrame)
    loadings: pd.DataFrame = field(default_factory=pd.DataFrame)
    fit_indices: pd.DataFrame = field(default_factory=pd.DataFrame)
    effects: pd.DataFrame = field(default_factory=pd.DataFrame)
    mediation: pd.DataFrame = field(default_factory=pd.DataFrame)
    rivals: pd.DataFrame = field(default_factory=pd.DataFrame)
    sensitivity: pd.DataFrame = field(default_factory=pd.DataFrame)
    conclusions: pd.DataFrame = field(default_factory=pd.DataFrame)
    estimators: pd.DataFrame = field(default_factory=pd.DataFrame)
    modifications: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def usable(self) -> bool:
        """Whether the main fit may be read."""
        return self.fit.usable


def estimate_survey_model(
    frame: pd.DataFrame,
    survey: SurveyModel,
    *,
    confidence_level: float,
    rng: np.random.Generator,
    n_draws: int = LEAST_DRAWS,
) -> SurveyModelResults:
    """Fit the model that ``survey`` states to ``frame`` (a row per respondent, a column per item)
    by the estimator that suits the answers, and compare it with rivals and other estimators.

    Raises EstimationError and ParameterError as ``estimate_structural_model``.
    """
    with one_blas_thread():
        return _estimate(frame, plan_survey_model(survey), confidence_level, rng, n_draws)


def _estimate(
    frame: pd.DataFrame,
    plan: ModelPlan,
    confidence_level: float,
    rng: np.random.Generator,
    n_draws: int,
) -> SurveyModelResults:
    fit = estimate_structural_model(frame, plan.specification, confidence_level=confidence_level)
    nodes, problems = _describe_nodes(plan, fit), _list_problems(fit)
    if not fit.usable:
        return SurveyModelResults(plan, fit, nodes, problems)
    draws = draw_fit(fit, n_draws=n_draws, rng=rng)
    found = compare_estimators(frame, plan, fit, confidence_level=confidence_level, rng=rng)
    return SurveyModelResults(
        plan,
        fit,
        nodes,
        problems,
        draws,
        found.ordinal,
        paths=collect_paths_of(fit),
        loadings=collect_loadings(fit),
        fit_indices=tabulate_fit(fit),
        effects=_standardised_effects(fit, draws),
        mediation=estimate_mediation(frame, plan, fit, draws, rng),
        rivals=compare_rivals(frame, plan, fit, confidence_level=confidence_level),
        modifications=find_modifications(frame, fit),
        **_sensitivity_frames(found, fit),
    )


def find_modifications(frame: pd.DataFrame, fit: StructuralFit) -> pd.DataFrame:
    """``modification_indices`` of ``fit``, or, where answers are missing or ordered categories,
    of the model fitted by maximum likelihood to the moments of all answers (saturated full
    information); ``method`` says which. Empty when these cannot be had."""
    if fit.moments is not None and not fit.model.mean_structure:
        return modification_indices(fit).assign(method=fit.estimator)
    names = fit.model.observed
    try:
        patterns = collect_patterns(frame, names)
        saturated = estimate_saturated_moments(patterns)
        moments = SampleMoments(names, patterns.n, saturated.mean, saturated.covariance)
        refit = estimate_from_moments(
            moments, fit.specification, confidence_level=fit.confidence_level
        )
        return modification_indices(refit).assign(method="ML on saturated moments")
    except EstimationError:
        return pd.DataFrame()


def _sensitivity_frames(found: Sensitivity, fit: StructuralFit) -> dict[str, pd.DataFrame]:
    return {
        "sensitivity": found.paths,
        "conclusions": judge_conclusions(found.paths, fit.estimator),
        "estimators": found.estimators,
    }


def _standardised_effects(fit: StructuralFit, draws: BootstrapDraws) -> pd.DataFrame:
    """Effects in standard deviations, in the columns of every estimate."""
    table = estimate_effects(fit, confidence_level=fit.confidence_level, draws=draws)
    if table.empty:
        return table
    parts = ("std_error", "conf_low", "conf_high")
    kept = table[["kind", "term", "cause", "through", "outcome", "conf_level", "n", "method"]]
    return kept.rename(columns={"kind": "effect"}).assign(
        stratum="all",
        estimate=table["standardised"],
        unit="standard deviations",
        **{part: table[f"standardised_{part}"] for part in parts},
    )


def _describe_nodes(plan: ModelPlan, fit: StructuralFit) -> pd.DataFrame:
    explained = fit.r_squared.set_index("term")["estimate"]
    constructs = plan.constructs
    return pd.DataFrame(
        {
            "name": plan.nodes,
            "latent": [name in constructs for name in plan.nodes],
            "n_items": [len(constructs.get(name, (name,))) for name in plan.nodes],
            "estimate": [
                float(explained[name]) if name in plan.paths else np.nan for name in plan.nodes
            ],
        }
    ).assign(term=lambda table: table["name"], stratum="all", unit="share of variance", n=fit.n)


def _list_problems(fit: StructuralFit) -> pd.DataFrame:
    rows = [(one.kind, one.where, one.text, one.disqualifying) for one in fit.problems]
    return pd.DataFrame(rows, columns=["kind", "where", "text", "disqualifying"])


def collect_loadings(fit: StructuralFit) -> pd.DataFrame:
    """Standardised loadings: ``term, construct, item`` and the columns of every estimate."""
    table = fit.parameters[fit.parameters["operator"] == LOADING]
    return pd.DataFrame(
        {
            "term": table["left"] + " =~ " + table["right"],
            "construct": table["left"],
            "item": table["right"],
            "stratum": "all",
            "estimate": table["standardised"],
            "std_error": table["standardised_std_error"],
            "conf_low": table["standardised_conf_low"],
            "conf_high": table["standardised_conf_high"],
            "conf_level": fit.confidence_level,
            "n": fit.n,
            "unit": "standard deviations",
            "method": fit.estimator,
        }
    ).reset_index(drop=True)
