"""Details by segment: where groups differ by stage, and the tests that findings rest on."""

from collections.abc import Sequence

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.lifecycle_stages_segments_view import SegmentView

_NONE = "–"
_SIGNIFICANT = 0.05
_MOST_ROWS = 12
_RECORDED = "estimates/02_lifecycle_stages.parquet"


def detail_blocks(views: Sequence[SegmentView]) -> list[Block]:
    """What differs by stage beyond chance, in one table; then all tests of whole segments.

    The rest (stage mix, losses, visits and moves of every group) is in the recorded estimates: by
    group and stage it would fill a dozen pages.
    """
    if not views:
        return []
    words = views[0].tell.report.words
    by_stage = pd.concat([_tests_by_stage(view) for view in views])
    apart = by_stage[by_stage["p_adjusted"] < _SIGNIFICANT]
    apart = apart.sort_values("p_adjusted", kind="stable").head(_MOST_ROWS)
    there = {view.position: view for view in views}
    rows = [
        _apart_row(there[test["position"]], test)
        for _, test in apart.sort_values(["position", "place"], kind="stable").iterrows()
    ]
    key = "some" if rows else "none"
    blocks: list[Block] = [
        Paragraph(
            words(
                f"stages-segments-details-{key}",
                n=words.number(len(by_stage)),
                apart=words.number(int((by_stage["p_adjusted"] < _SIGNIFICANT).sum())),
            )
        )
    ]
    if rows:
        blocks.append(_apart_table(views[0], rows))
    recorded = words("stages-segments-recorded", file=_RECORDED, prefix="segment")
    return [*blocks, _tests_table(views), Paragraph(recorded)]


def _tests_by_stage(view: SegmentView) -> pd.DataFrame:
    """Tests of losses and of visits by stage that have two groups to show."""
    tests = view.tests[
        view.tests["analysis"].isin(["leaving", "dwell"])
        & view.tests["from_state"].isin(view.tell.stages)
        & view.tests["p_adjusted"].notna()
    ]
    shown = [
        len(view.known(analysis, stage=stage)) > 1
        for analysis, stage in zip(tests["analysis"], tests["from_state"], strict=True)
    ]
    return tests[shown].assign(position=view.position, place=range(sum(shown)))


def _apart_row(view: SegmentView, test: pd.Series) -> tuple[str, ...]:
    tell, words = view.tell, view.tell.report.words
    analysis, stage, time = test["analysis"], test["from_state"], tell.at(tell.horizon)
    most, least = view.extremes(analysis, stage)
    return (
        view.name,
        words(f"stages-segments-by-{analysis}", stage=tell.stage(stage), time=time),
        *(
            words(
                "stages-segments-group-value",
                group=view.group(row["segment"]),
                value=tell.share(row) if analysis == "leaving" else _median(view, row),
            )
            for row in (least, most)
        ),
        words.p_value(test["p_adjusted"]),
    )


def _median(view: SegmentView, row: pd.Series) -> str:
    """The median visit; one without width comes from the rule, and is said to."""
    if row["conf_low"] == row["conf_high"]:
        words = view.tell.report.words
        return view.tell.with_range(view.tell.length(row["estimate"]), words("stages-by-rule"))
    return view.tell.length_range(row)


def _apart_table(view: SegmentView, rows: list[tuple[str, ...]]) -> Table:
    report, words = view.tell.report, view.tell.report.words
    heads = ("segment", "tested", "lowest", "highest", "p")
    return Table(
        id="tbl-segment-stages",
        caption=words("stages-segments-stages-caption"),
        columns=tuple(
            Column(words(f"stages-segments-head-{head}"), "right" if head == "p" else "left")
            for head in heads
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(
            "stages-segments-stages-note", level=view.tell.level(), n=words.number(len(rows))
        ),
    )


def _tests_table(views: Sequence[SegmentView]) -> Table:
    """The tests that findings rest on: all segments, losses and returns."""
    report, words = views[0].tell.report, views[0].tell.report.words
    heads = ("segment", "tested", "statistic", "degrees", "unadjusted", "p")
    return Table(
        id="tbl-segment-tests",
        caption=words("stages-segments-tests-caption"),
        columns=tuple(
            Column(words(f"stages-segments-head-{head}"), "left" if place < 2 else "right")
            for place, head in enumerate(heads)
        ),
        rows=tuple(row for view in views for row in _tests(view)),
        source=report.source_line,
        note=words("stages-segments-tests-note"),
    )


def _tests(view: SegmentView) -> list[tuple[str, ...]]:
    tell, words = view.tell, view.tell.report.words
    kinds = [("leaving", "")]
    kinds += [("leaving_equal_mix", "")] if tell.calendar else []
    kinds += [("returning", tell.loss)] if view.returns else []
    rows: list[tuple[str, ...]] = []
    for analysis, stage in kinds:
        tests = view.tests
        test = tests[(tests["analysis"] == analysis) & (tests["from_state"] == stage)]
        rows += [
            (
                view.name,
                words(f"stages-segments-test-{analysis}", time=tell.at(tell.horizon)),
                words.number(row["statistic"], 1),
                words.number(row["degrees_of_freedom"]),
                words.p_value(row["p_value"]),
                words.p_value(row["p_adjusted"]),
            )
            for _, row in test.iterrows()
        ]
    return rows
