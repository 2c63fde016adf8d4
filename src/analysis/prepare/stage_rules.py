"""The stage machine's constants: those of ``study.yml``, the rest chosen from the data; and the
rules, of purchases or of contracts, under which conclusions are tested."""

from dataclasses import replace
from typing import TypeVar

import pandas as pd

from analysis.prepare.dated_contracts import ContractRules
from analysis.prepare.stage_machine import MachineRules
from analysis.study import StageRules

Rules = TypeVar("Rules", bound=MachineRules | ContractRules)
_HUNDREDTHS = 100
_SCALED: dict[type, tuple[str, ...]] = {
    MachineRules: ("decline_multiple", "churn_multiple", "maximum_days"),
    ContractRules: ("renewal_days", "new_days"),
}


def choose_rules(stages: StageRules, returns: pd.DataFrame) -> MachineRules:
    """The machine's rules.

    ``returns`` (multiple, estimate): share of customers who still return after a silence of so many
    times their rhythm. A multiple that ``stages`` does not state is the smallest after which fewer
    than the stated share return, or the largest seen when that is never so.
    """
    decline = stages.decline_multiple or _choose_multiple(returns, stages.decline_share)
    churn = stages.churn_multiple or _choose_multiple(returns, stages.churn_share)
    return MachineRules(
        decline_multiple=round(min(decline, churn) * _HUNDREDTHS),
        churn_multiple=round(churn * _HUNDREDTHS),
        minimum_days=stages.minimum_days,
        maximum_days=stages.maximum_days,
        shrinkage=round(stages.shrinkage * _HUNDREDTHS),
        settle=stages.settle,
        window=stages.window,
        rise=round(stages.rise * _HUNDREDTHS),
        fall=round(stages.fall * _HUNDREDTHS),
    )


def alternative_rules(rules: Rules) -> dict[str, Rules]:
    """Rules to test conclusions under: silences, or the days allowed for a renewal and those of
    being new, of half and of twice the length."""
    return {
        "sooner": _scale(rules, numerator=1, denominator=2),
        "stated": rules,
        "later": _scale(rules, numerator=2, denominator=1),
    }


def _scale(rules: Rules, *, numerator: int, denominator: int) -> Rules:
    scaled = {
        name: getattr(rules, name) * numerator // denominator for name in _SCALED[type(rules)]
    }
    # No days at all may be allowed for a renewal; anything else keeps its smallest unit.
    return replace(rules, **{k: v if k == "renewal_days" else max(1, v) for k, v in scaled.items()})


def _choose_multiple(returns: pd.DataFrame, share: float) -> float:
    unlikely = returns.loc[returns["estimate"] < share, "multiple"]
    return float(unlikely.iloc[0] if len(unlikely) else returns["multiple"].iloc[-1])
