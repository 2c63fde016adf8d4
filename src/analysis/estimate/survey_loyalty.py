"""Loyalty in words and in deeds, from one call: the fourfold table and the loyalty index."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_with_fit
from analysis.estimate.bridge.scores import ConstructPosteriors
from analysis.estimate.loyalty.fourfold import (
    check_cut_points,
    correct_fourfold,
    estimate_fourfold,
)
from analysis.estimate.loyalty.index import IndexPart, estimate_loyalty_index
from analysis.estimate.survey_model.estimate import SurveyModelResults
from analysis.study.survey import SurveyModel

DEEDS = ("repeat_rate", "share_of_rhythm_kept", "tenure_days")
FULL_SHARE = 0.9  # a rate or a tenure counts in full at this quantile of the respondents
WHOLE = 1.0  # the share of the own rhythm that counts in full
NO_DEEDS, TOO_FEW = "no_deeds", "too_few"


@dataclass(frozen=True, eq=False)
class SurveyLoyalty:
    """``index`` and ``parts`` as ``estimate_loyalty_index`` (``parts`` with ``kind``: words or
    deeds); ``fourfold`` (everyone and each group), ``cut_points`` and ``corrected`` as
    ``loyalty.fourfold``, empty with the ``reason`` ("no_deeds", "too_few") why."""

    index: pd.DataFrame
    parts: pd.DataFrame
    reason: str = ""
    fourfold: pd.DataFrame = field(default_factory=pd.DataFrame)
    cut_points: pd.DataFrame = field(default_factory=pd.DataFrame)
    corrected: pd.DataFrame = field(default_factory=pd.DataFrame)


def estimate_survey_loyalty(
    frame: pd.DataFrame,
    items: pd.DataFrame,
    behaviour: pd.DataFrame,
    model: SurveyModelResults,
    survey: SurveyModel,
    *,
    segments: Sequence[str],
    weights: np.ndarray,
    confidence_level: float,
    rng: np.random.Generator,
) -> SurveyLoyalty:
    """Index and fourfold table of the respondents in ``frame`` (one row per customer).

    ``items``: ``item, low, high``; ``behaviour``: ``customer_id`` and the columns ``DEEDS``, for
    those who had bought; empty where there are no purchases, and then the index is of words only.
    Words and deeds weigh one half each, and their parts alike. ``weights`` (n,) of nonresponse.
    """
    words = _list_words(items, model, survey)
    numbered = frame.assign(place=np.arange(len(frame)))
    if behaviour.empty:
        used, parts = numbered, words
    else:
        deeds_of = behaviour[["customer_id", *DEEDS]]
        used = numbered.merge(deeds_of, on="customer_id").reset_index(drop=True)
        deeds = _list_deeds(used)
        parts = [*_share_out(words), *_share_out(deeds)]
    own = weights[used["place"].to_numpy()]
    index = estimate_loyalty_index(
        used, parts, confidence_level=confidence_level, segments=segments, weights=own
    )
    kinds = {part.column: "words" for part in words}
    shown = index.parts.assign(kind=index.parts["term"].map(kinds).fillna("deeds"))
    if behaviour.empty:
        return SurveyLoyalty(index.estimates, shown, NO_DEEDS)
    try:
        tables = _tell_apart(used, deeds, model, own, (segments, confidence_level, rng))
    except EstimationError:
        return SurveyLoyalty(index.estimates, shown, TOO_FEW)
    return SurveyLoyalty(index.estimates, shown, "", *tables)


def _list_words(
    items: pd.DataFrame, model: SurveyModelResults, survey: SurveyModel
) -> list[IndexPart]:
    """The items that say how loyal a customer is: of the loyalty construct, and those by role."""
    roles = survey.roles
    own = model.plan.constructs.get(roles.loyalty, (roles.loyalty,))
    named = [*own, *(item for item in (roles.recommend, roles.repurchase) if item)]
    scales = items.set_index("item")
    return [
        IndexPart(item, 1.0, float(scales["low"][item]), float(scales["high"][item]))
        for item in dict.fromkeys(named)
    ]


def _list_deeds(used: pd.DataFrame) -> list[IndexPart]:
    full = {
        "repeat_rate": float(used["repeat_rate"].quantile(FULL_SHARE)),
        "share_of_rhythm_kept": WHOLE,
        "tenure_days": float(used["tenure_days"].quantile(FULL_SHARE)),
    }
    return [IndexPart(column, 1.0, 0.0, full[column]) for column in DEEDS if full[column] > 0]


def _share_out(parts: Sequence[IndexPart]) -> list[IndexPart]:
    """The same parts, their weights adding up to one half."""
    each = 0.5 / len(parts) if parts else 0.0
    return [IndexPart(part.column, each, part.low, part.high) for part in parts]


def _tell_apart(
    used: pd.DataFrame,
    deeds: Sequence[IndexPart],
    model: SurveyModelResults,
    weights: np.ndarray,
    facts: tuple[Sequence[str], float, np.random.Generator],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    segments, confidence_level, rng = facts
    attitude, scores = score_attitude(used, model, model.plan.loyalty)
    done = estimate_loyalty_index(
        used, deeds, confidence_level=confidence_level, weights=weights
    ).values
    known = np.isfinite(attitude) & np.isfinite(done)
    attitude, done, own = attitude[known], done[known], weights[known]
    tables = [
        estimate_fourfold(attitude, done, confidence_level=confidence_level, weights=own).table
    ]
    for segment in segments:
        groups = (f"{segment}=" + used.loc[known, segment].astype(str)).tolist()
        split = estimate_fourfold(
            attitude, done, confidence_level=confidence_level, weights=own, by=groups
        ).table
        tables.append(split[split["stratum"] != "all"])
    corrected = pd.DataFrame()
    if scores is not None:
        corrected = correct_fourfold(
            scores.take(known), done, confidence_level=confidence_level, rng=rng, weights=own
        )
    cuts = check_cut_points(attitude, done, weights=own)
    return pd.concat(tables, ignore_index=True), cuts, corrected


def score_attitude(
    frame: pd.DataFrame, model: SurveyModelResults, name: str
) -> tuple[np.ndarray, ConstructPosteriors | None]:
    """What each respondent says (n,) by a construct's score, with its uncertainty, or by an item.

    Raises EstimationError when the model may not be read.
    """
    if name not in model.plan.constructs:
        return frame[name].to_numpy(float), None
    scores = score_with_fit(model.ordinal or model.fit, frame).alone(name)
    return scores.means[:, 0], scores
