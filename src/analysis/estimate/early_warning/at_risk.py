"""Who is at risk: customers, expected losses and value at risk, by stage and by value."""

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.alert_list import Decisions

BANDS = ("low", "middle", "high")
EVERYONE = "all"
UNKNOWN = "unknown"


def estimate_at_risk(
    decisions: Decisions, stage: pd.Series | None, *, confidence_level: float = 0.95
) -> pd.DataFrame:
    """One row per group of the customers looked at: all, each stage, each third of value, and both.

    ``stage``: the stage of each customer, indexed by ``customer_id`` (None: not known). ``value``
    bands are thirds by value at stake; ``unknown`` where there is none. Columns: ``stage`` and
    ``value`` (all where not divided), ``n`` customers, ``estimate`` (expected losses),
    ``conf_low, conf_high`` (every risk at its limit at once), ``share`` (mean risk),
    ``value_at_risk`` (currency units; missing without values), ``n_listed``.
    """
    frame = decisions.frame
    at_risk = frame["risk"] * frame["value_at_stake"]
    told = frame.assign(
        stage=_look_up_stage(frame, stage),
        value=_divide(frame["value_at_stake"]),
        value_at_risk=at_risk,
    )
    divisions = [[], ["stage"], ["value"], ["stage", "value"]]
    parts = [_summarise(told, by) for by in divisions]
    together = pd.concat(parts, ignore_index=True)
    return together.assign(
        term="expected_losses", conf_level=confidence_level, unit="customers"
    ).drop_duplicates(["stage", "value"], ignore_index=True)


def _look_up_stage(frame: pd.DataFrame, stage: pd.Series | None) -> np.ndarray:
    names = frame["customer_id"].astype(str).to_numpy()
    if stage is None:
        return np.full(len(names), UNKNOWN, dtype=object)
    known = pd.Series(stage.astype(object).to_numpy(), index=stage.index.astype(str))
    return known.reindex(names).fillna(UNKNOWN).to_numpy()


def _divide(value: pd.Series) -> np.ndarray:
    """Thirds of the customers by value; customers of the same value stay together."""
    bands = np.full(len(value), UNKNOWN, dtype=object)
    known = value.notna().to_numpy()
    if known.any():
        limits = np.quantile(value[known], [1 / 3, 2 / 3])
        bands[known] = np.array(BANDS)[np.searchsorted(limits, value[known], side="left")]
    return bands


def _summarise(told: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    keys = [told[name] for name in by] or [pd.Series(EVERYONE, index=told.index)]
    groups = told.groupby(keys, sort=False)
    frame = groups.agg(
        n=("risk", "size"),
        estimate=("risk", "sum"),
        conf_low=("conf_low", "sum"),
        conf_high=("conf_high", "sum"),
        share=("risk", "mean"),
        n_listed=("listed", "sum"),
    )
    # a sum of missing values is missing, not nothing
    frame["value_at_risk"] = groups["value_at_risk"].sum(min_count=1)
    frame = frame.reset_index() if by else frame.reset_index(drop=True)
    return frame.assign(**{name: EVERYONE for name in ("stage", "value") if name not in by})
