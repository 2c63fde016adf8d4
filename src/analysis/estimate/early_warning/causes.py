"""Why customers leave: shares of the stated causes, what moves them, and each customer's own.

The causes compete: a loss has one. Not every customer who leaves is asked, so those who told stand
for those like them (inverse probability of being asked; Horvitz and Thompson 1952), and a loss of
which nothing was said counts for each cause by its probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analysis.estimate.early_warning.cause_design import CauseDesign, learn_cause_design
from analysis.estimate.early_warning.cause_rows import CauseRows, place_causes
from analysis.estimate.early_warning.multinomial import (
    RIDGE,
    Multinomial,
    differentiate_shares,
    fit_multinomial,
)
from analysis.estimate.robust_errors import sum_by_code
from analysis.estimate.survival import normal_quantile
from analysis.estimate.transitions import logit_interval
from analysis.results import as_estimates

OTHER = "other"
# Fewer customers who told of a cause cannot show what moves it; it is pooled with the others.
FEWEST_STATED = 30
_LEAST_ASKED = 0.02
_FOLDS = 5
_SHARE = "share of losses"
_METHOD = "multinomial logit weighted for being asked, errors by customer"


@dataclass(frozen=True)
class CauseModel:
    """Which cause a customer who leaves would state: ``causes`` in the order of the classes."""

    causes: tuple[str, ...]
    design: CauseDesign
    fit: Multinomial

    def predict(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Probability of each cause, one column each, should the customer leave; rows sum to 1."""
        chances = self.fit.predict(self.design.encode(frame))
        return pd.DataFrame(chances, columns=list(self.causes), index=frame.index)


@dataclass(frozen=True)
class Causes:
    """What the stated causes tell; frames in the columns of ``ESTIMATE_COLUMNS``.

    ``shares``: term is the cause. ``effects``: term is the driver, stratum the cause, the estimate
    the change in the cause's share of losses. ``matching``: shares of customers whose cause was
    suggested rightly. ``values`` (losses x causes): 1 for the cause stated, else probabilities.
    """

    model: CauseModel
    rows: CauseRows
    values: np.ndarray
    shares: pd.DataFrame
    effects: pd.DataFrame
    matching: pd.DataFrame
    n_stated: int
    n_losses: int

    @property
    def estimates(self) -> pd.DataFrame:
        """All of them."""
        return pd.concat([self.shares, self.effects, self.matching], ignore_index=True)


def estimate_causes(
    landmarks: pd.DataFrame,
    stated: pd.DataFrame,
    *,
    features: Sequence[str],
    confidence_level: float = 0.95,
) -> Causes | None:
    """Shares and drivers of the stated causes; None where fewer than two causes have been stated by
    30 customers each.

    ``landmarks`` as of ``build_landmarks``, ``stated`` (customer_id, day, cause). A driver's effect
    is the mean change of a cause's probability: for a number from half a standard deviation below
    to half above, for a level against the commonest level, for a flag or share from 0 to 1.
    """
    rows = place_causes(landmarks, stated)
    names, codes = _name_causes(rows.stated["cause"])
    if len(names) < 2:
        return None
    told = landmarks.iloc[rows.stated["place"]]
    design = learn_cause_design(told, features)
    matrix, losses = design.encode(told), design.encode(landmarks.iloc[rows.losses["place"]])
    asked = rows.losses["cause"].notna().to_numpy()
    weight = _weigh_asked(losses, asked, matrix)
    customer = rows.stated["customer"].to_numpy(np.int64)
    fit = _spread_out(
        fit_multinomial(
            matrix, codes, weight=weight, cluster=pd.factorize(customer)[0], ridge=RIDGE
        ),
        pd.unique(customer),
        len(landmarks["customer_id"].cat.categories),
    )
    model = CauseModel(names, design, fit)
    known = rows.losses["cause"].where(rows.losses["cause"].isin(names), OTHER)[asked]
    values = fit.predict(losses)
    values[asked] = np.eye(len(names))[[names.index(cause) for cause in known]]
    return Causes(
        model=model,
        rows=rows,
        values=values,
        shares=_estimate_shares(model, rows.losses, (values, losses), confidence_level),
        effects=_estimate_effects(model, matrix, (weight, codes), confidence_level),
        matching=_judge_matching(matrix, (codes, weight, customer), confidence_level),
        n_stated=len(told),
        n_losses=len(losses),
    )


def _name_causes(stated: pd.Series) -> tuple[tuple[str, ...], np.ndarray]:
    """Causes stated often enough, the commonest first, and the rows' codes; the rest is pooled."""
    counts = stated[stated != OTHER].value_counts()
    kept = sorted(counts.index[counts >= FEWEST_STATED], key=lambda name: (-counts[name], name))
    pooled = stated.where(stated.isin(kept), OTHER)
    names = tuple(kept) + ((OTHER,) if (pooled == OTHER).any() else ())
    return names, pooled.map({name: code for code, name in enumerate(names)}).to_numpy(np.int64)


def _weigh_asked(losses: np.ndarray, asked: np.ndarray, told: np.ndarray) -> np.ndarray:
    """One over the probability of being asked, mean 1, for the rows of ``told``."""
    if asked.all() or not asked.any():
        return np.ones(len(told))
    asking = LogisticRegression(C=1e6, max_iter=500).fit(losses[:, 1:], asked)
    chance = np.maximum(asking.predict_proba(told[:, 1:])[:, 1], _LEAST_ASKED)
    weight = 1 / chance
    return np.asarray(weight / weight.mean())


