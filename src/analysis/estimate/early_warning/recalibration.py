"""Risks put right by how earlier ones turned out, and how surely they are right."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

FEWEST = 30  # losses, and customers kept, below which a risk is left as it is
STEPS, LONGEST = 50, 1.0
RIDGE = 1e-6  # where all risks are alike the slope stays where it was
SMALLEST = 1e-6  # risks are kept off 0 and 1, where their scale ends


def cloglog(risk: np.ndarray) -> np.ndarray:
    """Complementary log-log: the logarithm of the cumulative hazard of being lost."""
    return np.log(-np.log1p(-np.clip(risk, SMALLEST, 1 - SMALLEST)))


def _uncloglog(predictor: np.ndarray) -> np.ndarray:
    return np.asarray(-np.expm1(-np.exp(np.minimum(predictor, 30.0))))


@dataclass(frozen=True)
class Recalibration:
    """cloglog(risk) becomes ``intercept + slope * cloglog(risk)``, fitted on predictions whose
    outcome is known.

    ``covariance`` (2 x 2) holds for dependent rows of a customer; ``between_months`` is the
    variance of a month's intercept about the line beyond chance, and ``n_months`` how many months
    apart enough not to share losses the line rests on (both 0 on the tenure clock). ``fitted`` is
    false where too few were lost, or kept, and risks stay as they are. ``freedom`` is how many
    degrees of freedom tell the variance between months.
    """

    intercept: float
    slope: float
    covariance: np.ndarray
    between_months: float
    n_months: float
    n: int
    fitted: bool
    freedom: float = np.inf

    def apply(self, risk: np.ndarray) -> np.ndarray:
        """Recalibrated risks."""
        return _uncloglog(self.intercept + self.slope * cloglog(risk))

    def interval(self, risk: np.ndarray, confidence_level: float) -> tuple[np.ndarray, np.ndarray]:
        """Limits of the share lost among customers given ``risk`` (before recalibration) in a new
        month; not of one person's fate, who is lost or not. Not a number where nothing was fitted.
        """
        if not self.fitted:
            nothing = np.full(len(risk), np.nan)
            return nothing, nothing
        position = cloglog(risk)
        variance = self.covariance[0, 0] + position * 2 * self.covariance[0, 1]
        variance = variance + position**2 * self.covariance[1, 1]
        month = self.between_months * (1 + 1 / max(self.n_months, 1.0))
        margin = stats.t.ppf((1 + confidence_level) / 2, self.freedom) * np.sqrt(variance + month)
        predictor = self.intercept + self.slope * position
        return _uncloglog(predictor - margin), _uncloglog(predictor + margin)


AS_IT_IS = Recalibration(0.0, 1.0, np.zeros((2, 2)), 0.0, 0.0, 0, False)


def fit_recalibration(predictions: pd.DataFrame, *, clock: str) -> Recalibration:
    """From rows with ``risk, left, weight, customer_id, day, horizon``; those of weight 0 are left
    out. A binomial model with complementary log-log link, errors clustered by customer.

    Cox (1958), "Two further applications of a model for binary regression"; variance between months
    by moments (DerSimonian and Laird 1986).
    """
    known = predictions[predictions["weight"].to_numpy() > 0]
    left = known["left"].to_numpy(float)
    if min(left.sum(), len(left) - left.sum()) < FEWEST:
        return AS_IT_IS
    columns = np.column_stack([np.ones(len(left)), cloglog(known["risk"].to_numpy())])
    line, score, information = _maximise(columns, left, known["weight"].to_numpy())
    inverse = np.linalg.inv(information)
    customer = pd.factorize(known["customer_id"])[0]
    sums = np.column_stack([np.bincount(customer, part) for part in score.T])
    between, n_months, freedom = 0.0, 0.0, np.inf
    if clock == "calendar":
        between, n_months, freedom = _compare_months(known, _uncloglog(columns @ line))
    return Recalibration(
        intercept=float(line[0]),
        slope=float(line[1]),
        covariance=inverse @ (sums.T @ sums) @ inverse,
        between_months=between,
        n_months=n_months,
        n=len(known),
        fitted=True,
        freedom=freedom,
    )


def _maximise(
    columns: np.ndarray, left: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients by Fisher scoring, with each row's score and the expected information."""
    line = np.array([0.0, 1.0])
    for _ in range(STEPS):
        risk = np.clip(_uncloglog(columns @ line), SMALLEST, 1 - SMALLEST)
        hazard = -np.log1p(-risk)
        score = columns * (weight * (left - risk) * hazard / risk)[:, None]
        information = columns.T @ (columns * (weight * (1 - risk) * hazard**2 / risk)[:, None])
        step = np.linalg.solve(information + RIDGE * np.eye(2), score.sum(axis=0))
        line = line + np.clip(step, -LONGEST, LONGEST)
        if np.abs(step).max() < 1e-8:
            break
    return line, score, information + RIDGE * np.eye(2)


def _compare_months(known: pd.DataFrame, risk: np.ndarray) -> tuple[float, float, float]:
    """Variance of the months' intercepts beyond chance, the number of months that do not share
    losses, and the degrees of freedom of the variance.

    Months nearer than the horizon share customers and losses, chance and all, by the part of the
    horizon that they share: taken as their correlation. Degrees of freedom as Satterthwaite (1946).
    """
    survived = np.clip(1 - risk, SMALLEST, 1 - SMALLEST)
    hazard = -np.log(survived)
    surprise = known["left"].to_numpy(float) - (1 - survived)
    frame = pd.DataFrame(
        {
            "day": known["day"].to_numpy(),
            "score": surprise * hazard / (1 - survived),
            "information": survived * hazard**2 / (1 - survived),
        }
    )
    months = frame.groupby("day")[["score", "information"]].sum()
    day, n = months.index.to_numpy(float), len(months)
    apart = np.abs(day[:, None] - day) / float(known["horizon"].iloc[0])
    shared = np.clip(1 - apart, 0, None)
    n_apart = n**2 / shared.sum()
    centred = shared - shared.mean(axis=0)
    free = float(np.trace(centred))  # how much the months vary about their mean, beside n
    if free < SMALLEST:  # one month
        return 0.0, float(n_apart), 1.0
    weight = months["information"].to_numpy()
    shift = months["score"].to_numpy() / weight
    excess = weight @ (shift - np.average(shift, weights=weight)) ** 2 - free
    freedom = free**2 / float(np.trace(centred @ centred))
    return float(max(excess / (weight.mean() * free), 0.0)), float(n_apart), max(freedom, 1.0)
