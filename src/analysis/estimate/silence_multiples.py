"""How long a silence must last, in multiples of the customer's own rhythm, to mean something."""

import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.survival import estimate_survival_function

HUNDREDTHS = 100


def estimate_return_after_silence(counts: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Share of customers who still return after a silence of each multiple of their rhythm.

    ``counts`` as of ``prepare.gap_ratios.count_gap_ratios``: stratum ``all``, ``time`` in
    hundredths of the rhythm, events are returns. With S the Kaplan-Meier estimate of staying
    silent, 1 - S(last) / S(m) is the share of those silent for m who came back within what could be
    watched. Rows (multiple, estimate, n_at_risk). Raises EstimationError when nobody ever returned.
    """
    if counts["n_events"].sum() == 0:
        raise EstimationError(
            "no customer ever bought again: stages cannot be told from silence; "
            "state decline_multiple and churn_multiple under stages in study.yml"
        )
    survival = estimate_survival_function(counts, confidence_level=confidence_level)
    at_risk = survival[survival["n_at_risk"] > 0]
    silent = at_risk["estimate"]
    return pd.DataFrame(
        {
            "multiple": at_risk["time"] / HUNDREDTHS,
            "estimate": 1.0 - silent.iloc[-1] / silent.where(silent > 0),
            "n_at_risk": at_risk["n_at_risk"],
            "unit": "share",
        }
    ).dropna(ignore_index=True)
