"""Fit any of the models to landmark rows; every one predicts the risk of landmark rows."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning import alive
from analysis.estimate.early_warning.alive import SILENT, AliveModel, fit_alive
from analysis.estimate.early_warning.boosting import BoostingModel
from analysis.estimate.early_warning.cox_risk import CoxRisk
from analysis.estimate.early_warning.cox_stretches import lay_silences, lay_tenures
from analysis.estimate.early_warning.hazard_model import HazardModel
from analysis.estimate.early_warning.known_outcomes import weigh_outcomes
from analysis.estimate.early_warning.plan import WarningPlan
from analysis.estimate.early_warning.recency import RecencyRule

SINGLE = ("recency", "alive", "hazard", "cox", "boosting")
MOST_ROWS = 60_000  # customer-months learnt from; more of the same customers teach hardly more
MOST_CELLS = 2_000_000  # of rows times features; half the rows for twice as many features


class RiskModel(Protocol):
    """What predicts the risk of landmark rows."""

    @property
    def name(self) -> str: ...
    def predict(self, rows: pd.DataFrame) -> np.ndarray: ...


@dataclass(frozen=True)
class WithAlive:
    """A model that reads the probability of staying silent beside the features."""

    model: RiskModel
    alive: AliveModel

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Risk of each row."""
        return self.model.predict(rows.assign(**{SILENT: self.alive.predict(rows)}))


def list_usable_models(landmarks: pd.DataFrame, plan: WarningPlan) -> tuple[str, ...]:
    """The models the landmarks have the columns for."""
    has_silence = plan.clock == "calendar" and set(alive.COLUMNS) <= set(landmarks.columns)
    return tuple(name for name in SINGLE if name != "alive" or has_silence)


def fit_models(
    names: tuple[str, ...],
    landmarks: pd.DataFrame,
    train: np.ndarray,
    *,
    plan: WarningPlan,
    known_by: int | None,
    rng: np.random.Generator,
) -> tuple[dict[str, RiskModel], dict[str, str]]:
    """The models called ``names``, fitted to the rows ``train`` (positions) of ``landmarks``, and
    why others of them could not be.

    Of many rows 60,000 (fewer with more than 33 features), drawn by ``rng``, are learnt from.
    Where outcomes are missing on the tenure clock, those known are weighted for the others. What
    all rows up to the day ``known_by`` show of purchases is read by the models of purchases (alive,
    and cox where a loss is a silence). Where BG/NBD cannot be fitted the others do without it.
    """
    rows = landmarks.iloc[_draw(train, plan, rng)]
    last = int(rows["day"].max()) if known_by is None else known_by
    silent, failure = None, "the landmarks tell no purchases"
    if set(names) - {"recency", "cox"} and "alive" in list_usable_models(landmarks, plan):
        try:
            silent = fit_alive(landmarks, known_by=last, horizon=plan.horizon, rng=rng)
        except EstimationError as error:
            failure = str(error)
    fitted: dict[str, RiskModel] = {}
    failed: dict[str, str] = {}
    for name in names:
        try:
            if name == "cox":
                fitted[name] = _fit_cox(landmarks, rows, plan, last, rng)
            elif name != "alive":
                fitted[name] = _fit_outcome(name, rows, plan, silent)
            elif silent is not None:
                fitted[name] = silent
            else:
                failed[name] = failure
        except EstimationError as error:
            failed[name] = str(error)
    return fitted, failed


def _draw(places: np.ndarray, plan: WarningPlan, rng: np.random.Generator) -> np.ndarray:
    most = min(MOST_ROWS, MOST_CELLS // len(plan.features))
    if len(places) <= most:
        return places
    return np.sort(rng.choice(places, most, replace=False))


def _fit_cox(
    landmarks: pd.DataFrame,
    rows: pd.DataFrame,
    plan: WarningPlan,
    known_by: int,
    rng: np.random.Generator,
) -> RiskModel:
    """By silence where a loss is one, and purchases are told; by tenure elsewhere."""
    silence = plan.clock == "calendar" and set(alive.COLUMNS) <= set(landmarks.columns)
    if silence:
        rows = landmarks.reset_index(drop=True)
        stretches = lay_silences(rows, known_by)
        stretches = stretches.iloc[_draw(np.arange(len(stretches)), plan, rng)]
    else:
        rows = rows.reset_index(drop=True)
        stretches = lay_tenures(rows, plan.horizon)
    told = plan.features
    if plan.clock == "tenure":  # stages are told from tenure there, which is the model's own clock
        told = tuple(name for name in told if name not in ("stage", "days_in_stage"))
    return CoxRisk.fit(rows, stretches, told, horizon=plan.horizon, silence=silence)


def _fit_outcome(
    name: str, rows: pd.DataFrame, plan: WarningPlan, silent: AliveModel | None
) -> RiskModel:
    """A model of the outcome within the horizon, from the rows that tell it."""
    outcome, weight = weigh_outcomes(rows, plan)
    known = weight > 0
    told, outcome, weight = rows[known], outcome[known].astype(int), weight[known]
    if name == "recency":
        return RecencyRule.fit(told, outcome, weight)
    kinds: dict[str, type[HazardModel] | type[BoostingModel]]
    kinds = {"hazard": HazardModel, "boosting": BoostingModel}
    if name not in kinds:
        raise EstimationError(f"no model is called {name!r}; it is one of {', '.join(SINGLE)}")
    if silent is None:
        return kinds[name].fit(told, outcome, weight, plan.features)
    told = told.assign(**{SILENT: silent.predict(told)})
    return WithAlive(kinds[name].fit(told, outcome, weight, (*plan.features, SILENT)), silent)
