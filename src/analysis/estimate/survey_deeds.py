"""Whether words became deeds, from one call: the survey's answers beside what customers did next.

Everything here is an association of what was said on a day with what was done after it, among
customers alike in what was known of them on that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_with_fit
from analysis.estimate.bridge.follow_up import follow_respondents
from analysis.estimate.bridge.leaving import LeavingFit, estimate_leaving
from analysis.estimate.bridge.mediation import LEAST_DRAWS, estimate_mediated_leaving
from analysis.estimate.bridge.path_draws import PathDraws, collect_paths
from analysis.estimate.bridge.scores import ConstructPosteriors, average_items, score_composites
from analysis.estimate.bridge.spend import SpendFit, estimate_spend_after
from analysis.estimate.key_drivers.experience import (
    describe_complaints,
    estimate_attitude_effects,
    estimate_leaving_effects,
)
from analysis.estimate.key_drivers.gains import LEAVING, estimate_gains
from analysis.estimate.nonresponse import ResponseModel, match_weights
from analysis.estimate.survey_model.estimate import SurveyModelResults
from analysis.estimate.survey_promises import compare_promises
from analysis.estimate.survey_weights import choose_adjustments
from analysis.study import Driver
from analysis.study.survey import SurveyModel

NO_DEEDS, NO_MODEL, TOO_FEW = "no_deeds", "no_model", "too_few"
FIRST = (
    Driver(column="first_complaint", kind="flag"),
    Driver(column="first_channel", kind="category"),
)


@dataclass(frozen=True, eq=False)
class SurveyDeeds:
    """The bridge from words to deeds; frames are empty where ``reason`` ("no_deeds", "no_model",
    "too_few") says why.

    ``leaving``: ``coefficients`` of ``estimate_leaving`` for each construct, ``stratum`` alone or
    together. ``lost``: ``term, estimate`` (change in customers lost per 1,000 by ``horizon`` days
    if the construct were one standard deviation higher for all), ``base`` (share lost as it is).
    ``spend``: ``differences`` of ``estimate_spend_after`` in hundredths of the currency.
    ``intentions`` and ``words``: of ``bridge.intentions``; ``mediation``: of ``bridge.mediation``;
    ``attitude`` and ``experience``: of ``key_drivers.experience``. ``adjustments``: what was held
    alike. ``fit`` and ``spend_fit`` hold the constructs together.
    """

    horizon: int
    reason: str = ""
    constructs: tuple[str, ...] = ()
    adjustments: tuple[str, ...] = ()
    leaving: pd.DataFrame = field(default_factory=pd.DataFrame)
    lost: pd.DataFrame = field(default_factory=pd.DataFrame)
    spend: pd.DataFrame = field(default_factory=pd.DataFrame)
    intentions: pd.DataFrame = field(default_factory=pd.DataFrame)
    words: pd.DataFrame = field(default_factory=pd.DataFrame)
    mediation: pd.DataFrame = field(default_factory=pd.DataFrame)
    attitude: pd.DataFrame = field(default_factory=pd.DataFrame)
    experience: pd.DataFrame = field(default_factory=pd.DataFrame)
    fit: LeavingFit | None = None
    spend_fit: SpendFit | None = None


@dataclass(frozen=True, eq=False)
class _Follow:
    """Respondents who were customers at their survey, and all that the fits need of them."""

    frame: pd.DataFrame
    scores: ConstructPosteriors
    sums: pd.DataFrame
    weights: np.ndarray
    drivers: tuple[Driver, ...]
    confidence_level: float

    @property
    def columns(self) -> list[str]:
        return [driver.column for driver in self.drivers]


def join_outcomes(answers: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Every survey's answers (``customer_id, day``, items, segments) beside its outcomes."""
    shared = [name for name in outcomes if name in answers and name not in ("customer_id", "day")]
    return answers.merge(outcomes.drop(columns=shared), on=["customer_id", "day"])


def estimate_survey_deeds(
    answers: pd.DataFrame,
    outcomes: pd.DataFrame,
    items: pd.DataFrame,
    model: SurveyModelResults,
    survey: SurveyModel,
    *,
    response: ResponseModel,
    segments: Sequence[str],
    horizon: int,
    unit: str,
    confidence_level: float,
    rng: np.random.Generator,
) -> SurveyDeeds:
    """Constructs measured at a survey in the hazard of leaving and the spend after it.

    ``answers``: every survey of every respondent; ``outcomes``: what followed, with spend and
    purchases by ``horizon`` days; ``items``: ``item, low, high``; ``unit``: the currency.
    """
    if outcomes.empty:
        return SurveyDeeds(horizon, NO_DEEDS)
    joined = join_outcomes(answers, outcomes)
    intentions, kept = compare_promises(
        joined,
        items,
        survey.roles.repurchase,
        weights=match_weights(joined, response),
        horizon=horizon,
        confidence_level=confidence_level,
    )
    said = SurveyDeeds(horizon, intentions=intentions, words=kept)
    if not model.usable or model.draws is None:
        return replace(said, reason=NO_MODEL)
    follow = _follow(joined, model, survey, response, (segments, confidence_level))
    try:
        found = _fit_bridge(said, follow, unit, rng)
    except EstimationError:
        return replace(said, reason=TOO_FEW)
    paths = collect_paths(model.fit, model.draws)
    attitude, experience = _look_at_experience(follow, model.plan.satisfaction)
    return replace(
        found,
        mediation=_mediate(paths, found.fit, model.plan.satisfaction, rng),
        attitude=attitude,
        experience=experience,
    )


