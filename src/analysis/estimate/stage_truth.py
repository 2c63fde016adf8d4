"""What the true moves of a simulated company say, to stand beside the estimates."""

import pandas as pd

from analysis.estimate.transitions import CENSORED, build_stage_counts, estimate_first_passage


def estimate_true_passage(
    moves: pd.DataFrame,
    stages: tuple[str, ...],
    *,
    start: int,
    stop: int,
    loss: str,
    confidence_level: float,
) -> pd.DataFrame:
    """First passage to ``loss`` between ``start`` and ``stop`` of the true histories.

    ``moves`` rows (from_state, to_state, time, n), times in one unit with ``start`` and ``stop``.
    Rows (from_state, estimate, conf_low, conf_high, n, n_now): ``n`` at risk at the start,
    ``n_now`` in the stage when the histories end. No rows without moves.
    """
    if moves.empty:
        return pd.DataFrame(
            columns=["from_state", "estimate", "conf_low", "conf_high", "n", "n_now"]
        )
    counts = build_stage_counts(moves, stages)
    last = int(counts.times[counts.times <= stop].max())
    frame = estimate_first_passage(
        counts, loss, start=start, times=[last], confidence_level=confidence_level
    )
    now = moves[moves["to_state"] == CENSORED].groupby("from_state")["n"].sum()
    columns = ["from_state", "estimate", "conf_low", "conf_high", "n"]
    return frame[columns].assign(n_now=frame["from_state"].map(now).fillna(0).astype(int))
