"""One colour for how far to trust the warnings: green, amber, or red, which withholds the list.

The worst of four judgements counts: the data gate, what past warnings were worth (calibration and
ranking), drift, and leaks. The limits are stated here before any result is seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.drift import Drift
from analysis.estimate.early_warning.leakage import LeakChecks
from analysis.results import Diagnostic, as_estimates
from analysis.schema import Verdict

Colour = Literal["green", "amber", "red"]

# Risks so far from what happened, beyond chance, are of no use for weighing money.
WRONG_LOW, WRONG_HIGH = 0.5, 2.0
WEAK_AUC = 0.6
# With more of the features shifted by a lot, the past months are of another population.
MOST_SHIFTED = 0.5


@dataclass(frozen=True)
class Reason:
    """Why the badge is not green: ``code``, its ``colour``, and the features it is about."""

    code: str
    colour: Colour
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Badge:
    """``colour`` and the reasons for it, red ones first; none when green."""

    colour: Colour
    reasons: tuple[Reason, ...]

    @property
    def withheld(self) -> bool:
        """Whether the list must not be shown or written."""
        return self.colour == "red"

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons as codes."""
        return tuple(reason.code for reason in self.reasons)

    @property
    def estimates(self) -> pd.DataFrame:
        """One diagnostic in ``results.ESTIMATE_COLUMNS``: passed when green, missing when amber."""
        passed = {"green": True, "amber": None, "red": False}[self.colour]
        frame = pd.DataFrame({"term": [self.colour], "passed": [passed]})
        method = ", ".join(self.codes) or "no reason against"
        return as_estimates(frame, analysis="warning_badge", kind="diagnostic", method=method)


def judge_trust(
    *,
    verdict: Verdict,
    leaks: LeakChecks,
    calibrated: Diagnostic,
    measures: pd.DataFrame,
    auc: pd.DataFrame,
    drift: Drift,
    risk_drift: Drift,
) -> Badge:
    """The badge from the data gate's ``verdict``, ``leaks``, past warnings and drift.

    ``calibrated`` is the verdict on the calibration of past warnings; ``measures`` has terms
    calibration_slope and observed_to_expected, ``auc`` the term auc, each with estimate, conf_low
    and conf_high. Red: the data gate is red, something leaks, a whole interval of the slope or of
    the losses observed to expected lies outside 0.5 to 2, the interval of the AUC does not lie
    above 0.5, or most features drifted by a lot. Amber: the data gate is amber; calibration is off
    or cannot be told; the AUC is below 0.6; a feature or the risk drifted, customers lie beyond
    what was learnt from, or drift cannot be told.
    """
    reasons = [
        *_judge_data(verdict, leaks),
        *_judge_past(calibrated, measures, auc),
        *_judge_drift(drift, risk_drift),
    ]
    ordered = sorted(reasons, key=lambda reason: reason.colour != "red")
    colours = {reason.colour for reason in reasons}
    colour: Colour = "red" if "red" in colours else "amber" if colours else "green"
    return Badge(colour, tuple(ordered))


def _judge_data(verdict: Verdict, leaks: LeakChecks) -> Iterator[Reason]:
    if verdict == "red":
        yield Reason("data_red", "red")
    elif verdict == "amber":
        yield Reason("data_amber", "amber")
    if not leaks.passed:
        yield Reason("leak", "red", tuple(dict.fromkeys(leaks.leaks["feature"].astype(str))))


def _judge_past(
    calibrated: Diagnostic, measures: pd.DataFrame, auc: pd.DataFrame
) -> Iterator[Reason]:
    wrong = [
        term
        for term in ("calibration_slope", "observed_to_expected")
        if _is_outside(_find(measures, term))
    ]
    if wrong:
        yield Reason("calibration_wrong", "red", tuple(wrong))
    elif calibrated.passed is False:
        yield Reason("calibration_off", "amber")
    elif calibrated.passed is None:
        yield Reason("calibration_unknown", "amber")
    estimate, low, _ = _find(auc, "auc")
    if not low > 0.5:  # nor when it is missing
        yield Reason("ranking_none", "red")
    elif estimate < WEAK_AUC:
        yield Reason("ranking_weak", "amber")


def _find(frame: pd.DataFrame, term: str) -> tuple[float, float, float]:
    rows = frame[frame["term"] == term]
    if rows.empty:
        return (np.nan, np.nan, np.nan)
    row = rows[["estimate", "conf_low", "conf_high"]].astype("Float64").iloc[0]
    estimate, low, high = row.to_numpy(np.float64, na_value=np.nan)
    return float(estimate), float(low), float(high)


def _is_outside(row: tuple[float, float, float]) -> bool:
    """Whether the whole interval is; what is missing is not."""
    return row[2] < WRONG_LOW or row[1] > WRONG_HIGH


def _judge_drift(drift: Drift, risk_drift: Drift) -> Iterator[Reason]:
    if drift.reason:
        yield Reason("drift_unknown", "amber", (drift.reason,))
        return
    judged = drift.judged
    large = judged.loc[judged["large"], "feature"].astype(str)
    shifted = judged.loc[judged["flagged"], "feature"].astype(str)
    if len(large) > MOST_SHIFTED * len(judged):
        yield Reason("drift_most", "red", tuple(large))
    elif len(shifted):
        yield Reason("drift_features", "amber", tuple(shifted))
    outside = drift.table[(drift.table["moving"] != "") & drift.table["flagged"]]
    if len(outside):
        yield Reason("drift_outside", "amber", tuple(outside["feature"].astype(str)))
    if risk_drift.flagged:
        yield Reason("drift_risk", "amber")
