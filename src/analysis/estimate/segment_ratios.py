"""Rates of moving in one group against another."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.survival import normal_quantile

LEAST_EVENTS = 5


def estimate_segment_ratios(
    exposure: pd.DataFrame, *, minimum: int, confidence_level: float
) -> pd.DataFrame:
    """Rate ratio of every group against the reference, for each move.

    ``exposure`` rows (from_state, to_state, segment, n_events, exposure), the reference group
    first. Rows (from_state, to_state, segment, reference, estimate, std_error, conf_low, conf_high,
    p_value, n_events, unit), moves with most events first; ``std_error`` is that of the logarithm,
    sqrt(1/d1 + 1/d0), the maximum likelihood estimate of the Poisson model with one factor. Groups
    with fewer than ``minimum`` (at least five) events of a move are left out.
    """
    columns = ["from_state", "to_state", "segment", "reference", "estimate", "std_error"]
    columns += ["conf_low", "conf_high", "p_value", "n_events", "unit"]
    if exposure.empty:
        return pd.DataFrame(columns=columns)
    reference = exposure["segment"].iloc[0]
    keys = ["from_state", "to_state", "segment"]
    cells = exposure.groupby(keys, as_index=False, sort=False)[["n_events", "exposure"]].sum()
    cells = cells[(cells["n_events"] >= max(minimum, LEAST_EVENTS)) & (cells["exposure"] > 0)]
    base = cells[cells["segment"] == reference].drop(columns="segment")
    pairs = cells[cells["segment"] != reference].merge(
        base, on=["from_state", "to_state"], suffixes=("", "_reference")
    )
    log_ratio = np.log(pairs["n_events"] / pairs["exposure"]) - np.log(
        pairs["n_events_reference"] / pairs["exposure_reference"]
    )
    std_error = np.sqrt(1 / pairs["n_events"] + 1 / pairs["n_events_reference"])
    reach = normal_quantile(confidence_level) * std_error
    ratios = pairs.assign(
        reference=reference,
        estimate=np.exp(log_ratio),
        std_error=std_error,
        conf_low=np.exp(log_ratio - reach),
        conf_high=np.exp(log_ratio + reach),
        p_value=2 * stats.norm.sf(np.abs(log_ratio / std_error)),
        n_events=pairs["n_events"] + pairs["n_events_reference"],
        unit="rate ratio",
    )
    total = ratios.groupby(["from_state", "to_state"])["n_events"].transform("sum")
    order = np.lexsort((ratios["to_state"], ratios["from_state"], -total))
    return ratios.iloc[order][columns].reset_index(drop=True)


def choose_main_moves(ratios: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """The rows of the ``most`` moves with most events, with ``p_adjusted`` for their number.

    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    moves = ratios[["from_state", "to_state"]].drop_duplicates().head(most)
    chosen = ratios.merge(moves, on=["from_state", "to_state"])
    order = np.argsort(chosen["p_value"].to_numpy(float), kind="stable")
    adjusted = np.empty(len(chosen))
    steps = np.arange(len(chosen), 0, -1)
    raised = np.maximum.accumulate(steps * chosen["p_value"].to_numpy(float)[order])
    adjusted[order] = np.minimum(raised, 1.0)
    return chosen.assign(p_adjusted=adjusted)
