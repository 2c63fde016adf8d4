"""Charts: what they draw, that they are the same every time, and that they can be read."""

import io
import itertools
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Text

from analysis.errors import ParameterError
from analysis.report.bars import _readable_on
from analysis.report.blocks import Figure
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    PALE,
    PALETTE,
    Chart,
    add_risk_table,
    finish_chart,
    format_ticks,
    label_axes,
    label_line_ends,
    new_chart,
    plot_bars,
    plot_heatmap_table,
    plot_lines,
    plot_points_with_intervals,
    plot_steps_with_band,
)
from analysis.report.theme import text_tint
from analysis.report.words import load_words

EN = load_words("en")
NAMES = {"m": "Month to month", "y": "One year"}
CURVES = pd.DataFrame(
    {
        "stratum": ["m", "m", "m", "y", "y"],
        "time": [0, 6, 12, 0, 12],
        "estimate": [1, 0.8, 0.6, 1, 0.9],
        "conf_low": [np.nan, 0.7, 0.5, np.nan, 0.85],
        "conf_high": [np.nan, 0.85, 0.7, np.nan, 0.95],
        "band_low": [np.nan, 0.65, 0.45, np.nan, 0.8],
        "band_high": [np.nan, 0.9, 0.75, np.nan, 0.97],
    }
)
AT_RISK = pd.DataFrame({0: [1200, 300], 6: [80, 20], 12: [9, 0]}, index=list(NAMES.values()))
FOREST = pd.DataFrame(
    {
        "group": ["A", "A", "B"],
        "label": ["lower", "unclear", "higher"],
        "estimate": [0.5, 1.1, 2.0],
        "conf_low": [0.4, 0.9, 1.5],
        "conf_high": [0.6, 1.3, np.inf],
    }
)


def finish(chart: Chart, id: str = "fig-sample") -> Figure:
    return finish_chart(chart, id=id, claim="c", subtitle="s", alt="a", source="o", note="n")


def renderer_of(chart: Chart) -> RendererBase:
    renderer = FigureCanvasAgg(chart).get_renderer()
    chart.draw_without_rendering()  # after SVG, which has another resolution
    return renderer


def shown_texts(chart: Chart) -> list[Text]:
    """All texts but the tick labels out of view, which matplotlib keeps and does not draw."""
    found = [text for text in chart.findobj(Text) if text.get_visible() and text.get_text()]
    for ax in chart.axes:
        for axis, place in ((ax.xaxis, 0), (ax.yaxis, 1)):
            low, high = sorted(axis.get_view_interval())
            for label in axis.get_ticklabels():
                if not low <= label.get_position()[place] <= high and label in found:
                    found.remove(label)
    return found


def draw_survival(language: str) -> Chart:
    chart, ax = new_chart(load_words(language))
    lines = plot_steps_with_band(ax, CURVES, names=NAMES)
    label_line_ends(ax, lines)
    label_axes(ax, x="Months", y="Still customers")
    format_ticks(ax, y="percent")
    add_risk_table(ax, AT_RISK, minimum=10, title="At risk")
    return chart


def draw_forest(language: str) -> Chart:
    chart, ax = new_chart(load_words(language))
    plot_points_with_intervals(ax, FOREST, reference=1, log=True, write=lambda row: "1.0")
    return chart


def draw_bars(language: str) -> Chart:
    chart, axes = new_chart(load_words(language), columns=2)
    frame = pd.DataFrame({"label": ["a", "b"], "estimate": [0.5, -0.2]})
    plot_bars(axes[0], frame, write=EN.percent, highlight=["a"])
    plot_bars(axes[1], frame, horizontal=False)
    return chart


def draw_heatmap(language: str) -> Chart:
    chart, ax = new_chart(load_words(language))
    values = pd.DataFrame([[1.0, 0.4], [0.9, np.nan]], index=["one", "two"], columns=["0", "1"])
    plot_heatmap_table(ax, values, write=lambda value: EN.percent(value, 0))
    return chart


SAMPLES = [draw_survival, draw_forest, draw_bars, draw_heatmap]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("draw", SAMPLES)
def test_the_same_chart_is_the_same_bytes(draw: Callable[[str], Chart], language: str) -> None:
    first, second = finish(draw(language)), finish(draw(language))
    assert first == second
    assert "<dc:date>" not in first.svg
    assert "<text" not in first.svg  # letters are paths: no font is needed to show them


@pytest.mark.parametrize("draw", SAMPLES)
def test_text_is_large_enough_and_on_the_page(draw: Callable[[str], Chart]) -> None:
    chart = draw("en")
    finish(chart)
    page = chart.bbox.padded(1)
    renderer = renderer_of(chart)
    for text in shown_texts(chart):
        assert text.get_fontsize() >= 9
        box = Text.get_window_extent(text, renderer)
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text.get_text()


