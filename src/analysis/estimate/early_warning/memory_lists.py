"""What the lists of earlier runs caught and missed, and what contacting changed.

All functions take rows with ``run, customer_id, split, day, risk, left, weight, alerted, holdout,
horizon``: customers of earlier runs whose horizon has passed.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.judged import (
    Judged,
    estimate_mean,
    read_judged,
    tell_estimate,
    tell_share,
)

EVERY_RUN = "all"
COUNTS = ("caught", "missed", "false", "quiet")


def estimate_lists(rows: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """The lists against what happened, ``stratum`` by run and for all runs together.

    Counts of customers per run (unit customers): caught (alerted and lost), missed (lost and not
    alerted), false (alerted and not lost), quiet (neither). Shares with intervals clustered by
    customer: lost (of everyone), recall (alerted, of the lost), precision (lost, of the alerted),
    and lift, precision over lost. A share of nobody is left out.
    """
    together = _tell_list(rows, EVERY_RUN, confidence_level)
    single = [
        _tell_list(own, str(run), confidence_level) for run, own in rows.groupby("run", sort=False)
    ]
    return pd.DataFrame([*together, *(row for each in single for row in each)])


def _tell_list(rows: pd.DataFrame, stratum: str, level: float) -> list[dict[str, Any]]:
    known = rows[rows["left"].notna()]
    left, alerted = known["left"].to_numpy(bool), known["alerted"].to_numpy(bool)
    cells = (left & alerted, left & ~alerted, ~left & alerted, ~left & ~alerted)
    counted = [
        {"term": term, "estimate": float(cell.sum()), "n": int(cell.sum()), "unit": "customers"}
        for term, cell in zip(COUNTS, cells, strict=True)
    ]
    told = [*counted, *_tell_shares(known, left, alerted, level)]
    return [{"stratum": stratum, **row} for row in told]


def _tell_shares(
    known: pd.DataFrame, left: np.ndarray, alerted: np.ndarray, level: float
) -> list[dict[str, Any]]:
    if not left.any() or left.all():
        return []
    judged = read_judged(known.assign(weight=1.0))
    told = [_tell_mean(judged, "lost", left, level)]
    told.append(_tell_mean(judged.take(left), "recall", alerted[left], level))
    if alerted.any():
        told.append(_tell_mean(judged.take(alerted), "precision", left[alerted], level))
        told.append(_tell_lift(judged, left, alerted, level))
    return told


def _tell_mean(judged: Judged, term: str, values: np.ndarray, level: float) -> dict[str, Any]:
    share, influence = estimate_mean(values.astype(float), np.ones(len(values)))
    return tell_share(judged, term, share, influence, confidence_level=level)


def _tell_lift(
    judged: Judged, left: np.ndarray, alerted: np.ndarray, level: float
) -> dict[str, Any]:
    """Precision over the share lost among everyone; errors of both, by customer."""
    base, base_influence = estimate_mean(left.astype(float), np.ones(len(left)))
    precision, influence = estimate_mean(left.astype(float), alerted.astype(float))
    both = influence / base - precision * base_influence / base**2
    lift = precision / base
    return tell_estimate(judged, "lift", lift, both, confidence_level=level, unit="ratio")


def estimate_contact(rows: pd.DataFrame, *, minimum: int, confidence_level: float) -> pd.DataFrame:
    """What contacting the alerted changed: a random share of them, the holdout, was left alone.

    Terms lost_contacted and lost_holdout (share lost of the alerted), saved (holdout less
    contacted) and saved_share (of those who would have been lost). The interval of saved joins
    those of the two shares (Newcombe, 1998, method 10); that of saved_share likewise on the log
    scale. Empty unless both groups have ``minimum`` different customers.
    """
    known = rows[rows["left"].notna() & rows["alerted"].astype(bool)]
    arms = {
        "lost_contacted": known[~known["holdout"].astype(bool)],
        "lost_holdout": known[known["holdout"].astype(bool)],
    }
    if any(arm["customer_id"].nunique() < minimum for arm in arms.values()):
        return pd.DataFrame()
    told = [_tell_arm(term, arm, confidence_level) for term, arm in arms.items()]
    return pd.DataFrame([*told, *_tell_difference(told[0], told[1])]).assign(stratum=EVERY_RUN)


def _tell_arm(term: str, arm: pd.DataFrame, level: float) -> dict[str, Any]:
    left = arm["left"].to_numpy(float)
    judged = Judged(
        risk=arm["risk"].to_numpy(float),
        left=left,
        weight=np.ones(len(arm)),
        customer=pd.factorize(arm["customer_id"])[0],
        batch=np.zeros(len(arm), dtype=np.int64),
        row=np.arange(len(arm)),
        horizon=int(arm["horizon"].iloc[0]),
    )
    return _tell_mean(judged, term, left, level)


def _tell_difference(contacted: dict[str, Any], holdout: dict[str, Any]) -> list[dict[str, Any]]:
    about = {name: contacted[name] for name in ("time", "conf_level")}
    about |= {
        "n": contacted["n"] + holdout["n"],
        "n_events": contacted["n_events"] + holdout["n_events"],
    }
    told = [{"term": "saved", "unit": "probability", **about, **_join(holdout, contacted)}]
    if min(contacted["conf_low"], holdout["conf_low"]) > 0:
        logs = [
            {side: float(np.log(arm[side])) for side in ("estimate", "conf_low", "conf_high")}
            for arm in (contacted, holdout)
        ]
        ratio = _join(logs[0], logs[1])
        low, share, high = (1 - np.exp(ratio[s]) for s in ("conf_high", "estimate", "conf_low"))
        limits = {"estimate": share, "conf_low": low, "conf_high": high}
        told.append({"term": "saved_share", "unit": "share", **about, **limits})
    return told


def _join(one: dict[str, Any], other: dict[str, Any]) -> dict[str, float]:
    """``one`` less ``other``, with the interval from theirs."""
    change = one["estimate"] - other["estimate"]
    below = np.hypot(one["estimate"] - one["conf_low"], other["conf_high"] - other["estimate"])
    above = np.hypot(one["conf_high"] - one["estimate"], other["estimate"] - other["conf_low"])
    return {"estimate": change, "conf_low": change - below, "conf_high": change + above}
