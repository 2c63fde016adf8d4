"""How fast structural models are fitted, against R's lavaan. See README.md."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from measuring import Measured, markdown_row, measure, run_r
from structural_data import LONG, SHORT, Layout, make_frame, write_answers

from analysis.estimate.composite.bootstrap import bootstrap_composite_model
from analysis.estimate.composite.estimate import estimate_composite_model
from analysis.estimate.composite.model import specify_composite_model
from analysis.estimate.structural.bootstrap import bootstrap_fit
from analysis.estimate.structural.estimate import estimate_from_moments
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.missing import estimate_full_information
from analysis.estimate.structural.moments import SampleMoments, moments_of_frame
from analysis.estimate.structural.ordinal import estimate_ordinal
from analysis.estimate.structural.syntax import read_model_syntax
from analysis.prepare.survey_moments import count_item_moments
from analysis.store import quote_text

HERE = Path(__file__).parent
PATIENCE = 600  # seconds that R is given
LEVEL = 0.95
DRAWS, DRAWS_OF_R = 2000, 400
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
Row = list[str]


def clocked(call: Callable[[], Any], *, repeat: int = 1) -> tuple[Any, float, float]:
    """The result, and the best wall-clock and processor seconds of ``repeat`` times."""
    wall = processor = float("inf")
    for _ in range(repeat):
        started = time.perf_counter(), time.process_time()
        result = call()
        wall = min(wall, time.perf_counter() - started[0])
        processor = min(processor, time.process_time() - started[1])
    return result, wall, processor


def fit(kind: str, layout: Layout, frame: pd.DataFrame) -> StructuralFit:
    """All that the report needs of a model, from the answers and the text of the model."""
    model = read_model_syntax(layout.syntax)
    if kind == "FIML":
        return estimate_full_information(frame, model, confidence_level=LEVEL)
    if kind == "WLSMV":
        return estimate_ordinal(frame, model, confidence_level=LEVEL)
    moments = moments_of_frame(frame, model.observed, robust=False)
    return estimate_from_moments(moments, model, confidence_level=LEVEL)


def time_fit(kind: str, layout: Layout, frame: pd.DataFrame, repeat: int) -> tuple[Any, float]:
    """(our parameters, processor seconds) and wall-clock seconds of one fit."""
    found, wall, processor = clocked(lambda: fit(kind, layout, frame), repeat=repeat)
    assert found.usable, found.problems
    return (found.parameters, processor), wall


def time_bootstrap(layout: Layout, frame: pd.DataFrame) -> tuple[Any, float]:
    """The same of one draw, the errors being those of the draws."""
    found = fit("ML", layout, frame)
    rng = np.random.default_rng(1)
    draws, wall, processor = clocked(lambda: bootstrap_fit(found, draws=DRAWS, rng=rng))
    free = found.model.table["free"].to_numpy()
    parameters = found.parameters.assign(std_error=draws.theta.std(axis=0, ddof=1)[free])
    return (parameters[free >= 0], processor / DRAWS), wall / DRAWS


def time_composite(layout: Layout, frame: pd.DataFrame) -> tuple[Any, float]:
    """Seconds of one bootstrap draw of the PLS path model with the same constructs and paths."""
    paths = {outcome: list(causes) for outcome, causes in layout.paths.items()}
    found = estimate_composite_model(frame, specify_composite_model(layout.blocks, paths))
    rng = np.random.default_rng(1)
    _, wall, processor = clocked(
        lambda: bootstrap_composite_model(
            frame, found, n_draws=DRAWS, confidence_level=LEVEL, rng=rng
        )
    )
    return (None, processor / DRAWS), wall / DRAWS


def compare(
    label: str, kind: str, layout: Layout, frame: pd.DataFrame, *, repeat: int, with_r: bool
) -> list[Row]:
    """Two rows: ours, and lavaan's with its ratios and how far its answers are from ours."""
    if kind == "bootstrap":
        own = measure(time_bootstrap, layout, frame)
        times_of_r, sizes = DRAWS_OF_R, f"{DRAWS:,} draws"
    else:
        own = measure(time_fit, kind, layout, frame, repeat)
        times_of_r, sizes = repeat, f"best of {repeat}"
    ours = [label, *_costs(own.seconds, own.result[1]), "1", sizes]
    return [ours, _lavaan(label, kind, (layout, frame), own, times_of_r)] if with_r else [ours]


def _lavaan(
    label: str, kind: str, given: tuple[Layout, pd.DataFrame], own: Measured, times: int
) -> Row:
    layout, frame = given
    with tempfile.TemporaryDirectory() as name:
        rows, model = Path(name) / "rows.csv", Path(name) / "model.txt"
        frame.to_csv(rows, index=False)
        model.write_text(layout.syntax)
        arguments = [str(rows), str(model), kind, str(times)]
        other = run_r(HERE / "structural.R", *arguments, timeout=PATIENCE)
    name = f"R lavaan, {label}"
    if other is None:
        return [name, f"over {PATIENCE} s", "", f"over {PATIENCE / own.seconds:,.0f} x slower", ""]
    parameters, processor = own.result
    ratio = f"{other['wall'] / own.seconds:.1f} x ({other['cpu'] / processor:.1f} x processor)"
    return [name, *_costs(other["wall"], other["cpu"]), ratio, _differences(parameters, other)]


