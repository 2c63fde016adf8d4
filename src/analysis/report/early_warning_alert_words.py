"""How the sections on the alert list say money, counts and assumptions."""

from typing import Protocol

import pandas as pd

from analysis.report.early_warning import Telling

ALL, UNKNOWN = "all", "unknown"
_SMALL_MONEY = 100  # below it, cents are shown


class Decided(Protocol):
    """What ``estimate.early_warning.alert_list.decide_alerts`` returns."""

    @property
    def frame(self) -> pd.DataFrame: ...
    @property
    def by_money(self) -> bool: ...
    @property
    def capacity(self) -> int: ...
    @property
    def n_listed(self) -> int: ...
    @property
    def n_contacted(self) -> int: ...
    @property
    def n_too_late(self) -> int: ...
    @property
    def n_not_permitted(self) -> int: ...
    @property
    def n_beyond(self) -> int: ...
    @property
    def binding(self) -> str: ...


def tell_money(tell: Telling, amount: float) -> str:
    """An amount in units of the study's currency; cents only where they count."""
    return tell.money(100 * amount, 2 if abs(amount) < _SMALL_MONEY else 0)


def tell_money_interval(tell: Telling, row: pd.Series) -> str:
    """The limits of an amount in units of the currency."""
    ends = [float(row[name]) for name in ("estimate", "conf_low", "conf_high")]
    return tell.report.words.interval(
        100 * ends[1],
        100 * ends[2],
        "money",
        currency=tell.report.study.currency,
        digits=2 if abs(ends[0]) < _SMALL_MONEY else 0,
    )


def tell_money_range(tell: Telling, row: pd.Series) -> str:
    """An amount with its limits."""
    return tell.with_range(tell_money(tell, row["estimate"]), tell_money_interval(tell, row))


def tell_saved(tell: Telling, stratum: str = ALL) -> str:
    """The stated share of leaving customers that a contact keeps, or one of its bounds."""
    stated = tell.report.study.warning.actions.saved_share
    assert stated is not None
    shares = {ALL: stated.estimate, "saved_low": stated.low, "saved_high": stated.high}
    return tell.report.words.percent(shares[stratum], 0)


def tell_count(tell: Telling, row: pd.Series) -> str:
    """Customers expected, with the range; of few, only that they are few."""
    words = tell.report.words
    if 0 < row["estimate"] < tell.minimum:
        return words.count_or_suppressed(row["estimate"], tell.minimum)
    return tell.number_range(row)
