"""What became of earlier warnings: caught, missed, false, in time or not, and still calibrated.

Only runs whose horizon has passed are judged, so that a loss had its full time to happen and the
customers lost late are not missing from the count.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.calibration_curve import estimate_calibration_curve
from analysis.estimate.early_warning.calibration_measures import (
    estimate_calibration_measures,
    judge_calibration,
)
from analysis.estimate.early_warning.memory_lists import estimate_contact, estimate_lists
from analysis.estimate.early_warning.memory_time import estimate_time_ahead
from analysis.results import Diagnostic

EVERYONE, UNCONTACTED = "everyone", "uncontacted"
MODEL = "kept"  # the predictions as they were published, whatever model made them


@dataclass(frozen=True)
class Memory:
    """What earlier runs said and what then happened.

    ``reason`` why nothing is judged: ``none`` (no earlier run kept predictions), ``waiting`` (no
    horizon has passed), ``unknown`` (nobody's outcome, or no loss and no stay, is known), or "".
    ``runs``: run, as_of, due (day the horizon ends), horizon, n (open customers), n_known,
    n_alerted, state (judged, waiting, other_horizon). ``lists``, ``contact``, ``ahead``, ``curve``
    and ``measures`` are tidy; see the functions that make them. ``basis``: ``uncontacted`` when the
    calibration is that of customers nobody contacted, ``everyone`` otherwise. ``predictions``: the
    rows judged, with their outcomes, as a backtest has them.
    """

    reason: str
    runs: pd.DataFrame
    lists: pd.DataFrame = field(default_factory=pd.DataFrame)
    contact: pd.DataFrame = field(default_factory=pd.DataFrame)
    ahead: pd.DataFrame = field(default_factory=pd.DataFrame)
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)
    calibrated: Diagnostic | None = None
    basis: str = EVERYONE
    predictions: pd.DataFrame = field(default_factory=pd.DataFrame)


def score_memory(
    kept: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    as_of: date,
    minimum: int,
    confidence_level: float,
    rng: np.random.Generator,
) -> Memory:
    """Judge the predictions ``kept`` by earlier runs by the ``outcomes`` known on ``as_of``.

    ``kept``: columns of ``archive.PREDICTION_COLUMNS`` and ``run``; ``outcomes``: customer_id, day,
    days_to_loss, days_followed (``prepare.warning_outcomes``). Groups under ``minimum`` customers
    are not estimated. All intervals are clustered by customer, as one customer is in many runs.
    """
    if not len(kept):
        return Memory("none", _describe_runs(kept, as_of))
    rows = _join(kept[kept["open"].astype(bool)], outcomes)
    runs = _describe_runs(rows, as_of)
    judged = set(runs.loc[runs["state"] == "judged", "run"])
    rows = rows[rows["run"].isin(judged)].reset_index(drop=True)
    if not judged:
        return Memory("waiting", runs)
    if rows["left"].dropna().nunique() < 2:
        return Memory("unknown", runs)
    calibrating, basis = _choose_uncontacted(rows, minimum)
    curve, measures, calibrated = _calibrate(calibrating, confidence_level, rng)
    return Memory(
        reason="",
        runs=runs,
        lists=estimate_lists(rows, confidence_level=confidence_level),
        contact=estimate_contact(rows, minimum=minimum, confidence_level=confidence_level),
        ahead=estimate_time_ahead(rows, confidence_level=confidence_level),
        curve=curve,
        measures=measures,
        calibrated=calibrated,
        basis=basis,
        predictions=rows,
    )


def _join(kept: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """``kept`` with what happened; ``left`` is missing for who is not on record, or not for so
    long."""
    keys = ["customer_id", "day"]
    own = outcomes.assign(customer_id=outcomes["customer_id"].astype(str))
    rows = kept.assign(customer_id=kept["customer_id"].astype(str)).merge(own, on=keys, how="left")
    horizon = rows["horizon"]
    lost = (rows["days_to_loss"] <= horizon).fillna(False).to_numpy(bool)
    followed = (rows["days_followed"] >= horizon).fillna(False).to_numpy(bool)
    left = pd.Series(pd.arrays.BooleanArray(lost, ~(lost | followed)), index=rows.index)
    split = pd.factorize(rows["run"])[0].astype(np.int64)
    return rows.assign(left=left, weight=np.where(left.isna(), 0.0, 1.0), split=split, model=MODEL)


def _describe_runs(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    columns = ["run", "as_of", "due", "horizon", "n", "n_known", "n_alerted", "state"]
    found = [_describe_run(run, own) for run, own in rows.groupby("run", sort=False)]
    runs = pd.DataFrame(found, columns=columns[:-1]).sort_values("as_of", kind="stable")
    passed = runs["due"] <= as_of
    horizon = runs.loc[passed, "horizon"].iloc[-1] if passed.any() else 0
    state = np.where(~passed, "waiting", np.where(runs["horizon"] == horizon, "judged", ""))
    return runs.assign(state=np.where(state == "", "other_horizon", state)).reset_index(drop=True)


def _describe_run(run: object, own: pd.DataFrame) -> dict[str, object]:
    begun, horizon = pd.Timestamp(own["as_of"].iloc[0]).date(), int(own["horizon"].iloc[0])
    return {
        "run": run,
        "as_of": begun,
        "due": begun + timedelta(days=horizon),
        "horizon": horizon,
        "n": len(own),
        "n_known": int(own["left"].notna().sum()),
        "n_alerted": int(own["alerted"].sum()),
    }


def _choose_uncontacted(rows: pd.DataFrame, minimum: int) -> tuple[pd.DataFrame, str]:
    """``rows`` weighted so that they show what happens when nobody is contacted.

    A contact changes the outcome it was warned of. Of the alerted, only the holdout counts, for as
    many as were alerted in its run; where a run has too few of them, all count as they are.
    """
    alerted, holdout = rows["alerted"].to_numpy(bool), rows["holdout"].to_numpy(bool)
    known = rows["left"].notna().to_numpy()
    apart = alerted & holdout & known
    n_apart = pd.Series(apart).groupby(rows["split"].to_numpy()).transform("sum").to_numpy()
    n_alerted = pd.Series(alerted & known).groupby(rows["split"].to_numpy()).transform("sum")
    if not apart.any() or (n_apart[alerted] < minimum).any():
        return rows, EVERYONE
    share = n_alerted.to_numpy() / np.maximum(n_apart, 1)
    weight = np.where(alerted, np.where(apart, share, 0.0), rows["weight"])
    return rows.assign(weight=weight), UNCONTACTED


def _calibrate(
    rows: pd.DataFrame, confidence_level: float, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame, Diagnostic | None]:
    try:
        curve = estimate_calibration_curve(rows, confidence_level=confidence_level)
        measures = estimate_calibration_measures(rows, confidence_level=confidence_level, rng=rng)
    except EstimationError:  # too few losses to judge: said by the count of those, not by a stop
        return pd.DataFrame(), pd.DataFrame(), None
    return curve, measures, judge_calibration(measures)
