"""Labels keep apart, wrap and stay on the page."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from analysis.report.charts import finish_chart, label_line_ends, new_chart
from analysis.report.labels import display_width, spread_apart, wrap_label
from analysis.report.words import load_words

boxes = st.lists(st.tuples(st.floats(0, 1000), st.floats(1, 60)), min_size=1, max_size=12)


@settings(deadline=None)
@given(boxes)
def test_boxes_spread_apart_do_not_overlap(wanted_and_sizes: list[tuple[float, float]]) -> None:
    wanted, sizes = map(list, zip(*wanted_and_sizes, strict=True))
    placed = spread_apart(wanted, sizes, low=0, high=1000)
    order = np.argsort(wanted, kind="stable")
    lower = np.array(placed)[order] - np.array(sizes)[order] / 2
    upper = np.array(placed)[order] + np.array(sizes)[order] / 2
    assert (lower[1:] - upper[:-1] >= -1e-6).all()
    assert lower[0] >= -1e-6
    assert upper[-1] <= 1000 + 1e-6


@settings(deadline=None)
@given(st.lists(st.integers(1, 18), min_size=1, max_size=10, unique=True))
def test_boxes_with_room_stay_where_they_are(places: list[int]) -> None:
    wanted = [50.0 * place for place in places]
    assert spread_apart(wanted, [40.0] * len(wanted), low=0, high=1000) == pytest.approx(wanted)


def test_two_boxes_at_one_place_part_evenly() -> None:
    assert spread_apart([50, 50], [10, 20], low=0, high=100) == pytest.approx([42.5, 57.5])


def test_boxes_without_room_stick_out_evenly() -> None:
    assert spread_apart([5, 5, 5], [10, 10, 10], low=0, high=10) == pytest.approx([-5, 5, 15])
    assert spread_apart([], [], low=0, high=1) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_at_line_ends_do_not_overlap(language: str) -> None:
    chart, ax = new_chart(load_words(language), height=2.5)
    names = ["a name that takes more than one line", *(f"line {k}" for k in range(6))]
    for position, name in enumerate(names):
        ax.plot([0, 1], [0.5, 0.5 + position / 1000], label=name)
    ax.plot([0, 1], [0, 1], label="_unnamed")
    label_line_ends(ax)
    finish_chart(chart, id="fig-x", claim="", subtitle="", alt="", source="")
    labels = chart.line_end_labels[0]
    assert len(labels) == 7
    renderer = FigureCanvasAgg(chart).get_renderer()
    # As plain text: an annotation's own extent takes its leader in.
    boxes = [Text.get_window_extent(label, renderer) for label in labels]
    boxes.sort(key=lambda box: box.y0)
    for below, above in itertools.pairwise(boxes):
        assert below.y1 <= above.y0 + 3  # the line's own air may touch
    assert max(box.x1 for box in boxes) <= chart.bbox.x1


def test_a_line_without_points_cannot_be_named() -> None:
    _, ax = new_chart(load_words("en"))
    ax.plot([0, 1], [np.nan, np.nan], label="nothing")
    with pytest.raises(ValueError, match="nothing"):
        label_line_ends(ax)


def test_a_leader_joins_a_name_that_moved_and_only_that() -> None:
    chart, ax = new_chart(load_words("en"))
    for end, name in ((0.1, "alone"), (0.8, "near"), (0.801, "nearer")):
        ax.plot([0, 1], [0, end], label=name)
    ax.set_xlim(0, 1)
    label_line_ends(ax)
    finish_chart(chart, id="fig-x", claim="", subtitle="", alt="", source="")
    shown = [label.arrow_patch.get_visible() for label in chart.line_end_labels[0]]
    assert shown == [False, True, True]


@settings(deadline=None)
@given(st.text(alphabet="ab 客户\n，", max_size=80), st.integers(6, 30))
def test_wrapping_keeps_every_character(text: str, width: int) -> None:
    wrapped = wrap_label(text, width)
    assert "".join(wrapped.split()) == "".join(text.split())
    words = max((display_width(word) for word in text.split()), default=0)
    assert all(display_width(line) <= max(width, words) for line in wrapped.split("\n"))


def test_wrapping_breaks_between_words_and_between_chinese_characters() -> None:
    assert wrap_label("Bank transfer (automatic)", 18) == "Bank transfer\n(automatic)"
    assert wrap_label("每月自动从银行账户扣款", 12) == "每月自动从银\n行账户扣款"
    assert wrap_label("", 18) == ""
