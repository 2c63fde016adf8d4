"""The structural model beside the true one, where the survey is simulated."""

import numpy as np
import pandas as pd

from analysis.report.blocks import Column, Figure, Paragraph, Table
from analysis.report.charts import (
    INK,
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.satisfaction_loyalty_model import DIGITS, estimator_name
from analysis.report.time_to_churn import Check, Claim, Section

LEAST_COVERED = 0.8


def truth_section(tell: Telling, *, truth: pd.DataFrame, coverage: pd.DataFrame) -> Section:
    """``truth``: kind (loading, path, correlation), left, right, truth, estimate and interval by
    estimator, main; ``coverage``: n_covered, n_values, bias, largest_error by estimator and kind.
    Nothing without a truth on file."""
    report, words = tell.report, tell.report.words
    if truth.empty:
        return Section(())
    paths = truth[truth["main"] & (truth["kind"] == "path")]
    covered, count = int(paths["covered"].sum()), len(paths)
    claim = Claim(
        "model-truth",
        words(
            "model-truth-claim",
            covered=words.number(covered),
            all=words.number(count),
            level=tell.level(),
        ),
        words(
            "model-truth-meaning",
            error=words.number((paths["estimate"] - paths["truth"]).abs().max(), DIGITS),
            misses=words.number((1 - report.confidence_level) * count, 1),
            all=words.number(count),
        ),
    )
    blocks = (
        *open_section(report, "truth", words("model-heading-truth"), words("model-truth-lead")),
        *claim.blocks(),
        _chart(tell, paths, claim.text),
        _table(tell, coverage),
        Paragraph(words("model-truth-loadings")),
    )
    check = Check(
        words("model-check-truth"),
        claim.text,
        bool(count and covered / count >= LEAST_COVERED),
        words("model-check-truth-done"),
    )
    return Section(blocks, (claim,), (check,))


def _chart(tell: Telling, paths: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    named = [tell.path(str(row["right"]), str(row["left"])) for _, row in paths.iterrows()]
    rows = paths.assign(label=named)
    fig, ax = new_chart(words, height=height_for_rows(len(rows)) + 0.3)
    plot_points_with_intervals(ax, rows, write=lambda row: tell.number_range(row, DIGITS))
    ax.plot(
        rows["truth"],
        np.arange(len(rows)),
        "D",
        markerfacecolor="none",
        markeredgecolor=INK,
        markeredgewidth=1.6,
        markersize=10,
        linestyle="none",
        zorder=4,
        label=words("model-truth-mark"),
    )
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), borderaxespad=0.2)
    label_axes(ax, x=words("model-axis-coefficient"))
    points = [
        tell.with_range(str(row["label"]), words.number(row["truth"], DIGITS))
        for _, row in rows.iterrows()
    ]
    return finish_chart(
        fig,
        id="fig-model-truth",
        claim=claim,
        subtitle=words("model-truth-subtitle", level=tell.level()),
        alt=words("model-truth-alt", points=words.list(points)),
        source=report.source_line,
    )


def _table(tell: Telling, coverage: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    return Table(
        id="tbl-model-truth",
        caption=words("model-truth-caption", level=tell.level()),
        columns=(
            Column(words("model-head-estimator"), "left"),
            Column(words("model-head-quantity"), "left"),
            Column(words("model-head-covered")),
            Column(words("model-head-bias")),
            Column(words("model-head-largest-error")),
        ),
        rows=tuple(
            (
                estimator_name(tell, str(row["estimator"])),
                words(f"model-quantity-{row['kind']}"),
                words(
                    "model-covered-of",
                    covered=words.number(row["n_covered"]),
                    all=words.number(row["n_values"]),
                ),
                words.number(row["bias"], 3),
                words.number(row["largest_error"], 3),
            )
            for _, row in coverage.iterrows()
        ),
        source=report.source_line,
        note=words("model-truth-note"),
    )