def _follow(
    joined: pd.DataFrame,
    model: SurveyModelResults,
    survey: SurveyModel,
    response: ResponseModel,
    facts: tuple[Sequence[str], float],
) -> _Follow:
    segments, confidence_level = facts
    frame = follow_respondents(joined).reset_index(drop=True)
    roles = (survey.roles.satisfaction, survey.roles.trust, survey.roles.loyalty)
    names = [name for name in dict.fromkeys(roles) if name]
    measured = model.plan.constructs
    sums = average_items(frame, {name: measured.get(name, (name,)) for name in names})
    return _Follow(
        frame,
        _score(frame, sums, names, model),
        sums,
        match_weights(frame, response),
        choose_adjustments(frame, segments),
        confidence_level,
    )


def _score(
    frame: pd.DataFrame, sums: pd.DataFrame, names: list[str], model: SurveyModelResults
) -> ConstructPosteriors:
    """Scores of constructs by the measurement model; an item stands for itself, without error."""
    scores = score_with_fit(model.ordinal or model.fit, frame)
    if set(names) <= set(scores.constructs):
        return scores.select(names)
    known = dict(zip(scores.constructs, scores.reliability(), strict=True))
    return score_composites(sums, {name: float(known.get(name, 1.0)) for name in names})


def _fit_bridge(
    said: SurveyDeeds, follow: _Follow, unit: str, rng: np.random.Generator
) -> SurveyDeeds:
    """``said`` with leaving, losses and spend by each construct, and by all together."""
    amounts = follow.frame[f"spend_{said.horizon}_cents"].astype(float)
    paid = replace(follow, frame=follow.frame.assign(spend=amounts))
    tables, lost, spend = [], [], []
    for name in follow.scores.constructs:
        own = follow.scores.alone(name)
        fit = _leave(paid, own)
        tables.append(_own_rows(fit, "alone"))
        lost.append(_count_lost(fit, name, said.horizon, rng))
        spend.append(_spend(paid, own, unit).differences)
    together = _leave(paid, follow.scores)
    tables.append(_own_rows(together, "together"))
    return replace(
        said,
        constructs=follow.scores.constructs,
        adjustments=tuple(follow.columns),
        leaving=pd.concat(tables, ignore_index=True),
        lost=pd.concat(lost, ignore_index=True),
        spend=pd.concat(spend, ignore_index=True),
        fit=together,
        spend_fit=_spend(paid, follow.scores, unit),
    )


def _leave(follow: _Follow, scores: ConstructPosteriors) -> LeavingFit:
    return estimate_leaving(
        follow.frame,
        scores,
        adjustments=follow.columns,
        drivers_info=follow.drivers,
        confidence_level=follow.confidence_level,
        weights=follow.weights,
        sum_scores=follow.sums,
    )


def _spend(follow: _Follow, scores: ConstructPosteriors, unit: str) -> SpendFit:
    return estimate_spend_after(
        follow.frame,
        scores,
        spend="spend",
        unit=unit,
        adjustments=follow.columns,
        drivers_info=follow.drivers,
        confidence_level=follow.confidence_level,
        weights=follow.weights,
        sum_scores=follow.sums,
    )


def _own_rows(fit: LeavingFit, stratum: str) -> pd.DataFrame:
    rows = fit.coefficients
    return rows[rows["term"].isin(fit.constructs)].assign(stratum=stratum)


def _count_lost(fit: LeavingFit, name: str, horizon: int, rng: np.random.Generator) -> pd.DataFrame:
    """What one standard deviation more of ``name`` goes with, in customers lost per 1,000."""
    itself = PathDraws((name,), np.zeros((1, 1)), np.zeros((LEAST_DRAWS, 1, 1)), len(fit.data), "")
    table = estimate_gains(
        itself,
        levers=[name],
        attitudes=(),
        points_per_sd={name: 1.0},
        gain=1.0,
        horizon=horizon,
        confidence_level=fit.confidence_level,
        rng=rng,
        leaving=fit,
    ).table
    return table[table["target"] == LEAVING].assign(
        base=fit.lost(horizon), method="corrected", n_customers=fit.n_customers
    )


def _mediate(
    paths: PathDraws, fit: LeavingFit | None, cause: str, rng: np.random.Generator
) -> pd.DataFrame:
    if fit is None or len(fit.constructs) < 2 or len(paths.draws) < LEAST_DRAWS:
        return pd.DataFrame()
    return estimate_mediated_leaving(
        paths, fit, cause=cause, confidence_level=fit.confidence_level, rng=rng
    )


def _look_at_experience(follow: _Follow, satisfaction: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Complaints and the first experience beside satisfaction, and beside leaving."""
    frame, complaints = describe_complaints(follow.frame)
    first = [driver for driver in FIRST if frame[driver.column].nunique() > 1]
    experiences = [driver.column for driver in (*complaints, *first)]
    if not experiences:
        return pd.DataFrame(), pd.DataFrame()
    scores = follow.scores.alone(satisfaction)
    facts: dict[str, Any] = {
        "experiences": experiences,
        "adjustments": follow.columns,
        "drivers_info": (*complaints, *first, *follow.drivers),
        "confidence_level": follow.confidence_level,
        "weights": follow.weights,
    }
    try:
        return (
            estimate_attitude_effects(frame, scores, **facts),
            estimate_leaving_effects(frame, scores, **facts),
        )
    except EstimationError:
        return pd.DataFrame(), pd.DataFrame()
