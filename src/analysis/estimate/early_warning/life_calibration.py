"""Whether customers stayed as long as was foretold, among customers the model had not seen.

Where landmarks are dates the model knows what was known on a past day, and everybody there on that
day is followed from it; else folds of customers, each seen at one landmark of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.concordance import compare_pairs
from analysis.estimate.early_warning.remaining_life import (
    RemainingLife,
    estimate_remaining_life,
)
from analysis.estimate.survival import normal_quantile
from analysis.estimate.survival_summaries import estimate_restricted_mean_survival_time
from analysis.results import as_estimates

N_GROUPS = 10
_FOLDS = 5
_FEWEST = 50


@dataclass(frozen=True)
class LifeCalibration:
    """Foretold against seen, in days within ``horizon_days``.

    ``tenths``: ``group`` (1: shortest foretold), ``predicted``, ``estimate``, ``conf_low``,
    ``conf_high``, ``n``, ``n_events``. ``line``: one row in the columns of ``ESTIMATE_COLUMNS``,
    the slope of the seen on the foretold (1 is perfect). ``concordance``: share of pairs ranked
    rightly. ``day``: the past day looked from, None where landmarks have no dates.
    """

    tenths: pd.DataFrame
    line: pd.DataFrame
    concordance: float
    horizon_days: float
    day: int | None
    n: int


def check_remaining_life(
    landmarks: pd.DataFrame,
    features: Sequence[str],
    *,
    rng: np.random.Generator,
    horizons_days: Sequence[float] = (365, 180, 90),
    confidence_level: float = 0.95,
) -> LifeCalibration | None:
    """The check over the first of ``horizons_days`` for which there is a past day with so many days
    after it on which the model can be fitted, and enough customers then; None for none of them.

    ``landmarks`` and ``features`` as of ``estimate_remaining_life``.
    """
    for horizon in horizons_days:
        found = _check(landmarks, features, float(horizon), rng, confidence_level)
        if found is not None:
            return found
    return None


def _check(
    landmarks: pd.DataFrame,
    features: Sequence[str],
    horizon_days: float,
    rng: np.random.Generator,
    confidence_level: float,
) -> LifeCalibration | None:
    clock = landmarks.attrs.get("clock", "calendar")
    day = None
    try:
        if clock == "calendar":
            day = _choose_day(landmarks, horizon_days)
            if day is None:
                return None
            seen = _predict_from(landmarks, features, day, horizon_days)
        else:
            seen = _predict_folds(landmarks, features, horizon_days, rng)
    except EstimationError:  # too few losses were known then
        return None
    if len(seen) < _FEWEST:
        return None
    tenths = _compare(seen, horizon_days, confidence_level)
    pairs = compare_pairs(
        -seen["predicted"].to_numpy(),
        start=np.zeros(len(seen)),
        stop=seen["stay"].to_numpy(),
        event=seen["lost"].to_numpy(),
        group=np.zeros(len(seen), np.int64),
    )
    line = _fit_line(tenths, confidence_level)
    return LifeCalibration(tenths, line, pairs.estimate(), horizon_days, day, len(seen))


def _choose_day(landmarks: pd.DataFrame, horizon_days: float) -> int | None:
    days = np.sort(landmarks["day"].unique())
    past = days[days + horizon_days <= days[-1]]
    return int(past[-1]) if len(past) else None


def _predict_from(
    landmarks: pd.DataFrame, features: Sequence[str], day: int, horizon_days: float
) -> pd.DataFrame:
    known = landmarks[landmarks["day"] < day]
    known.attrs = landmarks.attrs
    model = estimate_remaining_life(known, features, known_by=day)
    return _observe(landmarks[landmarks["day"] == day], model, horizon_days)


def _predict_folds(
    landmarks: pd.DataFrame,
    features: Sequence[str],
    horizon_days: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    code = pd.factorize(landmarks["customer_id"])[0]
    fold = rng.permutation(code.max() + 1)[code] % _FOLDS
    # A day drawn for each customer whatever became of them: those still there then are asked. To
    # draw among a customer's own landmarks would meet those who left soon too often.
    days = np.unique(landmarks["day"])
    drawn = np.flatnonzero(landmarks["day"] == rng.choice(days, code.max() + 1)[code])
    parts = []
    for number in range(_FOLDS):
        known = landmarks[fold != number]
        known.attrs = landmarks.attrs
        model = estimate_remaining_life(known, features)
        parts.append(_observe(landmarks.iloc[drawn[fold[drawn] == number]], model, horizon_days))
    return pd.concat(parts, ignore_index=True)


def _observe(rows: pd.DataFrame, model: RemainingLife, horizon_days: float) -> pd.DataFrame:
    """``predicted``, ``stay`` (followed, at most ``horizon_days``) and ``lost`` of ``rows``."""
    told = model.predict(rows, horizon_days=horizon_days)
    wait = rows["days_to_loss"].to_numpy("float64", na_value=np.inf)
    followed = np.minimum(wait, rows["days_followed"].to_numpy(float))
    stay = np.minimum(followed, horizon_days)
    table = pd.DataFrame(
        {"predicted": told["mean_days"].to_numpy(), "stay": stay, "lost": wait <= stay}
    )
    return table[table["stay"] > 0]


def _compare(seen: pd.DataFrame, horizon_days: float, confidence_level: float) -> pd.DataFrame:
    tenth = pd.qcut(seen["predicted"].rank(method="first"), N_GROUPS, labels=False) + 1
    moves = pd.concat(
        [
            pd.DataFrame({"stratum": tenth, "time": 0.0, "n_entered": 1}),
            pd.DataFrame(
                {
                    "stratum": tenth,
                    "time": seen["stay"],
                    "n_events": seen["lost"].astype("int64"),
                    "n_censored": (~seen["lost"]).astype("int64"),
                }
            ),
        ]
    )
    counts = moves.groupby(["stratum", "time"]).sum().astype("int64").reset_index()
    counts["stratum"] = counts["stratum"].map("{:02.0f}".format)
    observed = estimate_restricted_mean_survival_time(
        counts, horizon=horizon_days, confidence_level=confidence_level
    )
    predicted = seen.groupby(tenth)["predicted"].mean()
    group = observed["stratum"].astype(int)
    columns = ["estimate", "std_error", "conf_low", "conf_high", "n", "n_events"]
    return pd.concat(
        [group.rename("group"), group.map(predicted).rename("predicted"), observed[columns]], axis=1
    )


def _fit_line(tenths: pd.DataFrame, confidence_level: float) -> pd.DataFrame:
    """The slope through the tenths, each weighted by the certainty of what was seen."""
    x, y = tenths["predicted"].to_numpy(), tenths["estimate"].to_numpy()
    error = np.maximum(tenths["std_error"].to_numpy(), 1e-6)
    weight = 1 / np.maximum(error, np.median(error)) ** 2
    centred = x - weight @ x / weight.sum()
    spread = weight @ centred**2
    slope = float(weight @ (centred * y) / spread)
    std_error = float(np.sqrt(((weight * centred * error) ** 2).sum()) / spread)
    z = normal_quantile(confidence_level)
    row = {
        "term": "life_calibration_slope",
        "estimate": slope,
        "std_error": std_error,
        "conf_low": slope - z * std_error,
        "conf_high": slope + z * std_error,
    }
    return as_estimates(
        pd.DataFrame([row]),
        analysis="warning_life_calibration",
        stratum="all",
        conf_level=confidence_level,
        n=int(tenths["n"].sum()),
        n_events=int(tenths["n_events"].sum()),
        unit="slope",
        method="seen on foretold mean stay, by tenths, out of sample",
    )


def list_life_estimates(check: LifeCalibration | None) -> pd.DataFrame:
    """The line of ``check`` in the columns of ``ESTIMATE_COLUMNS``; no rows without it."""
    if check is None:
        return as_estimates(pd.DataFrame({"term": []}), analysis="warning_life_calibration")
    return check.line
