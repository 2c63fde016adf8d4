"""Restricted cubic splines: a smooth curve that is straight beyond its outer knots."""

import numpy as np

KNOT_QUANTILES = (0.05, 0.35, 0.65, 0.95)


def place_knots(values: np.ndarray) -> tuple[float, ...]:
    """Four knots at fixed quantiles of ``values`` (Harrell 2015, table 2.3), fewer when they tie.

    Returns () when fewer than three differ: such a number cannot show a curve.
    """
    knots = np.unique(np.quantile(values, KNOT_QUANTILES))
    if len(knots) < 3:
        knots = np.unique(np.quantile(np.unique(values), KNOT_QUANTILES))
    if len(knots) < 3 or len(np.unique(values)) < 5:
        return ()
    return tuple(float(knot) for knot in knots)


def restricted_cubic_spline(values: np.ndarray, knots: tuple[float, ...]) -> np.ndarray:
    """The non-linear columns (n, knots - 2) of the spline basis; the linear one is ``values``.

    Harrell (2015), Regression Modeling Strategies, equation 2.25, scaled by the squared span.
    """
    last, before = knots[-1], knots[-2]
    span = (last - knots[0]) ** 2
    columns = []
    for knot in knots[:-2]:
        column = np.maximum(values - knot, 0) ** 3
        column = column - np.maximum(values - before, 0) ** 3 * (last - knot) / (last - before)
        column = column + np.maximum(values - last, 0) ** 3 * (before - knot) / (last - before)
        columns.append(column / span)
    return np.column_stack(columns)
