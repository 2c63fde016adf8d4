"""How much the list and what it brings depend on what was assumed."""

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.alert_list import Decisions, expect_margin, list_best
from analysis.study.actions import ActionRules

_COST_FACTORS = {"low": 0.5, "high": 2.0}
_VALUE_FACTORS = {"low": 0.5, "high": 1.5}
COLUMNS = (
    "parameter",
    "level",
    "setting",
    "n_contacted",
    "net_margin",
    "kept_margin",
    "overlap",
)


def estimate_sensitivity(decisions: Decisions, rules: ActionRules) -> pd.DataFrame:
    """The list made anew with one assumption changed at a time.

    One row per ``parameter`` (contact_cost, saved_share, value_at_stake, risk) and ``level`` (base,
    low, high): ``setting`` (currency units, share, factor, or nothing for the risk, which goes to
    its limits for all at once), ``n_contacted``, ``net_margin`` of the list made with it,
    ``kept_margin`` of the list as it is if the setting is the truth, and ``overlap``, the share of
    the contacted that stay on the list. The cost is halved and doubled, the saved share taken at
    its stated bounds, the value at 50 % and 150 %. Empty without money.
    """
    if not decisions.by_money:
        return pd.DataFrame(columns=list(COLUMNS))
    assert rules.saved_share is not None and rules.contact_cost is not None
    cost, shares = rules.contact_cost, rules.saved_share
    levels = {"low": shares.low, "high": shares.high}
    rows = [_try(decisions, rules, "base", "base", np.nan)]
    for level in ("low", "high"):
        setting = cost * _COST_FACTORS[level]
        changed = rules.model_copy(update={"contact_cost": setting})
        rows.append(_try(decisions, changed, "contact_cost", level, setting))
    for level, setting in levels.items():
        stated = shares.model_copy(update={"estimate": setting})
        changed = rules.model_copy(update={"saved_share": stated})
        rows.append(_try(decisions, changed, "saved_share", level, setting))
    for level, factor in _VALUE_FACTORS.items():
        rows.append(_try(decisions, rules, "value_at_stake", level, factor))
    for level in ("low", "high"):
        rows.append(_try(decisions, rules, "risk", level, np.nan))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _try(
    decisions: Decisions, rules: ActionRules, parameter: str, level: str, setting: float
) -> tuple[object, ...]:
    """The list under ``rules``, with values or risks changed where ``parameter`` says so."""
    frame = decisions.frame
    risk = frame[f"conf_{level}" if parameter == "risk" else "risk"].to_numpy(dtype=float)
    factor = setting if parameter == "value_at_stake" else 1.0
    value = frame["value_at_stake"].to_numpy(dtype=float) * factor
    margin = expect_margin(risk, value, rules)
    worth = frame["open"].to_numpy(dtype=bool) & (margin > 0)
    tried = list_best(
        frame.assign(risk=risk, net_margin=margin, worth=worth), decisions.capacity, by_money=True
    )
    contacted = tried["contacted"].to_numpy(dtype=bool)
    base = frame["contacted"].to_numpy(dtype=bool)
    overlap = float(contacted[base].mean()) if base.any() else np.nan
    gained, kept = float(margin[contacted].sum()), float(margin[base].sum())
    return (parameter, level, setting, int(contacted.sum()), gained, kept, overlap)