def test_a_figure_keeps_what_it_is_given() -> None:
    figure = finish(draw_bars("en"))
    assert (figure.claim, figure.subtitle, figure.alt) == ("c", "s", "a")
    assert (figure.source, figure.note, figure.id) == ("o", "n", "fig-sample")


def test_an_id_without_its_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="fig-"):
        finish(draw_bars("en"), id="survival")


@pytest.mark.parametrize(
    ("language", "text"), [("en", "客户"), ("zh", "\U0001f600"), ("en", "\x07")]
)
def test_a_missing_glyph_is_an_error_that_names_it(language: str, text: str) -> None:
    chart, ax = new_chart(load_words(language))
    ax.set_xlabel(f"x {text}")
    with pytest.raises(ParameterError, match=f"U\\+{ord(text[0]):04X}.*study.yml"):
        finish(chart)


def test_markup_in_labels_stays_text() -> None:
    chart, ax = new_chart(EN)
    labels = ["<script>--></script>", "$\\frac{1}{0}$", "@fig-x & ]]>", '=1+1"']
    plot_bars(ax, pd.DataFrame({"label": labels, "estimate": [1, 2, 3, 4]}))
    root = ElementTree.fromstring(finish(chart).svg)
    assert not [node for node in root.iter() if str(node.tag).endswith("script")]
    assert [label.get_text() for label in ax.get_yticklabels()] == labels


def test_steps_are_the_estimates_and_bands_their_limits() -> None:
    _, ax = new_chart(EN)
    lines = plot_steps_with_band(ax, CURVES, names=NAMES)
    assert [line.get_label() for line in lines] == list(NAMES.values())
    assert [line.get_color() for line in lines] == list(PALETTE[:2])
    assert lines[0].get_drawstyle() == "steps-post"
    np.testing.assert_array_equal(lines[0].get_ydata(), [1, 0.8, 0.6])
    assert ax.get_ylim() == (0, 1)
    assert len(ax.collections) == 4
    wide, narrow = (band.get_datalim(ax.transData) for band in ax.collections[:2])
    assert (wide.y0, wide.y1) == (0.45, 0.9)
    assert (narrow.y0, narrow.y1) == (0.5, 0.85)
    opacity = [band.get_alpha() for band in ax.collections[:2]]
    assert opacity[0] < opacity[1]


def test_steps_without_bands_and_with_colours() -> None:
    _, ax = new_chart(EN)
    lines = plot_steps_with_band(ax, CURVES, colors={"y": NEUTRAL}, bands="none")
    assert len(ax.collections) == 0
    assert [line.get_color() for line in lines] == [PALETTE[0], NEUTRAL]


def test_lines_have_a_ribbon_when_they_have_limits() -> None:
    _, axes = new_chart(EN, columns=2)
    plot_lines(axes[0], CURVES, series="stratum")
    plot_lines(axes[1], CURVES[["time", "estimate"]], markers=True)
    assert len(axes[0].collections) == 2
    assert len(axes[1].collections) == 0
    assert axes[1].get_lines()[0].get_label() == "_"


def test_numbers_at_risk_stand_under_their_ticks_and_small_ones_are_hidden() -> None:
    chart = draw_survival("en")
    finish(chart)
    ax = chart.axes[0]
    assert list(ax.get_xticks()) == [0, 6, 12]
    below = {text.get_text(): text for text in ax.texts}
    assert {"1,200", "300", "80", "20", "<10", "0", "At risk", *NAMES.values()} <= set(below)
    assert "9" not in below
    renderer = renderer_of(chart)
    for text, time in (("1,200", 0), ("80", 6), ("<10", 12)):
        box = below[text].get_window_extent(renderer)
        assert (box.x0 + box.x1) / 2 == pytest.approx(ax.transData.transform((time, 0))[0], abs=1)
    name, first = below["Month to month"], below["1,200"]
    names = [text for text in ax.texts if text.get_text() == "Month to month"]
    assert names and name.get_fontsize() >= 9
    left = next(text.get_window_extent(renderer) for text in names if text.get_ha() == "right")
    assert left.x1 < first.get_window_extent(renderer).x0


def test_intervals_that_exclude_the_reference_stand_out() -> None:
    chart = draw_forest("en")
    finish(chart)
    ax = chart.axes[0]
    points = [line for line in ax.get_lines() if line.get_marker() == "o"]
    assert [point.get_color() for point in points] == [ACCENT, NEUTRAL, ACCENT]
    assert [float(point.get_xdata()[0]) for point in points] == [0.5, 1.1, 2.0]
    arrows = [line for line in ax.get_lines() if line.get_marker() == ">"]
    assert len(arrows) == 1  # the infinite limit
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "lower",
        "unclear",
        "higher",
        "A",
        "B",
    ]
    assert sorted(ax.get_yticks()) == [0, 1, 2, 3, 4]
    assert {label.get_text() for label in ax.get_xticklabels()} <= {"0.5", "1", "2", "5", "0.2"}


