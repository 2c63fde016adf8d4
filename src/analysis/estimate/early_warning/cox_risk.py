"""Cox regression with drivers that change with time: every row a stretch of a customer's clock."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.cox import CoxSpecification, estimate_cox
from analysis.estimate.early_warning.cox_stretches import STRETCH
from analysis.estimate.early_warning.design import Coding, LinearDesign
from analysis.estimate.early_warning.plan import SILENCE

LEVEL = 0.95  # of intervals nobody reads: the risks alone are used
MOVING = ("_recent", "_trend", "_ratio")  # ends of names that change as a silence lasts
MOVING_NAMES = (SILENCE, "tenure_days", "spend_before_cents", "n_purchases_before")


def keep_still(features: tuple[str, ...], *, silence: bool) -> tuple[str, ...]:
    """Features that stay as they are while the clock runs; on the clock of tenure all but it."""
    if not silence:
        return tuple(name for name in features if name != "tenure_days")
    return tuple(
        name
        for name in features
        if name not in MOVING_NAMES
        and not name.startswith("days_since_")
        and (not name.endswith(MOVING) or name.startswith(("gap", "amount", "charge")))
    )


@dataclass(frozen=True)
class _Number:
    """A column of the design, as the Cox model asks for it."""

    column: str
    kind: str = "number"
    reference: str | None = None
    per: float | None = 1.0


@dataclass(frozen=True)
class CoxRisk:
    """Risk from the hazard of a loss by tenure, or of the next purchase by the silence so far.

    Drivers change from one stretch to the next, and stretches begin late (left truncation), with
    Efron's ties. Where a loss is a silence, nobody can be lost before it is complete and everybody
    is then: so it is the purchase that has a hazard, and the risk is the probability that none
    comes until then. ``moments`` and ``cumulative`` are the baseline's cumulative hazard.
    """

    design: LinearDesign
    beta: np.ndarray
    centre: np.ndarray
    moments: np.ndarray
    cumulative: np.ndarray
    horizon: int
    silence: bool

    @property
    def name(self) -> str:
        """The model's name."""
        return "cox"

    @classmethod
    def fit(
        cls,
        rows: pd.DataFrame,
        stretches: pd.DataFrame,
        features: tuple[str, ...],
        *,
        horizon: int,
        silence: bool,
    ) -> "CoxRisk":
        """From landmark rows and their stretches, of ``cox_stretches``: of purchases by silence, or
        of losses by tenure."""
        rows = rows.loc[stretches.index]
        coding = Coding.learn(rows, keep_still(features, silence=silence))
        matrix = coding.encode(rows)
        design = LinearDesign.learn(coding, matrix)
        columns = design.transform(matrix)
        names = [f"x{place}" for place in range(columns.shape[1])]
        frame = pd.DataFrame(columns, columns=names, copy=False)
        fit = estimate_cox(
            frame.assign(**{name: stretches[name].to_numpy() for name in STRETCH}),
            CoxSpecification(drivers=tuple(names)),
            drivers_info=[_Number(name) for name in names],
            confidence_level=LEVEL,
        )
        return cls(
            design=design,
            beta=fit.beta,
            centre=fit.design.centre,
            moments=fit.baseline.times,
            cumulative=np.cumsum(fit.baseline.steps),
            horizon=horizon,
            silence=silence,
        )

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Risk of each row. Beyond the longest time seen the hazard stays as it was before it."""
        columns = self.design.transform(self.design.coding.encode(rows)) - self.centre
        begin = rows["days_since_purchase" if self.silence else "tenure_days"].to_numpy(float)
        end = begin + (rows[SILENCE].to_numpy(float) if self.silence else self.horizon)
        ahead = (self._accumulate(end) - self._accumulate(begin)) * np.exp(columns @ self.beta)
        return np.asarray(np.exp(-ahead) if self.silence else -np.expm1(-ahead))

    def hazard_ratios(self) -> pd.DataFrame:
        """``feature``, ``detail`` (see ``LinearDesign``) and ``hazard_ratio``, of a standard
        deviation of a number, or of a level against the most frequent; of the next purchase where a
        loss is a silence (``silence``), of the loss elsewhere."""
        return pd.DataFrame(
            {
                "feature": self.design.terms,
                "detail": self.design.details,
                "hazard_ratio": np.exp(self.beta),
            }
        )

    def _accumulate(self, time: np.ndarray) -> np.ndarray:
        moments, cumulative = np.append(0.0, self.moments), np.append(0.0, self.cumulative)
        last = moments[-1]
        reached = cumulative[np.searchsorted(moments, time, side="right") - 1]
        begin = max(last - 2 * self.horizon, 0.0)
        so_far = cumulative[np.searchsorted(moments, begin, side="right") - 1]
        slope = (cumulative[-1] - so_far) / max(last - begin, 1.0)
        return np.asarray(reached + slope * np.maximum(time - last, 0))
