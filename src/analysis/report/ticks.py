"""Ticks and axis titles in the reader's language."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.dates import AutoDateLocator
from matplotlib.ticker import Formatter, NullFormatter

from analysis.report.theme import chart_of
from analysis.report.words import Words

TickStyle = Literal["number", "percent", "money", "month"]
_SCALE = {"number": 1.0, "percent": 100.0, "money": 0.01}
_MOST_DIGITS = 6


class TickFormatter(Formatter):
    """Ticks written by ``words``, with as many decimals as keep them exact."""

    def __init__(self, words: Words, style: TickStyle, currency: str) -> None:
        self._words = words
        self._style = style
        self._currency = currency

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._write(x, [x])

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """All ticks of the axis; on a logarithmic one each has the decimals it needs itself."""
        logarithmic = getattr(self.axis, "get_scale", lambda: "linear")() == "log"
        return [self._write(x, [x] if logarithmic else values) for x in values]

    def _write(self, x: float, together: Sequence[float]) -> str:
        if self._style == "month":
            return self._words.month(int(x), short=True)
        digits = _digits_needed(np.asarray(together, dtype=float) * _SCALE[self._style])
        if self._style == "money":
            return self._words.money(x, self._currency, digits)
        return str(getattr(self._words, self._style)(x, digits))


def _digits_needed(values: np.ndarray) -> int:
    for digits in range(_MOST_DIGITS):
        if np.allclose(np.round(values, digits), values, rtol=1e-6, atol=10.0**-_MOST_DIGITS / 10):
            return digits
    return _MOST_DIGITS


def format_ticks(
    ax: Axes, *, x: TickStyle | None = None, y: TickStyle | None = None, currency: str = ""
) -> None:
    """How ticks are written: number, percent (of shares), money (of hundredths) or month (of days).

    An axis without a style keeps the one it has.
    """
    for axis, style in ((ax.xaxis, x), (ax.yaxis, y)):
        if style is not None:
            _format_axis(axis, TickFormatter(chart_of(ax).words, style, currency), style)


def _format_axis(axis: Axis, formatter: TickFormatter, style: TickStyle) -> None:
    if style == "month":
        axis.set_major_locator(AutoDateLocator(minticks=3, maxticks=7))
    axis.set_major_formatter(formatter)
    axis.set_minor_formatter(NullFormatter())


def label_axes(ax: Axes, *, x: str = "", y: str = "") -> None:
    """Axis titles; that of the y axis stands above it, horizontally."""
    if x:
        ax.set_xlabel(x)
    if y:
        ax.set_title(y, loc="left")
