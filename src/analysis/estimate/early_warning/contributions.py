"""What makes each customer's risk what it is: the share of every group of features.

A group's contribution is the risk less what it would be had the customer the usual values of the
group and kept everything else. It says what the model goes by, not what would happen if the value
were changed; contributions of groups that move together do not add up to the risk.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.study.feature_groups import FEATURE_GROUPS, OWN_PREFIX, find_feature_group

Predict = Callable[[pd.DataFrame], np.ndarray]

STAGE, _PROFILE = "stage", "profile"
_SINCE, _TENURE = "days_since_purchase", "tenure_days"
_KEYS = ["customer_id", "day"]
# Below one point of risk nothing stands out, and the largest is chance.
LEAST_POINTS = 0.01


def group_features(features: Sequence[str]) -> dict[str, list[str]]:
    """The features of every group that has any, in the order of ``FEATURE_GROUPS``; each of the
    study's own attributes is a group by itself, behind ``OWN_PREFIX``."""
    groups: dict[str, list[str]] = {group: [] for group in FEATURE_GROUPS}
    for name in features:
        group = find_feature_group(name)
        own = f"{OWN_PREFIX}{name}" if group == _PROFILE else group
        groups.setdefault(own, []).append(name)
    return {group: names for group, names in groups.items() if names}


def estimate_contributions(
    predict: Predict, customers: pd.DataFrame, features: Sequence[str]
) -> pd.DataFrame:
    """One row per row of ``customers`` (landmark rows to be scored), same index: ``customer_id``,
    ``day`` and one column per group of ``features``, in points of probability; above 0 raises.

    The usual value is the median, or the commonest level, among the customers given who are in the
    same stage; of the stage itself among all of them.
    """
    risk = predict(customers)
    table = customers[_KEYS].copy()
    for group, names in group_features(features).items():
        usual = _make_usual(customers, names, whole=group == STAGE)
        table[group] = risk - predict(keep_possible(usual))
    return table


def keep_possible(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` whose facts were exchanged, without a last purchase from before the first: no model
    of purchases can read such a customer."""
    if not {_SINCE, _TENURE} <= set(rows):
        return rows
    earliest = rows[_TENURE].astype(rows[_SINCE].dtype)
    return rows.assign(**{_SINCE: rows[_SINCE].where(~(rows[_SINCE] > earliest), earliest)})


def _make_usual(customers: pd.DataFrame, names: list[str], *, whole: bool) -> pd.DataFrame:
    """``customers`` with the usual values of ``names``."""
    if whole or STAGE not in customers:
        return customers.assign(**{name: _usual(customers[name]) for name in names})
    codes = pd.factorize(customers[STAGE])[0]
    changed = {name: customers[name].copy() for name in names}
    for code in np.unique(codes):
        own = codes == code
        for name, values in changed.items():
            values.iloc[own] = _usual(customers[name][own]).to_numpy()
    return customers.assign(**changed)


def _usual(values: pd.Series) -> pd.Series:
    """The usual value in every place, of the same type."""
    if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype.kind not in "iuf":
        found = values.mode()  # the commonest known one
        usual = found.iloc[0] if len(found) else None
    else:
        known = values.dropna()
        usual = known.median() if len(known) else np.nan
        usual = round(usual) if values.dtype.kind in "iu" else usual
    return pd.Series(usual, index=values.index, dtype=values.dtype)


def find_reasons(
    customers: pd.DataFrame, contributions: pd.DataFrame, signs: Sequence[str]
) -> pd.DataFrame:
    """Why each customer is at risk, in codes: ``customer_id``, ``day``, ``signs`` (a tuple of those
    shown, in the order given), ``reason`` (the group that raises the risk most; "" where none does
    by a point of probability), ``reason_points``. Rows and index of ``customers``."""
    groups = [name for name in contributions if name not in _KEYS]
    points = contributions[groups].to_numpy(float)
    most = points.argmax(axis=1)
    largest = points[np.arange(len(points)), most]
    shown = [name for name in signs if name in customers]
    fired = np.column_stack([customers[name].fillna(False).to_numpy(bool) for name in shown])
    told = [tuple(np.array(shown, object)[row]) for row in fired]
    return customers[_KEYS].assign(
        signs=pd.Series(told, index=customers.index, dtype=object),
        reason=np.where(largest >= LEAST_POINTS, np.array(groups, object)[most], ""),
        reason_points=largest,
    )


def summarise_reasons(reasons: pd.DataFrame, risk: np.ndarray, *, minimum: int) -> pd.DataFrame:
    """How often each sign and each main reason is met among the rows of ``reasons`` and the mean
    ``risk`` (n,) of those customers: ``kind`` (sign or reason), ``term``, ``n``, ``share``,
    ``risk``; the commonest first. Fewer than ``minimum`` customers have missing values."""
    table = pd.DataFrame(
        {"sign": reasons["signs"].to_numpy(), "reason": reasons["reason"].to_numpy()}
    )
    table["risk"] = risk
    found = []
    for kind, rows in (("sign", table.explode("sign")), ("reason", table)):
        met = rows[rows[kind].notna() & (rows[kind] != "")].groupby(kind)["risk"]
        found.append(
            pd.DataFrame({"kind": kind, "n": met.size(), "risk": met.mean()})
            .rename_axis("term")
            .reset_index()
        )
    told = pd.concat(found, ignore_index=True).astype({"n": "Int64"})
    told["share"] = told["n"].astype(float) / max(len(reasons), 1)
    told.loc[told["n"] < minimum, ["n", "share", "risk"]] = pd.NA
    ordered = told.sort_values(["kind", "share"], ascending=[False, False], kind="stable")
    return ordered[["kind", "term", "n", "share", "risk"]].reset_index(drop=True)
