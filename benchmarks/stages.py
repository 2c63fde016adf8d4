"""How fast stage histories and their estimates are, against DuckDB's sort and R. See README.md."""

import argparse
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from measuring import Measured, markdown_row, measure, run_r, timed
from stage_data import STATES, load_purchases, write_purchases, write_spells

from analysis.estimate.panel import build_panel_data, estimate_panel_markov
from analysis.estimate.transitions import build_stage_counts, estimate_transition_probabilities
from analysis.prepare.spells import build_spells
from analysis.prepare.stage_counts import count_stage_moves
from analysis.prepare.stage_machine import MachineRules
from analysis.store import quote_text
from analysis.study import load_study

HERE = Path(__file__).parent
START, STOP = 700, 1400  # days between which transition probabilities are estimated
RULES = MachineRules(150, 300, 30, 365, 300)
CAV_MOVES = [("1", "2"), ("1", "4"), ("2", "1"), ("2", "3"), ("2", "4"), ("3", "2"), ("3", "4")]
PATIENCE = 300  # seconds that R is given
Row = list[str]


def sort_purchases(folder: Path) -> tuple[int, float]:
    """DuckDB's own sort of the transactions by customer and day."""
    source = quote_text(str(folder / "transactions.parquet"))
    with duckdb.connect(config={"threads": 2}) as connection:
        sql = f"CREATE TABLE sorted AS SELECT * FROM read_parquet({source}) ORDER BY ALL"
        connection.execute("SET enable_progress_bar=false")
        _, seconds = timed(lambda: connection.execute(sql))
        return connection.execute("SELECT count(*) FROM sorted").fetchall()[0][0], seconds


def make_spells(folder: Path) -> tuple[int, float]:
    """Stage histories of the same transactions, from file to table."""
    tables, study = load_purchases(folder), load_study("cdnow")
    spells, seconds = timed(lambda: build_spells(tables, study, RULES))
    return len(spells), seconds


def compile_machine(folder: Path) -> tuple[None, float]:
    """The first use compiles the machine and keeps it: no part of the time."""
    write_purchases(folder / "warm", 1_000)
    make_spells(folder / "warm")
    return None, 0.0


def estimate_from_file(folder: Path) -> tuple[np.ndarray, float]:
    """P(START, STOP) and its standard errors (2, 6, 6) from a Parquet file of spells."""

    def estimate() -> np.ndarray:
        counts = build_stage_counts(count_stage_moves(folder / "*.parquet"), STATES)
        found = estimate_transition_probabilities(
            counts, start=START, times=[STOP], confidence_level=0.95
        )
        return found[["estimate", "std_error"]].to_numpy().T.reshape(2, 6, 6)

    return timed(estimate)


def compare_spells(folder: Path, n: int) -> list[Row]:
    measure(compile_machine, folder)
    write_purchases(folder / "purchases", n)
    sort = measure(sort_purchases, folder / "purchases")
    spells = measure(make_spells, folder / "purchases")
    return [
        [f"DuckDB sorts {sort.result:,} transactions", *_cost(sort), "1", ""],
        [
            f"Spells from the same transactions ({spells.result:,} spells)",
            *_cost(spells),
            f"{spells.seconds / sort.seconds:.1f} x the sort",
            "below 4 GiB" if spells.gibibytes < 4 else "above 4 GiB",
        ],
    ]


def compare_aalen_johansen(folder: Path, n: int, with_r: bool) -> list[Row]:
    write_spells(folder / f"spells-{n}", n)
    with duckdb.connect() as connection:
        source = quote_text(str(folder / f"spells-{n}" / "*.parquet"))
        rows = connection.execute(f"SELECT count(*) FROM read_parquet({source})").fetchall()[0][0]
        if with_r:
            target = quote_text(str(folder / "r.csv"))
            connection.execute(f"COPY (SELECT * FROM {source}) TO {target}")
    own = measure(estimate_from_file, folder / f"spells-{n}")
    table = [[f"Aalen-Johansen, {rows:,} spells, all 36 P and errors", *_cost(own), "1", ""]]
    if with_r:
        for name in ("survfit", "etm"):
            table.append(_against_r(folder / "r.csv", name, own))
    return table


