"""True and attainable risks of customers at landmarks, where the company is simulated."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.prepare.warning_attainable import find_attainable_risks
from analysis.prepare.warning_truth import find_true_risks, has_warning_truth
from analysis.store import Tables
from analysis.study import Study

COLUMNS = ("customer_id", "day", "true_risk", "attainable_risk")


def build_warning_truth(
    tables: Tables,
    study: Study,
    landmarks: pd.DataFrame,
    *,
    horizon: int,
    days: Sequence[int] | None = None,
) -> pd.DataFrame:
    """``customer_id, day, true_risk, attainable_risk`` of the rows of ``landmarks`` whose silence
    can be complete within ``horizon`` days, at ``days`` (all unless given).

    No rows for a company that is not simulated, or whose losses are not silences.
    """
    if not has_warning_truth(study):
        return pd.DataFrame(columns=list(COLUMNS))
    kept = landmarks["silence_left"].to_numpy(float) <= horizon
    if days is not None:
        kept &= landmarks["day"].isin(np.asarray(days)).to_numpy()
    rows = landmarks.loc[kept, ["customer_id", "day", "silence_left"]].reset_index(drop=True)
    return rows[["customer_id", "day"]].assign(
        true_risk=find_true_risks(rows, study, horizon=horizon),
        attainable_risk=find_attainable_risks(rows, tables, study, horizon=horizon),
    )
