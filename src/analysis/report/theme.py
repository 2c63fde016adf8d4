"""The look of every chart: typeface, colours, and a figure that knows its language.

Colours keep apart for colour-blind readers (a test simulates them) and stand out from white at
3:1 or more. One accent carries the message; grey carries the rest.
"""

from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Annotation

from analysis.report.fonts import font_family, report_fonts
from analysis.report.words import Words

PALETTE = ("#174482", "#D1580A", "#0A794C", "#3B99D0", "#64214F", "#2F1412")
ACCENT = PALETTE[0]
INK = "#1F2933"
NEUTRAL = "#5F6B76"
PALE = "#B4BFC9"
GRID = "#E1E5E9"

WIDTH = 6.7  # inches: the 170 mm between the margins of A4
TEXT_SIZE = 10.5
SMALL_SIZE = 10.0
_TEXT_CONTRAST = 4.5

_STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": NEUTRAL,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": NEUTRAL,
    "axes.labelpad": 5,
    "axes.labelsize": SMALL_SIZE,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": NEUTRAL,
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.titlesize": SMALL_SIZE,
    "axes.unicode_minus": True,
    "font.size": TEXT_SIZE,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
    "patch.linewidth": 0,
    "svg.fonttype": "path",
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in the data is a dollar sign
    "xtick.bottom": True,
    "xtick.color": NEUTRAL,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL_SIZE,
    "xtick.major.size": 3.5,
    "xtick.major.width": 0.8,
    "ytick.labelcolor": INK,
    "ytick.labelsize": SMALL_SIZE,
    "ytick.left": False,
}


class Chart(Canvas):
    """A figure with the words of its language, and what is placed when its layout is known."""

    def __init__(self, words: Words, **options: Any) -> None:
        super().__init__(**options)
        self.words = words
        self.line_end_labels: list[list[Annotation]] = []
        self.left_aligned: list[Axes] = []  # axes whose row names start at one edge


def apply_theme(language: str) -> None:
    """Set matplotlib and seaborn to the house style with the fonts of ``language``."""
    _register_fonts(language)
    sns.set_theme(style="ticks", palette=list(PALETTE))
    # After seaborn, which has fonts of its own in mind.
    for setting, value in [*_STYLE.items(), ("font.family", font_family(language))]:
        mpl.rcParams[setting] = value


def relative_luminance(color: Any) -> float:
    """Luminance of ``color`` (anything matplotlib takes), 0 to 1, by WCAG 2.2."""
    channels = np.asarray(to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def text_tint(color: Any) -> str:
    """``color``, darkened where text in it would contrast with the page by less than 4.5:1."""
    share = 1.0
    red, green, blue = to_rgb(color)
    while 1.05 / (relative_luminance(np.array((red, green, blue)) * share) + 0.05) < _TEXT_CONTRAST:
        share -= 0.02
    return to_hex((red * share, green * share, blue * share))


@cache
def _register_fonts(language: str) -> None:
    for path in report_fonts(language):
        font_manager.fontManager.addfont(path)


def chart_of(ax: Axes) -> Chart:
    """The chart ``ax`` belongs to; raises TypeError when it was not made by ``new_chart``."""
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Chart):
        raise TypeError("these axes are not of a chart made by new_chart")
    return figure
