"""Whether every item goes with its own construct more than with any other."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.estimate.measurement.block_statistics import correlate_with_block_sums
from analysis.estimate.measurement.discriminant import lay_out_blocks
from analysis.estimate.measurement.item_answers import read_item_answers
from analysis.estimate.measurement.item_moments import correlate_items, smooth_correlations

SOURCE = "Chin 1998"


def estimate_cross_loadings(
    frame: pd.DataFrame, constructs: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Correlation of every item with the sum of the standardised items of every construct.

    In its own construct the item itself is left out of the sum, so that it does not correlate with
    itself (corrected item-total correlation). Tidy rows, term ``construct =~ item``: ``construct,
    item, own, estimate, n, unit``; on the rows ``own``: ``limit``, the largest absolute correlation
    with another construct, and ``passed``; a single item has nothing to be compared with.
    """
    names, items, blocks = lay_out_blocks(constructs)
    answers = read_item_answers(frame, items)
    matrix = smooth_correlations(correlate_items(answers).to_numpy())
    found = correlate_with_block_sums(matrix, blocks)
    others = np.where(blocks, -np.inf, np.abs(found)).max(axis=1)
    rows = [
        {
            "term": f"{name} =~ {item}",
            "construct": name,
            "item": item,
            "own": bool(blocks[i, j]),
            "estimate": found[i, j],
            "limit": others[i] if blocks[i, j] and len(names) > 1 else np.nan,
        }
        for i, item in enumerate(items)
        for j, name in enumerate(names)
    ]
    table = pd.DataFrame(rows)
    known = table[["estimate", "limit"]].notna().all(axis=1)
    passed = (table["estimate"] > table["limit"]).astype("boolean").where(known)
    return table.assign(
        passed=passed, stratum="all", n=answers.n, unit="correlation", source=SOURCE
    )
