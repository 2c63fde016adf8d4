"""The nested models of measurement invariance beside each other, and whether each holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.structural.groups import GroupFit

LEAST_CFI, MOST_SRMR = 0.90, 0.08  # of the configural model (Hu and Bentler 1999)
CFI_LOSS, RMSEA_GAIN = 0.010, 0.015  # Cheung and Rensvold 2002; Chen 2007
SRMR_GAIN = {"metric": 0.030, "scalar": 0.010, "strict": 0.010}  # Chen 2007
_TOLERANCE = 1e-6
INDICES = ("chi_square", "degrees_of_freedom", "p_value", "cfi", "rmsea", "srmr")


@dataclass(frozen=True, eq=False)
class LevelFit:
    """One model, with the parameters ``released`` and the level ``before`` that it restricts."""

    level: str
    fit: GroupFit
    released: tuple[str, ...]
    before: GroupFit | None

    @property
    def usable(self) -> bool:
        """Whether the model could be estimated."""
        return self.fit.usable

    @property
    def differences(self) -> dict[str, float]:
        """This model's indices less those of the one before; missing for the first."""
        names = ("chi_square", "degrees_of_freedom", "cfi", "rmsea", "srmr")
        if self.before is None:
            return dict.fromkeys(names, np.nan)
        own, other = self.fit.fit_indices, self.before.fit_indices
        return {name: own[name] - other[name] for name in names}

    @property
    def passed(self) -> bool:
        """Whether the level holds by the fit of the whole model."""
        if not self.usable:
            return False
        if self.before is None:
            own = self.fit.fit_indices
            return own["cfi"] >= LEAST_CFI and own["srmr"] <= MOST_SRMR
        change = self.differences
        return (
            change["cfi"] >= -CFI_LOSS - _TOLERANCE
            and change["rmsea"] <= RMSEA_GAIN + _TOLERANCE
            and change["srmr"] <= SRMR_GAIN[self.level] + _TOLERANCE
        )

    @property
    def failure(self) -> str:
        """Why the level does not hold, in words; empty when it does."""
        if not self.usable:
            faults = (problem.text for problem in self.fit.problems if problem.disqualifying)
            return f"the {self.level} model cannot be read: {next(faults)}"
        if self.passed:
            return ""
        if self.before is None:
            own = self.fit.fit_indices
            return (
                "the measurement model does not fit in the groups "
                f"(CFI {own['cfi']:.3f}, SRMR {own['srmr']:.3f})"
            )
        change = self.differences
        return (
            f"{self.level} invariance fails (CFI {change['cfi']:+.3f}, RMSEA "
            f"{change['rmsea']:+.3f}, SRMR {change['srmr']:+.3f})"
        )

    def row(self) -> dict[str, object]:
        """The model in one line of the table."""
        change = self.differences
        spare = change["degrees_of_freedom"]
        p_value = stats.chi2.sf(change["chi_square"], spare) if spare > 0 else np.nan
        return {
            "level": self.level,
            "partial": bool(self.released),
            "released": ", ".join(self.released),
            **{name: self.fit.fit_indices[name] for name in INDICES},
            **{f"delta_{name}": value for name, value in change.items()},
            "delta_p_value": float(p_value),
            "passed": self.passed,
        }


def tabulate_levels(fits: Sequence[LevelFit]) -> pd.DataFrame:
    """One row per model, in the order in which they were fitted."""
    return pd.DataFrame([one.row() for one in fits])
