"""From which risk a contact pays, and what the list is expected to bring."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.alert_list import Decisions, expect_margin
from analysis.study.actions import ActionRules

_QUARTILES = {"low": 0.25, "middle": 0.5, "high": 0.75}


def estimate_thresholds(decisions: Decisions, rules: ActionRules) -> pd.DataFrame:
    """Risk from which a contact pays, at the quartiles of the value at stake.

    cost / (saved share x value): one row per quartile (``stratum`` low, middle, high) of the
    customers who can still be warned, with ``value_at_stake`` (currency units) and ``estimate``, a
    probability, infinite where a customer brings nothing. Empty without money.
    """
    columns = ["term", "stratum", "value_at_stake", "estimate", "n", "unit"]
    if not decisions.by_money:
        return pd.DataFrame(columns=columns)
    assert rules.saved_share is not None and rules.contact_cost is not None
    frame = decisions.frame
    value = frame.loc[frame["open"] & frame["in_time"], "value_at_stake"].dropna()
    rows = []
    for stratum, quantile in _QUARTILES.items():
        at_stake = float(value.quantile(quantile)) if len(value) else np.nan
        benefit = rules.saved_share.estimate * at_stake
        risk = rules.contact_cost / benefit if benefit > 0 else np.inf
        rows.append(("pays_from_risk", stratum, at_stake, risk, len(value), "probability"))
    return pd.DataFrame(rows, columns=columns)


def estimate_list_margin(
    decisions: Decisions, rules: ActionRules, *, currency: str, confidence_level: float = 0.95
) -> pd.DataFrame:
    """What the contacted are expected to bring and cost, and how many of them would be lost.

    Tidy rows: ``term`` expected_losses (without a contact), expected_saved, list_cost,
    list_value (at stake), list_net_margin, break_even_saved_share (of those about to leave, at
    which the list pays its cost). ``stratum`` all holds the stated saved share; saved_low and
    saved_high its bounds. The interval sets every risk to its lower, then its upper limit at once:
    calibration is wrong for all customers together or for none, so errors do not cancel. Money
    in currency units; without money only expected_losses.
    """
    frame = decisions.frame
    contacted = frame[frame["contacted"]]
    risks = [contacted[name].to_numpy(dtype=float) for name in ("risk", "conf_low", "conf_high")]
    shared = {"conf_level": confidence_level, "n": len(contacted)}
    rows = [_row("expected_losses", [risk.sum() for risk in risks], "customers")]
    if decisions.by_money:
        rows += _tell_money(
            contacted["value_at_stake"].to_numpy(dtype=float), risks, rules, currency
        )
    return pd.DataFrame([row | shared for row in rows])


def _tell_money(
    value: np.ndarray, risks: list[np.ndarray], rules: ActionRules, currency: str
) -> list[dict[str, Any]]:
    assert rules.saved_share is not None and rules.contact_cost is not None
    shares = rules.saved_share
    cost = rules.contact_cost * len(value)
    rows = [
        _row("expected_saved", [shares.estimate * risk.sum() for risk in risks], "customers"),
        _row("list_cost", [cost] * 3, currency),
        _row("list_value", [value.sum()] * 3, currency),
    ]
    strata = {"all": shares.estimate, "saved_low": shares.low, "saved_high": shares.high}
    for stratum, share in strata.items():
        margins = [expect_margin(risk, value, rules, share).sum() for risk in risks]
        rows.append(_row("list_net_margin", margins, currency, stratum))
    at_risk = [(risk * value).sum() for risk in risks]
    breaks = [cost / each if each > 0 else np.inf for each in at_risk]
    # a higher risk breaks even at a lower share
    rows.append(_row("break_even_saved_share", [breaks[0], breaks[2], breaks[1]], "probability"))
    return rows


def _row(term: str, values: list[float], unit: str, stratum: str = "all") -> dict[str, Any]:
    estimate, low, high = (float(value) for value in values)
    return {
        "term": term,
        "stratum": stratum,
        "estimate": estimate,
        "conf_low": low,
        "conf_high": high,
        "unit": unit,
    }
