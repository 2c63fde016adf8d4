"""The customers there are now, and the risk of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.backtest import (
    ENSEMBLE,
    NO_MEMBER,
    Backtest,
    Recalibrated,
    combine_models,
)
from analysis.estimate.early_warning.models import RiskModel, fit_models
from analysis.estimate.early_warning.plan import WarningPlan, is_open, read_outcome


@dataclass(frozen=True)
class Scorer:
    """What scores landmark rows.

    ``model`` is that of the plan's horizon, recalibrated; ``others`` those of the other horizons,
    not recalibrated.
    """

    plan: WarningPlan
    model: Recalibrated
    others: Mapping[int, RiskModel]

    def score(self, rows: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
        """``customer_id, day, risk, conf_low, conf_high, risk_H`` for every other horizon, ``open``
        of ``rows``, in their order.

        The interval is that of the share lost among customers given that risk in a new month.
        Where the definition has settled that nobody is lost within the horizon, the risk is 0 and
        ``open`` false. A longer horizon never has the smaller risk.
        """
        raw = self.model.model.predict(rows)
        low, high = self.model.recalibration.interval(raw, confidence_level)
        settled = ~is_open(rows, self.plan.horizon)
        told = {
            "customer_id": rows["customer_id"].array,
            "day": rows["day"].to_numpy(np.int32),
            "risk": np.where(settled, 0.0, self.model.recalibration.apply(raw)),
            "conf_low": np.where(settled, 0.0, low),
            "conf_high": np.where(settled, 0.0, high),
        }
        risks = self._score_others(rows, told["risk"])
        frame = pd.DataFrame(told | {f"risk_{days}": risks[days] for days in sorted(risks)})
        return frame.assign(open=~settled)

    def _score_others(self, rows: pd.DataFrame, risk: np.ndarray) -> dict[int, np.ndarray]:
        risks, above = {}, risk
        shorter = sorted((days for days in self.others if days < self.plan.horizon), reverse=True)
        for days in shorter:
            above = np.minimum(self._score_other(rows, days), above)
            risks[days] = above
        below = risk
        for days in sorted(days for days in self.others if days > self.plan.horizon):
            below = np.maximum(self._score_other(rows, days), below)
            risks[days] = below
        return risks

    def _score_other(self, rows: pd.DataFrame, days: int) -> np.ndarray:
        risks, place = np.zeros(len(rows)), np.flatnonzero(is_open(rows, days))
        if len(place):
            risks[place] = self.others[days].predict(rows.iloc[place])
        return risks


@dataclass(frozen=True)
class Scoring:
    """Customers there are now: ``warnings`` (as ``Scorer.score``) and their landmark ``rows``."""

    warnings: pd.DataFrame
    rows: pd.DataFrame
    scorer: Scorer

    @property
    def model(self) -> Recalibrated:
        """What predicts the risk within the plan's horizon."""
        return self.scorer.model

    @property
    def horizon(self) -> int:
        """Days within which the loss is predicted."""
        return self.scorer.plan.horizon


def score_customers(
    landmarks: pd.DataFrame,
    backtest: Backtest,
    model: str,
    *,
    confidence_level: float,
    rng: np.random.Generator,
) -> Scoring:
    """Fit ``model`` to all outcomes known by now and score everybody who is still a customer.

    Now is the last day of ``landmarks``; where landmarks have no dates, the end of each customer's
    own records. Raises EstimationError for a model the backtest has not run.
    """
    rows = list_present(landmarks, backtest.plan.clock)
    scorer = fit_scorer(landmarks, backtest, model, rng=rng)
    return Scoring(scorer.score(rows, confidence_level=confidence_level), rows, scorer)


def list_present(landmarks: pd.DataFrame, clock: str) -> pd.DataFrame:
    """The landmark rows of everybody who is still a customer now, one each."""
    if clock == "calendar":
        now = landmarks["day"].max()
        return landmarks[landmarks["day"].to_numpy() == now].reset_index(drop=True)
    present = landmarks[landmarks["days_to_loss"].isna().to_numpy()]
    last = present.drop_duplicates("customer_id", keep="last").reset_index(drop=True)
    followed = last["days_followed"]
    return last.assign(
        day=last["day"] + followed,
        tenure_days=last["tenure_days"] + followed,
        days_followed=np.int32(0),
    )


def fit_scorer(
    landmarks: pd.DataFrame, backtest: Backtest, model: str, *, rng: np.random.Generator
) -> Scorer:
    """``model`` fitted to all outcomes known by now, for every horizon of the plan."""
    if model not in backtest.maps:
        raise EstimationError(f"no model {model!r} was run; there are {', '.join(backtest.models)}")
    plan = backtest.plan
    members = tuple(name for name in backtest.models if name not in (*NO_MEMBER, ENSEMBLE))
    fitted = _fit_horizon(landmarks, plan, model, members, rng)
    others = {
        days: _fit_horizon(landmarks, replace(plan, horizon=days), model, members, rng)
        for days in plan.horizons
        if days != plan.horizon
    }
    known = {days: other for days, other in others.items() if other is not None}
    assert fitted is not None  # the backtest has learnt from part of the same rows
    return Scorer(plan, Recalibrated(fitted, backtest.maps[model]), known)


def _fit_horizon(
    landmarks: pd.DataFrame,
    plan: WarningPlan,
    model: str,
    members: tuple[str, ...],
    rng: np.random.Generator,
) -> RiskModel | None:
    """The model of one horizon; None where nothing about it is open, or nobody was lost."""
    outcome = read_outcome(landmarks, plan)
    train = is_open(landmarks, plan.horizon) & ~np.isnan(outcome)
    if outcome[train].sum() == 0 or outcome[train].min(initial=1.0) == 1:
        return None
    names = members if model == ENSEMBLE else (model,)
    now = int(landmarks["day"].max()) if plan.clock == "calendar" else None
    fitted, failed = fit_models(
        names, landmarks, np.flatnonzero(train), plan=plan, known_by=now, rng=rng
    )
    if failed:
        name, reason = next(iter(failed.items()))
        raise EstimationError(f"model {name!r} of early warning: {reason}")
    return combine_models(fitted) if model == ENSEMBLE else fitted[model]
