"""Tables of one segment: who leaves and who comes back, and how many will be active."""

from collections.abc import Sequence

import pandas as pd

from analysis.report.blocks import Column, Table
from analysis.report.lifecycle_stages_segments_view import EVERYONE, SegmentView

_NONE = "–"


def overview_table(view: SegmentView) -> Table:
    """Per group and for everyone: losses within the horizon, returns, expected time until loss."""
    tell, report, words = view.tell, view.tell.report, view.tell.report.words
    time, level = tell.at(tell.horizon), tell.level()
    kinds = [("leaving", "")]
    kinds += [("leaving_equal_mix", "")] if tell.calendar else []
    kinds += [("returning", tell.loss)] if view.returns else []
    rows = []
    for group in (*view.groups, EVERYONE):
        row, stay = view.find("leaving", group), view.find("stay", group)
        found = [view.find(analysis, group, stage) for analysis, stage in kinds]
        rows.append(
            (
                view.group(group),
                _count(view, None if row is None else row["n"]),
                *(_NONE if each is None else tell.share(each) for each in found),
                _NONE if stay is None else tell.length_range(stay),
            )
        )
    clock = "calendar" if tell.calendar else "tenure"
    return Table(
        id=f"tbl-segment-{view.position}",
        caption=words("stages-segments-caption", segment=view.name),
        columns=(
            Column(view.name, "left"),
            Column(words(f"stages-segments-head-n-{clock}")),
            *(
                Column(words(f"stages-segments-head-{analysis}", time=time, level=level))
                for analysis, _ in kinds
            ),
            Column(words("stages-segments-head-stay", time=time, level=level)),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(f"stages-segments-note-{clock}"),
    )


def _count(view: SegmentView, n: float | None) -> str:
    return _NONE if n is None or pd.isna(n) else view.tell.report.words.number(n)


def forecast_table(views: Sequence[SegmentView]) -> Table:
    """Customers active today and after the horizon, by segment and for everyone, and whether the
    last forecast tried held."""
    tell, report, words = views[0].tell, views[0].tell.report, views[0].tell.report.words
    rows = [(view.name, *_forecast(view, group)) for view in views for group in view.groups]
    time = tell.at(tell.horizon)
    return Table(
        id="tbl-segment-forecast",
        caption=words("stages-segments-forecast-caption", time=time),
        columns=(
            Column(words("stages-segments-head-segment"), "left"),
            Column(words("stages-segments-head-group"), "left"),
            Column(words("stages-segments-head-n-calendar")),
            Column(words("stages-segments-head-expected", time=time)),
            Column(words("stages-head-band", level=tell.level())),
            Column(words("stages-segments-head-tried")),
        ),
        rows=((_NONE, *_forecast(views[0], EVERYONE)), *rows),
        source=report.source_line,
        note=words("stages-segments-forecast-note"),
    )


def _forecast(view: SegmentView, group: str) -> tuple[str, ...]:
    words = view.tell.report.words
    row, tried = view.find("forecast", group), view.find("backtest", group)
    if row is None:
        return (view.group(group), *(_NONE,) * 4)
    inside = _NONE
    if tried is not None and not pd.isna(tried["actual"]):
        inside = words("stages-yes" if tried["inside"] else "stages-no")
    return (
        view.group(group),
        _count(view, row["before"]),
        words.number(row["estimate"]),
        words.interval(row["conf_low"], row["conf_high"], "number"),
        inside,
    )


def sum_text(views: Sequence[SegmentView]) -> str:
    """What the groups' forecasts add to, beside that of everyone, and why they may differ."""
    tell, words = views[0].tell, views[0].tell.report.words
    whole = views[0].find("forecast", EVERYONE)
    sums = {
        view.name: float(view.known("forecast")["estimate"].sum())
        for view in views
        if len(view.known("forecast")) == len(view.groups)
    }
    if whole is None or not sums:
        return words("stages-segments-sum-unknown")
    return words(
        "stages-segments-sum",
        sums=words.list(
            words("stages-segments-sum-of", sum=words.number(total), segment=name)
            for name, total in sums.items()
        ),
        whole=words.number(float(whole["estimate"])),
        time=tell.at(tell.horizon),
    )
