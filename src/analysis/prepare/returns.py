"""Customers a definition of churn has called lost, and how many of them bought again."""

import pandas as pd

from analysis.prepare.purchase_days import query_purchases
from analysis.prepare.silence import day_number, find_losses
from analysis.store import Tables
from analysis.study import Study

RETURN_COLUMNS = (
    "rule", "watch_days", "n_customers", "n_lost", "n_back", "n_watched", "n_returned",
)  # fmt: skip


def count_returns(tables: Tables, study: Study, *, watch_days: int | None) -> pd.DataFrame:
    """For the study's definition of churn by silence, then each alternative: who came back.

    Columns ``rule`` (its name), ``watch_days``, ``n_customers``, ``n_lost`` (ever called lost),
    ``n_back`` (of these, bought again so far), ``n_watched`` (called lost at least ``watch_days``
    before the as-of date), ``n_returned`` (of these, bought again within ``watch_days``). No rows
    for churn that is not silence, or when ``watch_days`` is None.
    """
    churn = study.churn
    if churn is None or churn.definition is None or watch_days is None:
        return pd.DataFrame(columns=list(RETURN_COLUMNS))
    purchases = query_purchases(tables, "SELECT customer_id, day FROM purchase_days")
    as_of = day_number(tables.as_of)
    rows = []
    for rule in (churn.definition, *churn.alternatives):
        losses = find_losses(tables, rule)
        lost = losses.dropna(subset=["lost_day"])[["customer_id", "lost_day"]]
        days_away = _days_until_return(lost, purchases)
        watched = days_away["lost_day"] <= as_of - watch_days
        rows.append(
            {
                "rule": rule.name,
                "watch_days": watch_days,
                "n_customers": len(losses),
                "n_lost": len(lost),
                "n_back": int(days_away["days_away"].notna().sum()),
                "n_watched": int(watched.sum()),
                "n_returned": int((watched & (days_away["days_away"] <= watch_days)).sum()),
            }
        )
    return pd.DataFrame(rows, columns=list(RETURN_COLUMNS))


def _days_until_return(lost: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """``lost`` with ``days_away``: from the loss to the next purchase, if there is one."""
    later = purchases.merge(lost, on="customer_id")
    later = later[later["day"] > later["lost_day"]]
    returned = later.groupby("customer_id")["day"].min().rename("return_day")
    joined = lost.join(returned, on="customer_id")
    return joined.assign(days_away=joined["return_day"] - joined["lost_day"])
