"""The same rule in past months: whom it would have listed, and what that would have brought."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.alert_list import Decisions, expect_margin, tell_permitted
from analysis.estimate.early_warning.in_time import keep_in_time
from analysis.estimate.early_warning.judged import (
    Judged,
    estimate_mean,
    read_judged,
    tell_estimate,
)
from analysis.estimate.early_warning.value_at_stake import estimate_value_at_stake
from analysis.study.actions import ActionRules

RANDOM = "random"
_N_BANDS = 10


def estimate_past_list(
    predictions: pd.DataFrame,
    landmarks: pd.DataFrame,
    *,
    chosen: str,
    decisions: Decisions,
    permissions: pd.DataFrame,
    rules: ActionRules,
    reference: str = "recency",
    currency: str = "",
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """What lists of past months would have caught, and brought had contacts kept the stated share.

    ``predictions`` of the models ``chosen`` and ``reference`` out of sample; ``landmarks`` the
    frame they are of, for the values known at the time. Customers past warning are left out
    (``rules.lead_days``). Every month's list takes the share of customers that today's capacity is
    of today's; on the clock of tenure, where months have no dates, every fold's, weighted to
    today's mix of tenures. Results are a month's, with as many customers as today.

    Tidy rows: ``strategy`` (chosen, reference, random: as many customers as chosen contacts, drawn
    by lot), ``term`` contacted, caught (contacted and lost), net_margin (currency units; by money
    only; ``stratum`` saved_low, saved_high at the bounds of the saved share) and, of the reference
    and random, caught_difference and net_margin_difference: chosen less that; of chosen, expected
    (the risks of those contacted, added up) and unexpected (caught less that). Errors clustered by
    customer; who is listed is taken as given. Nobody held out: contacts are counted as if made.
    """
    predictions = keep_in_time(predictions, landmarks, rules.lead_days)
    now = decisions.frame[decisions.frame["open"] & decisions.frame["in_time"]]
    rule = _Rule(rules, decisions.capacity / max(len(now), 1), decisions.by_money, now["day"])
    own = _read(predictions[predictions["model"] == chosen], landmarks, permissions, rule)
    plans = {"chosen": _list(own, rule)}
    rival = predictions[predictions["model"] == reference]
    if reference != chosen and len(rival):
        plans["reference"] = _list(_read(rival, landmarks, permissions, rule), rule)
    plans[RANDOM] = _draw_as_many(own, plans["chosen"])
    tell = _Telling(own, rule, len(now), currency, confidence_level)
    rows = [row for name, plan in plans.items() for row in tell.strategy(name, plan)]
    rows += tell.promises(plans["chosen"])
    for name in list(plans)[1:]:
        rows += tell.differences(name, plans["chosen"] - plans[name])
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class _Rule:
    rules: ActionRules
    share: float  # of a month's customers that can be contacted
    by_money: bool
    days: pd.Series  # the landmark of every customer of today


@dataclass(frozen=True)
class _Past:
    """Judged rows with what was known of each: value, permission, and the month of its list."""

    judged: Judged
    value: np.ndarray
    permitted: np.ndarray
    month: np.ndarray
    names: np.ndarray
    weight: np.ndarray  # customers of today that each row stands for, up to a factor


def _read(
    predictions: pd.DataFrame, landmarks: pd.DataFrame, permissions: pd.DataFrame, rule: _Rule
) -> _Past:
    judged = read_judged(predictions)
    rows = predictions.iloc[judged.row]
    names = rows["customer_id"].astype(str)
    known = pd.DataFrame(
        {
            "name": landmarks["customer_id"].astype(str),
            "day": landmarks["day"],
            "value": estimate_value_at_stake(landmarks, rule.rules),
        }
    )
    asked = pd.DataFrame({"name": names.to_numpy(), "day": rows["day"].to_numpy()})
    value = asked.merge(known, on=["name", "day"], how="left")["value"].to_numpy(dtype=float)
    flags = permissions.set_index(permissions["customer_id"].astype(str)).reindex(names.to_numpy())
    by_tenure = landmarks.attrs.get("clock") == "tenure"
    return _Past(
        judged,
        value,
        tell_permitted(flags, rule.rules),
        pd.factorize(rows["split" if by_tenure else "day"])[0],
        names.to_numpy(),
        _match_mix(rows["day"], judged.weight, rule.days) if by_tenure else judged.weight,
    )


def _match_mix(day: pd.Series, weight: np.ndarray, now: pd.Series) -> np.ndarray:
    """``weight`` so changed that past rows have today's mix of tenures.

    Everybody was new once and few have been customers for long: customer-months of all tenures are
    no picture of the customers there are today. By tenths of today's customers.
    """
    limits = np.unique(np.quantile(now, np.arange(1, _N_BANDS) / _N_BANDS))
    bands = np.searchsorted(limits, day, side="left")
    weight = weight * ((day >= now.min()) & (day <= now.max())).to_numpy()
    wanted = np.bincount(np.searchsorted(limits, now, side="left"), minlength=len(limits) + 1)
    seen = np.bincount(bands, weight, minlength=len(limits) + 1)
    ratio = np.divide(wanted, seen, out=np.zeros(len(seen)), where=seen > 0)
    return np.asarray(weight * ratio[bands])


def _list(past: _Past, rule: _Rule) -> np.ndarray:
    """1 for every row that its month's list would have held."""
    risk = past.judged.risk
    gain = expect_margin(risk, past.value, rule.rules) if rule.by_money else risk
    eligible = np.flatnonzero(past.permitted & (gain > 0))
    order = eligible[np.lexsort((past.names[eligible], -risk[eligible], -gain[eligible]))]
    month, weight = past.month[order], past.weight[order]
    room = rule.share * np.bincount(past.month, past.weight)
    taken = pd.Series(weight).groupby(month).cumsum().to_numpy()
    listed = np.zeros(len(risk))
    listed[order[taken - weight / 2 <= room[month]]] = 1.0  # to the nearest whole row
    return listed


