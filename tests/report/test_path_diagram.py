"""The path diagram: causes above effects, nothing behind a node, no two numbers on one spot."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from analysis.report.charts import finish_chart
from analysis.report.path_diagram import Node, plot_path_diagram
from analysis.report.path_layout import find_rows, place_nodes
from analysis.report.words import load_words

DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles", "image")
PATHS = [
    *[(cause, "value") for cause in DIMENSIONS],
    *[(cause, "satisfaction") for cause in (*DIMENSIONS, "value")],
    ("satisfaction", "trust"),
    ("satisfaction", "loyalty"),
    ("trust", "loyalty"),
    ("image", "loyalty"),
]
NODES = (*DIMENSIONS, "value", "satisfaction", "trust", "loyalty")


def _draw(estimates, language="en", text=str):
    frame = pd.DataFrame(PATHS, columns=["cause", "outcome"])
    frame["estimate"] = estimates
    frame["conf_low"], frame["conf_high"] = frame["estimate"] - 0.1, frame["estimate"] + 0.1
    nodes = [Node(name, text(name), "R² = 0.50", name != "loyalty") for name in NODES]
    words = load_words(language)
    return plot_path_diagram(words, nodes, frame, write=lambda x: words.number(x, digits=2))


def test_every_cause_stands_above_its_effects():
    row = {name: y for y, names in enumerate(find_rows(NODES, PATHS)) for name in names}
    assert all(row[cause] < row[outcome] for cause, outcome in PATHS)
    assert [row[name] for name in ("image", "value", "satisfaction", "trust", "loyalty")] == [
        0, 1, 2, 3, 4,
    ]  # fmt: skip


def test_no_line_runs_behind_a_node_and_no_two_nodes_share_a_place():
    half = 0.08
    places = place_nodes(NODES, PATHS, half_width=half)
    for a, b in combinations(places.values(), 2):
        assert a[1] != b[1] or abs(a[0] - b[0]) > 1.9 * half
    for cause, outcome in PATHS:
        (x0, y0), (x1, y1) = places[cause], places[outcome]
        for node, (x, y) in places.items():
            if y0 < y < y1 and node not in (cause, outcome):
                at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
                assert abs(at - x) > half, (cause, outcome, node)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_numbers_stand_apart_from_each_other_and_from_nodes(language):
    chart = _draw(np.linspace(0.2, 0.7, len(PATHS)), language)
    chart.draw_without_rendering()
    renderer = chart._get_renderer()
    texts = chart.axes[0].texts
    numbers = [text for text in texts if text.get_text()[0].isdigit()]
    assert len(numbers) == len(PATHS)
    boxes = [text.get_window_extent(renderer) for text in numbers]
    for a, b in combinations(boxes, 2):
        assert not a.overlaps(b)
    nodes = [p.get_window_extent() for p in chart.axes[0].patches if isinstance(p, FancyBboxPatch)]
    assert len(nodes) == len(NODES)
    assert not any(box.overlaps(node) for box in boxes for node in nodes)


def test_strength_is_width_and_uncertain_paths_are_dashed():
    estimates = np.full(len(PATHS), 0.3)
    estimates[0], estimates[1], estimates[2] = 0.6, 0.05, -0.4
    arrows = [
        patch for patch in _draw(estimates).axes[0].patches if isinstance(patch, FancyArrowPatch)
    ]
    widths = [arrow.get_linewidth() for arrow in arrows]
    assert widths[0] > widths[3] > widths[1]
    assert widths[2] > widths[3]  # by size, whatever the sign
    assert arrows[1].get_linestyle() not in ("-", "solid")
    assert arrows[2].get_edgecolor() != arrows[3].get_edgecolor()


def test_a_hostile_name_is_only_text():
    chart = _draw(np.full(len(PATHS), 0.3), text=lambda name: f"<b>${name}$</b>")
    figure = finish_chart(chart, id="fig-p", claim="c", subtitle="", alt="a", source="s")
    assert "<b>" not in figure.svg
