"""Features that tell the outcome too well to have been known before it.

A single value, threshold, or the mere presence of a value, behind which practically everybody is
lost, is no forecast: it is a record of the loss.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import binom

from analysis.estimate.early_warning.lost_groups import (
    Group,
    Outcomes,
    list_groups,
    measure_auc,
)

PURE = 0.99  # lost beyond a threshold: more than conduct has told in any study at hand (0.94)
PERFECT_AUC = 0.99  # pairs of lost and kept told apart
LEAST_LOSSES = 0.05  # share of the lost customers beyond the threshold: fewer are an oddity
_CHANCE = 1e-4  # that so pure a group comes about at the usual share lost, all thresholds counted
_KEPT_RATIO = 0.1  # kept in the group, to kept of all: where nearly all are lost anyway
# Customers whom a constant hazard as high as the group's would still have left, at least, and so
# many times those who are. With a hazard that rises (Weibull, shape 1.5) honest groups stay below.
_EXPECTED_KEPT, _EXPECTED_RATIO = 0.04, 5
_KNOWN_DAYS = 0.8  # of a day's outcomes: with fewer known, mostly those lost are
_MOST_ROWS = 30_000
_BOUGHT_OF_LATE = 1 / 6  # of the silence allowed: a month of half a year
_NOTHING = {"auc": np.nan, "rule": "", "value": None, "n_rows": 0, "share_lost": np.nan}
SEPARATION_COLUMNS = ("feature", "outcome", "n_judged", *_NOTHING, "n_lost", "leaks")


def choose_judged(landmarks: pd.DataFrame, horizon: int) -> np.ndarray:
    """Rows, shape (n,), whose outcome within ``horizon`` days is known and not near to settled by
    definition.

    Of silences, those that lack more than half of the horizon and no more than all of it: behind
    one that is nearly complete everything tells the loss. Of a day's outcomes at least four in five
    are known: of those still there but not followed so long nothing is, of those lost everything.
    """
    known = landmarks[f"left_{horizon}"].notna().to_numpy()
    by_day = pd.Series(known).groupby(landmarks["day"].to_numpy()).transform("mean").to_numpy()
    if "silence_left" in landmarks:
        lacking = landmarks["silence_left"].to_numpy(np.float64)
        known &= (lacking > horizon / 2) & (lacking <= horizon)
    return np.asarray(known & (by_day >= _KNOWN_DAYS), dtype=bool)


def find_separation(
    landmarks: pd.DataFrame, features: Sequence[str], *, horizon: int, minimum: int = 10
) -> pd.DataFrame:
    """For every feature the group, by one threshold or value, in which most are lost.

    One row per feature, whose outcome is the loss within ``horizon`` days of a landmark, and a
    second one for those that never change, whose outcome is the customer's ever being lost.
    Columns ``feature``, ``outcome`` (horizon, ever), ``n_judged`` rows; ``auc``: pairs of a lost
    and a kept row told apart by it alone, 0.5 to 1, a missing value counted as the lowest or the
    highest, whichever tells more; ``rule`` (below, above, value, missing, recorded) and ``value``:
    the group of the highest share lost among those with at least ``minimum`` customers and 5 % of
    those lost; ``n_rows``, ``share_lost`` and customers lost ``n_lost`` in it; ``leaks``: the share
    kept is at most 1 % and a tenth of the usual, not by chance (binomial, p times the thresholds
    tried below 0.0001), and of those ever lost not because their hazard is high (they were lost
    later than a hazard that leaves nobody would have it); or the AUC is at least 0.99. With too few
    losses nothing leaks and ``auc`` is missing.
    """
    judged = landmarks[choose_judged(landmarks, horizon)]
    judged = _take_some(judged)
    lost = judged[f"left_{horizon}"].to_numpy(dtype=bool)
    by_day = _judge_all(judged, Outcomes(lost, _number(judged)), features, minimum)
    lasting = [name for name in features if _never_changes(landmarks, name)]
    customers = _take_some(_list_customers(landmarks))
    ever = _judge_all(customers, _tell_who_left(customers), lasting, minimum)
    rows = [row | {"outcome": "horizon"} for row in by_day]
    rows += [row | {"outcome": "ever"} for row in ever]
    return pd.DataFrame(rows, columns=list(SEPARATION_COLUMNS))


def _number(rows: pd.DataFrame) -> np.ndarray:
    return np.asarray(pd.factorize(rows["customer_id"])[0])


def _take_some(rows: pd.DataFrame) -> pd.DataFrame:
    """All rows of every k-th customer: a large base takes no longer than a small one."""
    every = max(-(-len(rows) // _MOST_ROWS), 1)
    return rows[_number(rows) % every == 0]


def _never_changes(landmarks: pd.DataFrame, name: str) -> bool:
    codes = pd.factorize(landmarks[name])[0]
    customer = _number(landmarks)
    same = customer[1:] == customer[:-1]
    return bool(same.any() and not (same & (codes[1:] != codes[:-1])).any())


def _list_customers(landmarks: pd.DataFrame) -> pd.DataFrame:
    """The first row of every customer with ``is_lost`` (after any row), ``waited`` and
    ``followable``. Who is silent but not lost yet may have left already: of those who were never
    lost only those who bought of late are kept."""
    customer = pd.Series(_number(landmarks), landmarks.index)
    lost = landmarks["days_to_loss"].notna().groupby(customer).transform("any")
    kept = lost
    if "silence_left" in landmarks:
        since, lacking = landmarks["days_since_purchase"], landmarks["silence_left"]
        of_late = since <= _BOUGHT_OF_LATE * (since + lacking)
        kept = lost | of_late.groupby(customer).transform("last")
    else:
        kept = pd.Series(True, landmarks.index)
    first = ~customer.duplicated() & kept
    followed = landmarks["days_followed"].astype(np.float64)
    if landmarks.attrs.get("clock") == "tenure":  # of those lost nobody knows how long it might be
        followable = followed.where(~lost)
    else:
        followable = (landmarks["day"] + followed).max() - landmarks["day"].astype(np.float64)
    told = landmarks.assign(is_lost=lost, waited=followed, followable=followable)
    return told[first]


def _tell_who_left(customers: pd.DataFrame) -> Outcomes:
    return Outcomes(
        customers["is_lost"].to_numpy(dtype=bool),
        _number(customers),
        customers["waited"].to_numpy(np.float64),
        customers["followable"].to_numpy(np.float64),
    )


def _judge_all(
    rows: pd.DataFrame, outcomes: Outcomes, features: Sequence[str], minimum: int
) -> list[dict[str, object]]:
    return [
        {"feature": name, "n_judged": len(rows), "n_lost": 0, "leaks": False, **_NOTHING}
        | _judge(rows[name], outcomes, minimum, len(features))
        for name in features
    ]


def _judge(
    values: pd.Series, outcomes: Outcomes, minimum: int, n_features: int
) -> dict[str, object]:
    lost = outcomes.lost
    n_lost = outcomes.count(lost)
    if n_lost < minimum or lost.all():
        return {}
    least = max(minimum, LEAST_LOSSES * n_lost)
    auc = measure_auc(values, lost)
    told: dict[str, object] = {"auc": auc, "leaks": auc >= PERFECT_AUC}
    highest = -1.0
    for group in list_groups(values, outcomes, least):
        n_lost_here = outcomes.count(group.inside & lost)
        share = float(lost[group.inside].mean())
        if n_lost_here >= least and share > highest:
            highest = share
            told |= {"rule": group.rule, "value": group.value, "n_rows": int(group.inside.sum())}
            told |= {"share_lost": share, "n_lost": n_lost_here}
            told["leaks"] = auc >= PERFECT_AUC or _is_record(group, outcomes, n_features)
    return told


def _is_record(group: Group, outcomes: Outcomes, n_features: int) -> bool:
    """Whether fewer than 1 % are kept in a group, a tenth of the usual at most, and not by chance;
    customers are counted, as rows of one customer are no separate evidence."""
    lost, inside = outcomes.lost, group.inside
    kept, kept_here = 1 - lost.mean(), 1 - lost[inside].mean()
    if kept_here > min(1 - PURE, _KEPT_RATIO * kept):
        return False
    n_kept, n = outcomes.count(inside & ~lost), outcomes.count(inside)
    chance = binom.cdf(n_kept, n, kept) * group.n_tried * n_features
    expected = _expect_kept(group, outcomes)
    too_few = expected >= max(_EXPECTED_KEPT, _EXPECTED_RATIO * kept_here)
    return bool(chance < _CHANCE and too_few)


def _expect_kept(group: Group, outcomes: Outcomes) -> float:
    """The share that the group's own hazard, losses over days at risk, would have left by the end
    of the records: mean of exp(-hazard * days that could be followed), of the group's customers
    where these days are known, or else of those kept. Far more than were kept says that the losses
    do not come from a high hazard. 1 where only a horizon is looked at."""
    if outcomes.waited is None or outcomes.followable is None:
        return 1.0
    hazard = outcomes.lost[group.inside].sum() / max(outcomes.waited[group.inside].sum(), 1)
    days = outcomes.followable[group.inside]
    if np.isnan(days).any():
        days = outcomes.followable[~np.isnan(outcomes.followable)]
    return float(np.exp(-hazard * days).mean()) if len(days) else 1.0
