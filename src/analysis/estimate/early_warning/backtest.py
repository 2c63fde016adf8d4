"""Past months predicted from what was known then, by every model, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.known_outcomes import weigh_outcomes
from analysis.estimate.early_warning.models import RiskModel, fit_models, list_usable_models
from analysis.estimate.early_warning.plan import WarningPlan
from analysis.estimate.early_warning.recalibration import (
    Recalibration,
    cloglog,
    fit_recalibration,
)
from analysis.estimate.early_warning.splits import Split, split_landmarks

ENSEMBLE = "ensemble"
REFERENCE = "recency"
NO_MEMBER = (REFERENCE,)  # the rule is the reference, no part of the ensemble


@dataclass(frozen=True)
class Ensemble:
    """The models' cumulative hazards, averaged on the log scale."""

    members: tuple[RiskModel, ...]

    @property
    def name(self) -> str:
        """The model's name."""
        return ENSEMBLE

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Risk of each row."""
        return average_risks([member.predict(rows) for member in self.members])


def average_risks(risks: list[np.ndarray]) -> np.ndarray:
    """One risk of several: the geometric mean of the cumulative hazards they imply."""
    return np.asarray(-np.expm1(-np.exp(np.mean([cloglog(risk) for risk in risks], axis=0))))


@dataclass(frozen=True)
class Recalibrated:
    """A model whose risks are put right by how earlier ones turned out."""

    model: RiskModel
    recalibration: Recalibration

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Risk of each row."""
        return self.recalibration.apply(self.model.predict(rows))


@dataclass(frozen=True)
class Backtest:
    """Predictions of past months, with what made them.

    ``predictions``: one row per model, customer and landmark judged: ``model, customer_id, day,
    split, risk, left`` (missing: unknown), ``weight`` (0 where unknown), ``days_to_loss,
    days_followed, horizon``. ``fits`` by split and model; ``maps`` recalibrate each model's risks
    from all splits, for customers scored now. ``months``: ``split, day, known_by, judged, n,
    n_lost``. ``left_out`` says why a model could not be fitted.
    """

    plan: WarningPlan
    splits: tuple[Split, ...]
    predictions: pd.DataFrame
    months: pd.DataFrame
    fits: Mapping[tuple[int, str], RiskModel]
    maps: Mapping[str, Recalibration]
    left_out: Mapping[str, str]

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the models, the simplest first."""
        return tuple(self.maps)

    def of(self, model: str) -> pd.DataFrame:
        """Predictions of one model. Raises EstimationError for one there is not."""
        if model not in self.maps:
            raise EstimationError(f"no model {model!r} was run; there are {', '.join(self.maps)}")
        own = self.predictions["model"].to_numpy() == model
        return self.predictions[own].reset_index(drop=True)


def run_backtest(
    landmarks: pd.DataFrame, plan: WarningPlan, *, rng: np.random.Generator
) -> Backtest:
    """Predict months of the past as they could have been predicted, by every usable model.

    ``landmarks`` as of ``build_landmarks``, in any order; rows whose outcome the definition has
    settled are left out. Risks of a split are recalibrated by predictions of earlier splits whose
    outcome was known by its first day; without dates, by the other folds'. Raises EstimationError
    where there is too little to learn from.
    """
    splits = split_landmarks(landmarks, plan, rng=rng)
    fitted, left_out = _fit_splits(landmarks, splits, plan, rng)
    raw = [
        _predict_split(models, landmarks, split, plan)
        for split, models in zip(splits, fitted, strict=True)
    ]
    scores = pd.concat(raw, ignore_index=True)
    predictions, fits = _recalibrate(scores, splits, fitted, plan)
    maps = {
        str(name): fit_recalibration(own, clock=plan.clock)
        for name, own in scores.groupby("model", observed=True, sort=False)
    }
    months = _describe_months(scores, splits)
    return Backtest(plan, splits, predictions, months, fits, maps, left_out)


def _fit_splits(
    landmarks: pd.DataFrame,
    splits: tuple[Split, ...],
    plan: WarningPlan,
    rng: np.random.Generator,
) -> tuple[list[dict[str, RiskModel]], dict[str, str]]:
    """The models of every split that can be fitted in all of them, with their ensemble; why others
    are left out."""
    names = list_usable_models(landmarks, plan)
    fitted: list[dict[str, RiskModel]] = []
    left_out: dict[str, str] = {}
    for split in splits:
        models, failed = fit_models(
            names, landmarks, split.train, plan=plan, known_by=split.known_by, rng=rng
        )
        fitted.append(models)
        left_out |= failed
    kept = [name for name in names if name not in left_out]
    if REFERENCE not in kept or len(kept) == 1:
        name = REFERENCE if REFERENCE in left_out else next(iter(left_out))
        raise EstimationError(f"model {name!r} of early warning: {left_out[name]}")
    chosen = [{name: models[name] for name in kept} for models in fitted]
    return [models | {ENSEMBLE: combine_models(models)} for models in chosen], left_out


def combine_models(fitted: Mapping[str, RiskModel]) -> Ensemble:
    """The ensemble of all models but the manager's rule."""
    return Ensemble(tuple(model for name, model in fitted.items() if name not in NO_MEMBER))