def _against_r(rows: Path, name: str, own: Measured) -> Row:
    label = f"R {name}, the same spells, all P and errors"
    label += ", a call for each row" if name == "survfit" else ""
    reference = run_r(HERE / "aalen_johansen.R", str(rows), str(STOP), name, timeout=PATIENCE)
    if reference is None:
        return [label, f"over {PATIENCE} s", "", f"over {PATIENCE / own.seconds:,.0f} x slower", ""]
    gaps = [
        float(np.abs(own.result[k] - np.array(reference[key])).max())
        for k, key in enumerate(("probability", "std_error"))
    ]
    return [
        label,
        f"{reference['seconds']:.1f} s",
        "",
        f"{reference['seconds'] / own.seconds:,.0f} x slower",
        f"differs by at most {gaps[0]:.0e} (P), {gaps[1]:.0e} (errors)",
    ]


def read_cav(path: Path) -> pd.DataFrame:
    visits = pd.read_csv(path).sort_values(["PTNUM", "years"], kind="stable")
    people = visits.groupby("PTNUM")
    pairs = visits.assign(
        from_state=visits["state"].astype(str),
        to_state=people["state"].shift(-1),
        gap=people["years"].shift(-1) - visits["years"],
    ).dropna()
    return pairs.assign(to_state=pairs["to_state"].astype(int).astype(str))


def compare_panel(folder: Path) -> list[Row]:
    reference = run_r(HERE / "cav.R", str(folder / "cav.csv"))
    assert reference is not None
    pairs = read_cav(folder / "cav.csv")
    table = []
    for label, covariates in (("plain", ()), ("sex", ("sex",))):
        fit, seconds = timed(lambda c=covariates: _fit(pairs, c), repeat=3)
        other: dict[str, Any] = reference[label]
        flagged = [" to ".join(m) for m, at in zip(fit.moves, fit.at_boundary, strict=True) if at]
        said = f"; at the boundary: {', '.join(flagged)}" if flagged else ""
        name = "cav" if label == "plain" else "cav with sex"
        table += [
            [
                f"Panel likelihood, {name}",
                f"{seconds:.2f} s",
                "",
                "1",
                f"-2 log likelihood {-2 * fit.log_likelihood:.4f}{said}",
            ],
            [
                f"R msm, {name}",
                f"{other['seconds']:.2f} s",
                "",
                f"{other['seconds'] / seconds:.0f} x slower",
                f"-2 log likelihood {other['minus2loglik']:.4f}",
            ],
        ]
    return table


def _fit(pairs: pd.DataFrame, covariates: tuple[str, ...]) -> Any:
    data = build_panel_data(pairs, ("1", "2", "3", "4"), covariates=covariates, exact_states=("4",))
    return estimate_panel_markov(data, CAV_MOVES)


def _cost(measured: Measured) -> list[str]:
    return [f"{measured.seconds:.1f} s", f"{measured.gibibytes:.2f} GiB"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--purchases", type=int, default=10_000_000)
    parser.add_argument("--spells", type=int, nargs="*", default=[1_000_000, 100_000_000])
    parser.add_argument("--without-r", action="store_true", help="leave out what needs R")
    options = parser.parse_args()
    headings = ["what", "time", "peak memory", "ratio", "answers"]
    show([headings, ["---"] * len(headings)])
    with tempfile.TemporaryDirectory(prefix="analysis-benchmark-") as name:
        folder = Path(name)
        show(compare_spells(folder, options.purchases))
        for position, n in enumerate(options.spells):
            with_r = position == 0 and not options.without_r
            show(compare_aalen_johansen(folder, n, with_r))
        if not options.without_r:
            show(compare_panel(folder))


def show(rows: list[Row]) -> None:
    """Rows of the one table, as soon as they are known."""
    for row in rows:
        print(markdown_row(row), flush=True)


if __name__ == "__main__":
    main()