def _differences(parameters: pd.DataFrame, other: dict[str, Any]) -> str:
    """Largest differences of estimates and errors, in our standard errors."""
    own = {}
    for row in parameters.itertuples():
        for left, right in ((row.left, row.right), (row.right, row.left)):
            own.setdefault(f"{left}{row.operator}{right}", (row.estimate, row.std_error))
    ours = np.array([own[name] for name in other["name"]])
    estimate = np.abs(ours[:, 0] - other["est"]) / ours[:, 1]
    error = np.abs(np.array(other["se"]) / ours[:, 1] - 1)
    return (
        f"estimates differ by at most {estimate.max():.0e} standard errors, "
        f"errors by {100 * error.max():.2g}%"
    )


def compare_composite(layout: Layout, frame: pd.DataFrame) -> list[Row]:
    own = measure(time_composite, layout, frame)
    label = f"PLS bootstrap draw, {_size(layout, frame)}"
    said = f"{DRAWS:,} draws; R seminr not measured here"
    return [[label, *_costs(own.seconds, own.result[1]), "", said]]


def reduce_and_fit(path: Path, layout: Layout) -> tuple[Any, float]:
    """From a Parquet file of answers to a fitted model: (n, seconds of the fit alone), seconds."""
    items = pd.DataFrame({"item": layout.items, "low": 1.0, "high": 5.0, "reversed": False})

    def estimate() -> tuple[int, float]:
        n, means, covariance = count_item_moments(path, items).total()
        moments = SampleMoments(tuple(layout.items), n, means, covariance)
        model = read_model_syntax(layout.syntax)
        found, wall, _ = clocked(
            lambda: estimate_from_moments(moments, model, confidence_level=LEVEL)
        )
        assert found.usable, found.problems
        return n, wall

    result, wall, processor = clocked(estimate)
    return (*result, processor), wall


def compare_scan(folder: Path, n: int) -> list[Row]:
    """Answers of ``n`` respondents on disk, reduced to moments in one scan, and the model."""
    path = folder / "answers.parquet"
    write_answers(path, SHORT, n)
    columns = ", ".join(f"avg({item})" for item in SHORT.items)

    def scan() -> None:
        with duckdb.connect(config={"threads": 2}) as connection:
            source = f"read_parquet({quote_text(str(path))})"
            connection.execute("SET enable_progress_bar=false")
            connection.execute(f"SELECT {columns} FROM {source}").fetchall()

    _, wall, processor = clocked(scan)
    own = measure(reduce_and_fit, path, SHORT)
    n, fitting, spent = own.result
    return [
        [f"DuckDB's own means of {len(SHORT.items)} columns", *_costs(wall, processor), "", ""],
        [
            f"{n:,} respondents x {len(SHORT.items)} items: one scan to moments, ML fit",
            *_costs(own.seconds, spent),
            "",
            f"the fit alone {fitting:.2f} s; peak memory {own.gibibytes:.2f} GiB",
        ],
    ]


def _costs(wall: float, processor: float) -> list[str]:
    return [_seconds(wall), _seconds(processor)]


def _seconds(value: float) -> str:
    return f"{value:.1f} s" if value >= 1 else f"{1000 * value:.3g} ms"


def _size(layout: Layout, frame: pd.DataFrame) -> str:
    return f"{len(frame):,} x {len(layout.items)} items"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--respondents", type=int, default=10_000_000, help="of the scan")
    parser.add_argument("--without-r", action="store_true", help="leave out what needs R")
    options = parser.parse_args()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # R's linear algebra as ours
    headings = ["what", "time", "processor time", "lavaan / ours", "answers"]
    show([headings, ["---"] * len(headings)])
    for label, kind, layout, frame, repeat in cases():
        name = f"{label}, {_size(layout, frame)}"
        show(compare(name, kind, layout, frame, repeat=repeat, with_r=not options.without_r))
    show(compare_composite(SHORT, make_frame(SHORT, 300)))
    with tempfile.TemporaryDirectory(prefix="analysis-benchmark-") as folder:
        show(compare_scan(Path(folder), options.respondents))


def cases() -> list[tuple[str, str, Layout, pd.DataFrame, int]]:
    """Label, kind, model, answers and how often each is repeated."""
    return [
        ("ML", "ML", SHORT, make_frame(SHORT, 300), 10),
        ("ML", "ML", LONG, make_frame(LONG, 5000), 5),
        ("FIML, 15% missing", "FIML", SHORT, make_frame(SHORT, 1000, missing=0.15), 3),
        ("WLSMV", "WLSMV", SHORT, make_frame(SHORT, 1000, ordinal=True), 5),
        ("WLSMV, 5% missing", "WLSMV", LONG, make_frame(LONG, 5000, ordinal=True, missing=0.05), 1),
        ("Bootstrap draw", "bootstrap", SHORT, make_frame(SHORT, 300), 1),
        ("Bootstrap draw", "bootstrap", LONG, make_frame(LONG, 1000), 1),
    ]


def show(rows: list[Row]) -> None:
    """Rows of the one table, as soon as they are known."""
    for row in rows:
        print(markdown_row(row), flush=True)


if __name__ == "__main__":
    main()
