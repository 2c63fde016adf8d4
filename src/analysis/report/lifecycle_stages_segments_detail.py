"""Details by segment: stage mix, losses and visits by stage, transition probabilities, tests."""

from collections.abc import Callable, Sequence

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.lifecycle_stages_segments_view import EVERYONE, SegmentView

_NONE = "–"
_MOST_MOVES = 12
_LEAST_SHARE = 0.02


def detail_blocks(views: Sequence[SegmentView]) -> list[Block]:
    """The tables of every segment, then one of all tests."""
    if not views:
        return []
    words = views[0].tell.report.words
    blocks: list[Block] = [Paragraph(words("stages-segments-details-lead"))]
    for view in views:
        blocks += [_mix_table(view), *_stage_tables(view), *_matrix_table(view)]
    blocks.append(_tests_table(views))
    return blocks


def _columns(view: SegmentView, first: str, *last: str) -> tuple[Column, ...]:
    groups = (Column(view.group(group)) for group in view.groups)
    return (Column(first, "left"), *groups, *(Column(label) for label in last))


def _cells(
    view: SegmentView, analysis: str, stage: str, write: Callable[[pd.Series], str]
) -> tuple[str, ...]:
    """One cell per group; what may not be shown is a dash."""
    found = (view.find(analysis, group, stage) for group in view.groups)
    return tuple(_NONE if row is None else write(row) for row in found)


def _mix_table(view: SegmentView) -> Table:
    tell, report, words = view.tell, view.tell.report, view.tell.report.words
    there = set(view.rows("mix", stage=None)["from_state"])
    rows = []
    for stage in (stage for stage in tell.stages if stage in there):
        cells = []
        for group in (*view.groups, EVERYONE):
            held = view.rows("mix", stage=stage)
            held = held[held["segment"] == group]
            empty = held.empty  # nobody of the group is in the stage
            hidden = not empty and pd.isna(held["estimate"].iloc[0])
            share = 0.0 if empty or hidden else float(held["estimate"].iloc[0])
            cells.append(_NONE if hidden else words.percent(share))
        rows.append((tell.stage(stage), *cells))
    key = "stages-segments-mix-caption" if tell.calendar else "stages-segments-mix-caption-tenure"
    return Table(
        id=f"tbl-segment-mix-{view.position}",
        caption=words(key, segment=view.name),
        columns=_columns(view, words("stages-head-stage"), view.group(EVERYONE)),
        rows=tuple(rows),
        source=report.source_line,
        note=words("stages-segments-mix-note", minimum=words.number(tell.minimum)),
    )


def _stage_tables(view: SegmentView) -> list[Table]:
    """Losses by stage at the start, and median visits; each with the test of its row."""
    tell, words = view.tell, view.tell.report.words
    time, level = tell.at(tell.horizon), tell.level()
    writers: dict[str, Callable[[pd.Series], str]] = {
        "leaving": tell.share,
        "dwell": lambda row: _median(view, row),
    }
    tables = []
    for analysis, write in writers.items():
        rows = []
        for stage in tell.stages:
            cells = _cells(view, analysis, stage, write)
            if any(cell != _NONE for cell in cells):
                p = view.p(analysis, stage)
                told = _NONE if pd.isna(p) else words.p_value(p)
                rows.append((tell.stage(stage), *cells, told))
        if rows:
            tables.append(
                Table(
                    id=f"tbl-segment-{analysis}-{view.position}",
                    caption=words(
                        f"stages-segments-{analysis}-caption", segment=view.name, time=time
                    ),
                    columns=_columns(
                        view, words("stages-head-stage"), words("stages-segments-head-p")
                    ),
                    rows=tuple(rows),
                    source=view.tell.report.source_line,
                    note=words(f"stages-segments-{analysis}-note", level=level),
                )
            )
    return tables


def _median(view: SegmentView, row: pd.Series) -> str:
    """The median visit; one without width comes from the rule, and is said to."""
    if row["conf_low"] == row["conf_high"]:
        words = view.tell.report.words
        return view.tell.with_range(view.tell.length(row["estimate"]), words("stages-by-rule"))
    return view.tell.length_range(row)


def _matrix_table(view: SegmentView) -> list[Table]:
    """The moves over the horizon that most customers make, staying included."""
    tell, report, words = view.tell, view.tell.report, view.tell.report.words
    matrix = view.rows("matrix", stage=None)
    whole = matrix[(matrix["segment"] == EVERYONE) & (matrix["estimate"] >= _LEAST_SHARE)]
    frequent = (whole["estimate"] * whole["n"]).nlargest(_MOST_MOVES).index
    place = {stage: position for position, stage in enumerate(tell.stages)}
    moves = sorted(
        whole.loc[frequent, ["from_state", "to_state"]].itertuples(index=False, name=None),
        key=lambda move: (place[move[0]], place[move[1]]),
    )
    rows = []
    for source, target in moves:
        there = matrix[(matrix["from_state"] == source) & (matrix["to_state"] == target)]
        known = there.dropna(subset=["estimate"]).set_index("segment")
        stays = words("stages-segments-stays", stage=tell.stage(source))
        cells = (
            tell.share(known.loc[group]) if group in known.index else _NONE for group in view.groups
        )
        rows.append((stays if source == target else tell.move(source, target), *cells))
    if not rows:
        return []
    return [
        Table(
            id=f"tbl-segment-matrix-{view.position}",
            caption=words(
                "stages-segments-matrix-caption", segment=view.name, time=tell.at(tell.horizon)
            ),
            columns=_columns(view, words("stages-head-move")),
            rows=tuple(rows),
            source=report.source_line,
            note=words("stages-segments-matrix-note", level=tell.level(), n=len(rows)),
        )
    ]


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
