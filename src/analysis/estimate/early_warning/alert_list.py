"""Whom to contact: those for whom it pays, best first, as many as can be, and nobody else."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.holdout import assign_holdout
from analysis.study.actions import ActionRules

Binding = Literal["capacity", "money", "customers"]


@dataclass(frozen=True)
class Decisions:
    """What was decided for every customer who was looked at.

    ``frame``: one row per customer, the warnings' columns and ``value_at_stake``, ``net_margin``
    (currency units; missing where nothing is decided by money), ``do_not_contact``, ``consent``
    (missing: not known), ``permitted``, ``in_time`` (a contact has time to work), ``worth``
    (contacting is expected to pay), ``holdout``, ``listed``, ``contacted`` (listed and not held
    out), ``rank`` (1 is the best; missing unless listed). ``capacity`` is the number of contacts a
    month.
    """

    frame: pd.DataFrame
    by_money: bool
    capacity: int

    @property
    def n_listed(self) -> int:
        """Customers on the list, held out or not."""
        return int(self.frame["listed"].sum())

    @property
    def n_contacted(self) -> int:
        """Customers to be contacted."""
        return int(self.frame["contacted"].sum())

    @property
    def n_too_late(self) -> int:
        """Customers otherwise worth a contact who are past warning."""
        return int((self.frame["worth"] & ~self.frame["in_time"]).sum())

    @property
    def n_not_permitted(self) -> int:
        """Customers worth a contact in time who asked for none, or did not consent."""
        frame = self.frame
        return int((frame["worth"] & frame["in_time"] & ~frame["permitted"]).sum())

    @property
    def n_beyond(self) -> int:
        """Customers worth a contact for whom there is no capacity."""
        frame = self.frame
        return int((_find_eligible(frame) & ~frame["listed"]).sum())

    @property
    def binding(self) -> Binding:
        """What ended the list: no more capacity, nobody else who pays, or nobody else at all."""
        if self.n_beyond:
            return "capacity"
        return "money" if self.by_money else "customers"


def decide_alerts(
    warnings: pd.DataFrame,
    *,
    value: pd.Series | None,
    permissions: pd.DataFrame,
    rules: ActionRules,
    study_name: str,
    in_time: pd.Series | None = None,
) -> Decisions:
    """Decide for every row of ``warnings`` (``customer_id, risk, conf_low, conf_high, open``).

    ``value``: value at stake in currency units, indexed by customer; ``permissions``:
    ``customer_id, do_not_contact, consent``; ``in_time``: who can still be warned, as told by
    ``tell_in_time`` (None: everybody); nobody else is listed. By money where cost, margin and saved
    share are stated and values known: contact when risk x saved share x value exceeds the cost
    (Bayes' rule with these pay-offs). Else everyone whose outcome is open, highest risk first.
    Raises EstimationError for a customer listed twice.
    """
    names = warnings["customer_id"].astype(str)
    if names.duplicated().any():
        raise EstimationError(
            f"{int(names.duplicated().sum())} customers have two warnings; give one row of each"
        )
    known = np.full(len(names), np.nan) if value is None else _look_up(value, names)
    by_money = rules.has_money and not np.isnan(known).all()
    frame = warnings.reset_index(drop=True).assign(value_at_stake=known)
    frame["net_margin"] = expect_margin(frame["risk"], known, rules) if by_money else np.nan
    frame = _add_permissions(frame, names, permissions, rules)
    frame["worth"] = frame["open"] & (frame["net_margin"] > 0 if by_money else frame["risk"] > 0)
    frame["in_time"] = True if in_time is None else in_time.reindex(names.to_numpy()).to_numpy()
    frame["holdout"] = assign_holdout(names, study_name, rules.holdout_share)
    capacity = rules.count_capacity(int((frame["open"] & frame["in_time"]).sum()))
    return Decisions(list_best(frame, capacity, by_money=by_money), by_money, capacity)


def expect_margin(
    risk: np.ndarray | pd.Series, value: np.ndarray, rules: ActionRules, saved: float | None = None
) -> np.ndarray:
    """Expected margin of a contact, net of its cost: risk x saved share x value - cost.

    Currency units. ``saved`` stands in for the stated share where given. Needs
    ``rules.has_money``.
    """
    assert rules.saved_share is not None and rules.contact_cost is not None
    share = rules.saved_share.estimate if saved is None else saved
    return np.asarray(risk, dtype=float) * share * value - rules.contact_cost


def _look_up(value: pd.Series, names: pd.Series) -> np.ndarray:
    found = pd.Series(value.to_numpy(dtype=float), index=value.index.astype(str))
    return found.reindex(names.to_numpy()).to_numpy()


def _add_permissions(
    frame: pd.DataFrame, names: pd.Series, permissions: pd.DataFrame, rules: ActionRules
) -> pd.DataFrame:
    known = permissions.set_index(permissions["customer_id"].astype(str)).reindex(names.to_numpy())
    for flag in ("do_not_contact", "consent"):
        frame[flag] = known[flag].astype("boolean").reset_index(drop=True)
    return frame.assign(permitted=tell_permitted(frame, rules))


def tell_permitted(flags: pd.DataFrame, rules: ActionRules) -> np.ndarray:
    """Whether each row of ``flags`` (``do_not_contact, consent``) may be contacted.

    Not known counts as no: nobody is contacted on a consent that is not on record.
    """
    allowed = ~flags["do_not_contact"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    if rules.consent is not None:
        allowed &= flags["consent"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    return np.asarray(allowed)


def _find_eligible(frame: pd.DataFrame) -> pd.Series:
    return frame["worth"] & frame["permitted"] & frame["in_time"]


def list_best(frame: pd.DataFrame, capacity: int, *, by_money: bool) -> pd.DataFrame:
    """``frame`` with ``listed, contacted, rank``: down from the best until ``capacity`` are taken.

    Among rows ``worth``, ``permitted`` and ``in_time``, by ``net_margin`` (by ``risk`` without
    money). Those held out are listed on the way and take no capacity. Ties go by risk, then by
    pseudonym: the order of rows decides nothing.
    """
    names = frame["customer_id"].astype(str).to_numpy()
    risk = frame["risk"].to_numpy(dtype=float)
    gain = frame["net_margin"].to_numpy(dtype=float) if by_money else risk
    eligible = np.flatnonzero(_find_eligible(frame))
    order = eligible[np.lexsort((names[eligible], -risk[eligible], -gain[eligible]))]
    contacted = ~frame["holdout"].to_numpy(dtype=bool)[order]
    taken = order[np.cumsum(contacted) - contacted < capacity]
    rank = np.zeros(len(frame), dtype=np.int32)
    rank[taken] = np.arange(1, len(taken) + 1)
    listed = rank > 0
    ranks = pd.array(rank, dtype="Int32")
    ranks[~listed] = pd.NA
    return frame.assign(listed=listed, contacted=listed & ~frame["holdout"], rank=ranks)
