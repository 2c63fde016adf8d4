"""Lines over time: survival curves with their bands, and series."""

from collections.abc import Hashable, Mapping
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.report.theme import PALETTE

Bands = Literal["both", "pointwise", "none"]

_RIBBON_OPACITY = 0.18
# Column prefix and opacity of each band, the widest first.
_BANDS: dict[Bands, list[tuple[str, float]]] = {
    "both": [("band", 0.13), ("conf", 0.26)],
    "pointwise": [("conf", 0.26)],
    "none": [],
}


def plot_steps_with_band(
    ax: Axes,
    curves: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    bands: Bands = "both",
) -> list[Line2D]:
    """Step functions, one per ``stratum`` in order of appearance, with their intervals.

    ``curves`` has columns stratum, time, estimate and, for ``bands`` other than none, conf_low and
    conf_high (pointwise, the darker band) and band_low and band_high (simultaneous, the lighter).
    A probability gets the axis from 0 to 1.
    """
    lines = []
    for name, color, curve in _series(curves, "stratum", names, colors):
        times = float_column(curve, "time")
        for prefix, opacity in _BANDS[bands]:
            if f"{prefix}_low" in curve:
                low = float_column(curve, f"{prefix}_low")
                high = float_column(curve, f"{prefix}_high")
                ax.fill_between(times, low, high, step="post", color=color, alpha=opacity, lw=0)
        estimates = float_column(curve, "estimate")
        lines += ax.step(times, estimates, where="post", color=color, label=name)
    _start_at_zero(ax, curves)
    return lines


def plot_lines(
    ax: Axes,
    frame: pd.DataFrame,
    *,
    x: str = "time",
    y: str = "estimate",
    series: str | None = None,
    names: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    markers: bool = False,
) -> list[Line2D]:
    """Lines, one per value of column ``series``; with conf_low and conf_high, ribbons too."""
    lines = []
    for name, color, part in _series(frame, series, names, colors):
        across = float_column(part, x)
        if {"conf_low", "conf_high"} <= set(part.columns):
            low, high = float_column(part, "conf_low"), float_column(part, "conf_high")
            ax.fill_between(across, low, high, color=color, alpha=_RIBBON_OPACITY, lw=0)
        (line,) = ax.plot(
            across,
            float_column(part, y),
            color=color,
            label=name,
            marker="o" if markers else None,
            markersize=4.5,
        )
        lines.append(line)
    return lines


def _series(
    frame: pd.DataFrame,
    column: str | None,
    names: Mapping[str, str] | None,
    colors: Mapping[str, str] | None,
) -> list[tuple[str, str, pd.DataFrame]]:
    """Name, colour and rows of each series, in order of appearance; one without a name is ``_``."""
    parts: list[tuple[Hashable, pd.DataFrame]] = (
        list(frame.groupby(column, sort=False)) if column else [("_", frame)]
    )
    found = []
    for position, (key, part) in enumerate(parts):
        color = (colors or {}).get(str(key), PALETTE[position % len(PALETTE)])
        found.append(((names or {}).get(str(key), str(key)), color, part))
    return found


def float_column(frame: pd.DataFrame, column: str) -> np.ndarray:
    """A column of any number type as floats, NaN where missing."""
    return frame[column].to_numpy(dtype=float, na_value=np.nan)


def _start_at_zero(ax: Axes, curves: pd.DataFrame) -> None:
    highest = float(np.nanmax(float_column(curves, "estimate")))
    ax.set_ylim(0, 1.0 if highest <= 1 else None)
    ax.set_xlim(0, float(np.nanmax(float_column(curves, "time"))))