def _draw_as_many(past: _Past, plan: np.ndarray) -> np.ndarray:
    """The chance of every row to be drawn when as many of its month are drawn by lot."""
    drawn = np.bincount(past.month, past.weight * plan)
    able = np.bincount(past.month, past.weight * past.permitted)
    chance = np.divide(drawn, able, out=np.zeros(len(able)), where=able > 0)
    return np.asarray(past.permitted * chance[past.month])


@dataclass(frozen=True)
class _Telling:
    past: _Past
    rule: _Rule
    n_now: int
    currency: str
    confidence_level: float

    def strategy(self, name: str, plan: np.ndarray) -> list[dict[str, Any]]:
        left = self.past.judged.left
        rows = [
            self._row(name, "contacted", plan, "customers"),
            self._row(name, "caught", plan * left, "customers"),
        ]
        if self.rule.by_money:
            rows += [
                self._row(name, "net_margin", plan * each, self.currency) | {"stratum": stratum}
                for stratum, each in self._margins().items()
            ]
        return rows

    def promises(self, plan: np.ndarray) -> list[dict[str, Any]]:
        """What the risks of the listed had promised, and what came beyond it."""
        judged = self.past.judged
        surprise = plan * (judged.left - judged.risk)
        return [
            self._row("chosen", "expected", plan * judged.risk, "customers"),
            self._row("chosen", "unexpected", surprise, "customers"),
        ]

    def differences(self, name: str, plan: np.ndarray) -> list[dict[str, Any]]:
        """Of chosen less ``name``, from the difference of their plans."""
        left = self.past.judged.left
        rows = [self._row(name, "caught_difference", plan * left, "customers")]
        if self.rule.by_money:
            margin = plan * self._margins()["all"]
            rows.append(self._row(name, "net_margin_difference", margin, self.currency))
        return rows

    def _margins(self) -> dict[str, np.ndarray]:
        """What a contact would have brought, by what then happened, net of its cost."""
        shares = self.rule.rules.saved_share
        assert shares is not None
        saved = {"all": shares.estimate, "saved_low": shares.low, "saved_high": shares.high}
        left, value = self.past.judged.left, self.past.value
        return {name: expect_margin(left, value, self.rule.rules, s) for name, s in saved.items()}

    def _row(self, strategy: str, term: str, each: np.ndarray, unit: str) -> dict[str, Any]:
        judged = self.past.judged
        mean, influence = estimate_mean(each, self.past.weight)
        row = tell_estimate(
            judged,
            term,
            mean * self.n_now,
            influence * self.n_now,
            confidence_level=self.confidence_level,
            unit=unit,
        )
        return {"strategy": strategy, "stratum": "all"} | row
