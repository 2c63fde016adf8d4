"""Those who said they would buy again, and those who did, from one call."""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.intentions import calibrate_intention, compare_words_and_deeds

PROMISE = 0.75  # of the way up the scale: 4 on a scale of 1 to 5


def compare_promises(
    joined: pd.DataFrame,
    items: pd.DataFrame,
    answer: str | None,
    *,
    weights: np.ndarray,
    horizon: int,
    confidence_level: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames of ``calibrate_intention`` and ``compare_words_and_deeds``.

    ``joined``: every survey with its outcomes by ``horizon`` days; ``items``: ``item, low, high``;
    ``answer``: the item that asks for the intention. Both are empty where it was not asked, or too
    few answered or bought.
    """
    if answer is None or answer not in joined:
        return pd.DataFrame(), pd.DataFrame()
    bought = joined[f"n_purchases_{horizon}"].astype("Float64")
    frame = joined.assign(deed=(bought > 0).astype("boolean"))
    scale = items.set_index("item").loc[answer]
    promised = float(np.ceil(scale["low"] + PROMISE * (scale["high"] - scale["low"])))
    try:
        shares = calibrate_intention(
            frame, answer=answer, deed="deed", confidence_level=confidence_level, weights=weights
        )
        return shares, compare_words_and_deeds(
            frame,
            answer=answer,
            deed="deed",
            promised_from=promised,
            confidence_level=confidence_level,
            weights=weights,
        )
    except EstimationError:
        return pd.DataFrame(), pd.DataFrame()