def test_a_forest_of_nothing_finite_is_refused() -> None:
    _, ax = new_chart(EN)
    with pytest.raises(ValueError, match="finite"):
        plot_points_with_intervals(ax, FOREST.assign(estimate=np.nan))


def test_a_row_without_estimate_is_left_empty() -> None:
    chart, ax = new_chart(EN)
    frame = FOREST.assign(estimate=[0.5, np.nan, 2.0], conf_low=[0.4, np.nan, 1.0])
    plot_points_with_intervals(ax, frame, reference=0.0)
    finish(chart)
    assert len([line for line in ax.get_lines() if line.get_marker() == "o"]) == 2


def test_bars_highlight_and_write_their_values() -> None:
    chart = draw_bars("en")
    finish(chart)
    bars, columns = chart.axes
    assert [to_hex(bar.get_facecolor()).upper() for bar in bars.patches] == [ACCENT, PALE]
    assert [bar.get_width() for bar in bars.patches] == [0.5, -0.2]
    assert {text.get_text() for text in bars.texts} == {"50.0%", "−20.0%"}
    assert len(bars.get_xticks()) == 0
    assert [to_hex(bar.get_facecolor()).upper() for bar in columns.patches] == [ACCENT] * 2


def test_a_table_of_tints_writes_every_cell_and_no_other() -> None:
    chart = draw_heatmap("en")
    finish(chart)
    assert [text.get_text() for text in chart.axes[0].texts] == ["100%", "40%", "90%", ""]
    _, ax = new_chart(EN)
    with pytest.raises(ValueError, match="nothing to draw"):
        plot_heatmap_table(ax, pd.DataFrame([[np.nan]]), write=str)


@settings(deadline=None)
@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_cell_text_is_readable_on_any_tint(background: tuple[float, float, float]) -> None:
    assert contrast(background, to_rgb(_readable_on(background))) >= 4.5


@pytest.mark.parametrize(
    ("style", "limits", "expected"),
    [
        ("percent", (0, 1), {"0%", "20%", "100%"}),
        ("percent", (0, 0.02), {"0.00%", "0.25%", "2.00%"}),
        ("number", (0, 20000), {"0", "5,000", "20,000"}),
        ("money", (0, 1e6), {"US$0", "US$2,000", "US$10,000"}),
        ("month", (9862, 10227), {"Jan 1997", "Jan 1998"}),
    ],
)
def test_ticks_follow_the_language_and_their_step(
    style: str, limits: tuple[float, float], expected: set[str]
) -> None:
    chart, ax = new_chart(EN)
    ax.set_xlim(*limits)
    format_ticks(ax, x=style, currency="USD")
    chart.draw_without_rendering()
    assert expected <= {label.get_text() for label in ax.get_xticklabels()}


def test_chinese_months_on_an_axis() -> None:
    chart, ax = new_chart(load_words("zh"))
    ax.set_xlim(9862, 10227)
    format_ticks(ax, x="month")
    finish(chart)
    assert "1997年1月" in {label.get_text() for label in ax.get_xticklabels()}


def test_axes_of_another_figure_are_refused() -> None:
    other = mpl.figure.Figure()
    with pytest.raises(TypeError, match="new_chart"):
        format_ticks(other.subplots(), x="number")


def test_a_chart_can_be_saved_as_a_picture() -> None:
    stream = io.BytesIO()
    draw_survival("zh").savefig(stream, format="png", dpi=50)
    assert stream.getvalue().startswith(b"\x89PNG")


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
COLOUR_BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color: tuple[float, ...]) -> np.ndarray:
    channels = np.asarray(color[:3])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    lights = sorted(float(linear(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def cielab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("kind", sorted(COLOUR_BLINDNESS))
def test_series_differ_for_colour_blind_readers(kind: str) -> None:
    seen = [cielab(COLOUR_BLINDNESS[kind] @ linear(to_rgb(color))) for color in PALETTE]
    apart = {
        (PALETTE[i], PALETTE[j]): float(np.linalg.norm(seen[i] - seen[j]))
        for i, j in itertools.combinations(range(len(PALETTE)), 2)
    }
    assert min(apart.values()) >= 20, min(apart.items(), key=lambda item: item[1])


def test_series_and_their_names_stand_out_from_the_page() -> None:
    assert all(contrast(to_rgb(color), (1, 1, 1)) >= 3 for color in PALETTE)
    assert all(contrast(to_rgb(text_tint(color)), (1, 1, 1)) >= 4.5 for color in PALETTE)
    assert text_tint(ACCENT) == ACCENT.lower()
    assert contrast(to_rgb(NEUTRAL), (1, 1, 1)) >= 4.5
