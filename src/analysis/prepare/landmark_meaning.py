"""What features of landmarks mean for those who check them: which are part of the definition of a
loss, and which move with time whatever customers do.
"""

import pandas as pd

from analysis.prepare.landmarks import list_landmark_features
from analysis.prepare.survey_context import find_rule
from analysis.study import Study

# A silence is what the loss is counted from; a stage is told from the same silence.
_OF_SILENCE = ("silence_left", "days_since_purchase", "recency_ratio", "stage", "days_in_stage")
# Who has no contract left is within the time allowed for a renewal, and lost at its end.
_OF_CONTRACTS = ("n_contracts_running", "charge_cents", "stage", "days_in_stage")
_CLOCKS = ("tenure_days", "contract_days", "days_in_stage")
_COUNTED_SINCE_THE_BEGINNING = ("n_purchases", "n_contracts_so_far")
_MARKET = "market_"
_JOINED = "joined_month"


def list_by_definition(study: Study) -> dict[str, str]:
    """Features that partly define the loss, and why: ``silence``, ``contract_end``, or ``cohort``
    (who came first has had the most time to leave)."""
    found = {_JOINED: "cohort"}
    if find_rule(study) is not None:
        return found | dict.fromkeys(_OF_SILENCE, "silence")
    contracts = study.tables.get("contracts")
    dated = contracts is not None and "start_date" in contracts.columns
    return found | dict.fromkeys(_OF_CONTRACTS if dated else (), "contract_end")


def list_moving(landmarks: pd.DataFrame, study: Study) -> dict[str, str]:
    """Features that move with time by their nature, and why: ``clock`` (time since something),
    ``count`` (from the beginning), ``market`` (one value for everybody on a day), ``cohort``."""
    reasons = dict.fromkeys(_CLOCKS, "clock") | dict.fromkeys(_COUNTED_SINCE_THE_BEGINNING, "count")
    found = {}
    for name in list_landmark_features(landmarks, study):
        reason = "market" if name.startswith(_MARKET) else reasons.get(name)
        if name == _JOINED:
            reason = "cohort"
        if reason:
            found[name] = reason
    return found
