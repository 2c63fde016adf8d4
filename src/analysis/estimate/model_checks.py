"""Can these data carry this model? Faults named by column, before the arithmetic breaks."""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.design_matrix import Design
from analysis.estimate.episodes import Episodes, Layout
from analysis.estimate.linear_algebra import find_dependent_columns
from analysis.results import Diagnostic

MINIMUM_EVENTS_PER_COEFFICIENT = 5


def check_spread(durations: pd.DataFrame) -> None:
    """Raise EstimationError when all losses fall on one time."""
    times = durations.loc[durations["event_observed"].astype(bool), "tenure"]
    if times.min() == times.max():
        raise EstimationError(
            f"column 'tenure': all {len(times):,} losses fall on the same time "
            f"{times.iloc[0]:g}, so no driver can be seen to hasten or delay them; record tenure "
            "more finely"
        )


def check_rank(
    information: np.ndarray, columns: np.ndarray, terms: tuple[str, ...], n_events: int
) -> None:
    """Raise EstimationError naming columns that repeat others, or when coefficients outnumber
    losses. ``information`` is that of ``columns`` at coefficients of zero."""
    if n_events < len(terms):
        raise EstimationError(
            f"{n_events} losses cannot carry {len(terms)} coefficients; leave drivers out "
            f"({MINIMUM_EVENTS_PER_COEFFICIENT} losses for each is the least, 10 is better)"
        )
    mean_square = np.einsum("ij,ij->j", columns, columns) / len(columns)  # they are centred
    scale = np.sqrt(mean_square * n_events)
    repeated = find_dependent_columns(information, scale)
    if not repeated:
        return
    faults = [
        f"{terms[column]!r} is determined by {', '.join(repr(terms[j]) for j in partners)}"
        if partners
        else f"{terms[column]!r} does not vary among customers at risk together"
        for column, partners in repeated
    ]
    raise EstimationError(
        f"drivers repeat one another, so their effects cannot be told apart: {'; '.join(faults)}; "
        "leave one out, or merge the level they share"
    )


def check_levels(base: np.ndarray, design: Design, layout: Layout, episodes: Episodes) -> None:
    """Raise EstimationError when nobody leaves from a level, the reference too, in some period
    that has its own coefficient. ``base`` is the centred design of the customers."""
    for part in design.drivers:
        if part.kind == "number":
            continue
        columns = design.columns_of(part.driver)
        cuts = layout.cuts[columns[0]]
        for begins, ends in zip((0.0, *cuts), (*cuts, np.inf), strict=True):
            lost = episodes.event & (episodes.stop > begins) & (episodes.stop <= ends)
            levels = base[np.ix_(episodes.row[lost], columns)] + design.centre[columns]
            losses = levels.sum(axis=0)
            tally = {part.reference: lost.sum() - losses.sum()}
            tally |= dict(zip(part.levels, losses, strict=True))
            empty = next((level for level, n in tally.items() if n < 0.5), None)
            if empty is not None:
                where = f" between {begins:g} and {ends:g}" if cuts else ""
                raise EstimationError(
                    f"driver {part.driver!r}: nobody with level {empty!r} left{where}, which "
                    "separates stayers from leavers perfectly, so its effect has no finite value; "
                    "merge the level with another (merge_rare_levels) or drop the driver"
                )


def check_events(n_events: int, n_coefficients: int) -> Diagnostic:
    """Losses per coefficient; with fewer than five, coefficients are biased away from zero."""
    ratio = n_events / n_coefficients
    return Diagnostic(
        name="events_per_coefficient",
        passed=ratio >= MINIMUM_EVENTS_PER_COEFFICIENT,
        statistic=ratio,
        p_value=float("nan"),
        method=f"at least {MINIMUM_EVENTS_PER_COEFFICIENT} losses per coefficient",
    )