def _predict_split(
    fitted: Mapping[str, RiskModel], landmarks: pd.DataFrame, split: Split, plan: WarningPlan
) -> pd.DataFrame:
    """Risks of all models for the rows tested, not recalibrated."""
    rows = landmarks.iloc[split.test]
    lost, weight = weigh_outcomes(rows, plan)
    told = pd.DataFrame(
        {
            "customer_id": rows["customer_id"].array,
            "day": rows["day"].to_numpy(np.int32),
            "split": split.number,
            "risk": 0.0,
            "left": pd.arrays.BooleanArray(lost > 0, weight == 0),
            "weight": weight,
            "days_to_loss": rows["days_to_loss"].array,
            "days_followed": rows["days_followed"].to_numpy(np.int32),
            "horizon": np.int32(plan.horizon),
        }
    )
    risks = {
        n: model.predict(rows) for n, model in fitted.items() if not isinstance(model, Ensemble)
    }
    risks[ENSEMBLE] = average_risks([r for n, r in risks.items() if n not in NO_MEMBER])
    parts = [told.assign(model=name, risk=risk) for name, risk in risks.items()]
    frame = pd.concat(parts, ignore_index=True)
    frame["model"] = pd.Categorical(frame["model"], categories=list(risks))
    return frame[["model", *told.columns]]


def _recalibrate(
    scores: pd.DataFrame,
    splits: tuple[Split, ...],
    fitted: list[dict[str, RiskModel]],
    plan: WarningPlan,
) -> tuple[pd.DataFrame, dict[tuple[int, str], RiskModel]]:
    """Predictions and models of the judged splits, put right by what was known by then."""
    parts = []
    mended: dict[tuple[int, str], RiskModel] = {}
    number, day = scores["split"].to_numpy(), scores["day"].to_numpy(np.int64)
    for split in splits:
        if not split.judged:
            continue
        if split.known_by is None:
            known = number != split.number
        else:
            known = (number < split.number) & (day + plan.horizon <= split.known_by)
        for name in scores["model"].cat.categories:
            own = scores["model"].to_numpy() == name
            mapped = fit_recalibration(scores[own & known], clock=plan.clock)
            part = scores[own & (number == split.number)]
            parts.append(part.assign(risk=mapped.apply(part["risk"].to_numpy())))
            mended[split.number, name] = Recalibrated(fitted[split.number][name], mapped)
    predictions = pd.concat(parts, ignore_index=True)
    order = predictions["model"].cat.codes
    return predictions.iloc[np.argsort(order, kind="stable")].reset_index(drop=True), mended


def _describe_months(scores: pd.DataFrame, splits: tuple[Split, ...]) -> pd.DataFrame:
    """Rows and losses of every month, or fold (then without a day)."""
    first = scores["model"].cat.categories[0]
    one = scores[scores["model"].to_numpy() == first]
    facts = {split.number: split for split in splits}
    by = ["split"] if splits[0].known_by is None else ["split", "day"]
    months = one.groupby(by, as_index=False).agg(n=("risk", "size"), n_lost=("left", "sum"))
    months["known_by"] = pd.array([facts[k].known_by for k in months["split"]], dtype="Int32")
    months["judged"] = [facts[k].judged for k in months["split"]]
    months["day"] = pd.array(months["day"] if "day" in by else [None] * len(months), dtype="Int32")
    return months[["split", "day", "known_by", "judged", "n", "n_lost"]]