def _spread_out(fit: Multinomial, customers: np.ndarray, n: int) -> Multinomial:
    """The influence of all ``n`` customers, nothing for those who told nothing."""
    influence = np.zeros((n, fit.influence.shape[1]))
    influence[customers] = fit.influence
    return Multinomial(fit.coefficients, influence)


def _estimate_shares(
    model: CauseModel,
    losses: pd.DataFrame,
    told: tuple[np.ndarray, np.ndarray],
    confidence_level: float,
) -> pd.DataFrame:
    """Share of each cause among all losses, with the error of the model that fills the unstated."""
    values, design = told
    unstated = losses["cause"].isna().to_numpy(float)
    share = values.mean(axis=0)
    own = sum_by_code(values - share, losses["customer"].to_numpy(np.int64)) / len(values)
    influence = np.zeros((len(model.fit.influence), len(share)))
    influence[: len(own)] = own
    slopes = differentiate_shares(model.fit, design, unstated / len(values))
    influence += model.fit.influence @ slopes.T
    error = np.sqrt((influence**2).sum(axis=0))
    low, high = logit_interval(share, error, confidence_level)
    rows = pd.DataFrame(
        {
            "term": list(model.causes),
            "estimate": share,
            "std_error": error,
            "conf_low": low,
            "conf_high": high,
            "n_events": losses["cause"].value_counts().reindex(model.causes).to_numpy(),
        }
    )
    return as_estimates(
        rows,
        analysis="warning_causes",
        stratum="all",
        conf_level=confidence_level,
        n=len(values),
        unit=_SHARE,
        method=_METHOD,
    )


def _estimate_effects(
    model: CauseModel,
    design: np.ndarray,
    told: tuple[np.ndarray, np.ndarray],
    confidence_level: float,
) -> pd.DataFrame:
    """Mean change of every cause's probability by every driver; delta method by customer."""
    weight, codes = told
    share, z = weight / weight.sum(), normal_quantile(confidence_level)
    found = []
    for term in model.design.terms:
        high, low = model.design.contrast(design, term)
        change = share @ (model.fit.predict(high) - model.fit.predict(low))
        slopes = differentiate_shares(model.fit, high, share)
        slopes -= differentiate_shares(model.fit, low, share)
        error = np.sqrt(((model.fit.influence @ slopes.T) ** 2).sum(axis=0))
        found.append(
            pd.DataFrame(
                {
                    "term": term,
                    "stratum": list(model.causes),
                    "estimate": change,
                    "std_error": error,
                    "conf_low": change - z * error,
                    "conf_high": change + z * error,
                    "statistic": change / error,
                    "n_events": np.bincount(codes, minlength=len(change)),
                }
            )
        )
    return as_estimates(
        pd.concat(found, ignore_index=True),
        analysis="warning_cause_effects",
        conf_level=confidence_level,
        n=len(design),
        unit="change in share of losses",
        method=_METHOD,
    )


def _judge_matching(
    design: np.ndarray,
    told: tuple[np.ndarray, np.ndarray, np.ndarray],
    confidence_level: float,
) -> pd.DataFrame:
    """Share of customers whose cause was foretold by folds they were not in (``matched``), and by
    naming everybody the commonest cause (``commonest``), with their paired ``difference``."""
    codes, weight, customer = told
    hit = np.zeros((len(codes), 2))
    n_folds = min(_FOLDS, len(np.unique(customer)))
    for learnt, asked in GroupKFold(n_folds).split(design, groups=customer):
        fit = fit_multinomial(
            design[learnt],
            codes[learnt],
            weight=weight[learnt],
            cluster=pd.factorize(customer[learnt])[0],
            ridge=RIDGE,
        )
        hit[asked, 0] = fit.predict(design[asked]).argmax(axis=1) == codes[asked]
        hit[asked, 1] = np.bincount(codes[learnt], weight[learnt]).argmax() == codes[asked]
    scores = np.column_stack([hit, hit[:, 0] - hit[:, 1]])
    share = weight / weight.sum()
    mean = share @ scores
    influence = sum_by_code(share[:, None] * (scores - mean), pd.factorize(customer)[0])
    error, z = np.sqrt((influence**2).sum(axis=0)), normal_quantile(confidence_level)
    rows = pd.DataFrame(
        {
            "term": ["matched", "commonest", "difference"],
            "estimate": mean,
            "std_error": error,
            "conf_low": mean - z * error,
            "conf_high": mean + z * error,
        }
    )
    return as_estimates(
        rows,
        analysis="warning_cause_matching",
        stratum="all",
        conf_level=confidence_level,
        n=len(codes),
        unit="share of customers who told",
        method=f"{n_folds} folds of customers",
    )


def match_causes(model: CauseModel | None, customers: pd.DataFrame) -> pd.DataFrame:
    """The likeliest cause of each of ``customers`` should they leave: ``customer_id`` (text),
    ``cause``, ``cause_probability``, rows and index as given; missing without a ``model``."""
    told = pd.DataFrame({"customer_id": customers["customer_id"].astype(str)})
    if model is None:
        return told.assign(cause=None, cause_probability=float("nan"))
    chances = model.predict(customers)
    return told.assign(cause=chances.idxmax(axis=1), cause_probability=chances.max(axis=1))
