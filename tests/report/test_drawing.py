"""Smaller charts that look the same."""

from urllib.parse import unquote

from analysis.report.drawing import compact_svg, svg_size, svg_to_uri

SVG = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 482.4 259.2">
 <metadata><who>x</who></metadata>
 <!-- a customer's label -->
 <path d="M 1.23456 -0.5
L 10.1 3 z" transform="scale(0.015625)" style="fill: #ffffff"/>
</svg>
"""
COMPACT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 482.4 259.2">'
    '<path d="M 1.23 -0.5 L 10.1 3 z" transform="scale(0.015625)" style="fill: #ffffff"/></svg>'
)


def test_comments_and_surplus_digits_go_and_transforms_stay() -> None:
    assert compact_svg(SVG) == COMPACT
    assert compact_svg(COMPACT) == COMPACT


def test_a_data_uri_holds_the_drawing() -> None:
    uri = svg_to_uri(COMPACT)
    assert '"' not in uri
    assert not set("#<>&") & set(uri)
    assert unquote(uri).removeprefix("data:image/svg+xml,") == COMPACT.replace('"', "'")


def test_quotes_of_both_kinds_survive() -> None:
    drawing = """<svg aria-label="it's"><text>&amp; 50%</text></svg>"""
    assert unquote(svg_to_uri(drawing)) == "data:image/svg+xml," + drawing


def test_the_size_is_that_of_the_view_box() -> None:
    assert svg_size(COMPACT) == (482, 259)
    assert svg_size("<svg/>") is None
