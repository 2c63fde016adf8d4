"""How fast Cox models and concordance are, against R and other Python packages. See README.md."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from measuring import Measured, markdown_row, measure, run_r
from survival_data import DRIVERS, EFFECTS, make_customers, make_histories

from analysis.estimate.concordance import compare_pairs
from analysis.estimate.cox import CoxSpecification, estimate_cox
from analysis.study import Driver

HERE = Path(__file__).parent
PATIENCE = 300  # seconds that a peer is given, its start and reading the file included
REPEAT = 3
WARM_UP = 2_000  # rows of the first call, which compiles
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
Row = list[str]
Answer = dict[str, Any]

# task -> (its name, the data's maker, the peers that can do it)
TASKS: dict[str, tuple[str, Callable[[int], pd.DataFrame], tuple[str, ...]]] = {
    "right_censored": (
        "Cox, right-censored",
        make_customers,
        ("R", "lifelines", "statsmodels", "sksurv"),
    ),
    "start_stop": ("Cox, start-stop", make_histories, ("R", "lifelines", "statsmodels")),
    "clustered": ("Cox, start-stop, errors by customer", make_histories, ("R",)),
    "concordance": ("Concordance", make_customers, ("R", "lifelines", "sksurv")),
}
NAMES = {
    "R": "R survival",
    "lifelines": "lifelines",
    "statsmodels": "statsmodels",
    "sksurv": "scikit-survival",
}


def make_rows(task: str, n: int) -> pd.DataFrame:
    """The rows of a task; for the concordance with the true ``risk``, coarse enough to tie."""
    rows = TASKS[task][1](n)
    if task == "concordance":
        rows = rows.assign(risk=(rows[list(DRIVERS)].to_numpy() @ EFFECTS).round(4))
    return rows


def solve(task: str, rows: pd.DataFrame) -> Answer:
    """Our answer, from the rows in memory."""
    if task == "concordance":
        found = compare_pairs(
            rows["risk"].to_numpy(),
            start=rows["entry"].to_numpy(),
            stop=rows["tenure"].to_numpy(),
            event=rows["event_observed"].to_numpy(),
            group=np.zeros(len(rows), int),
        )
        return {"concordance": found.estimate()}
    cluster = "customer_id" if task == "clustered" else None
    fit = estimate_cox(
        rows,
        CoxSpecification(DRIVERS, cluster=cluster),
        drivers_info=[Driver(column=name, kind="number") for name in DRIVERS],
        confidence_level=0.95,
    )
    return {
        "coefficient": fit.beta.tolist(),
        "std_error": np.sqrt(np.diag(fit.covariance)).tolist(),
        "log_likelihood": fit.log_likelihood,
    }


def time_own(task: str, n: int) -> tuple[Answer, float]:
    """Our answer with the best processor seconds of some repetitions, and wall-clock seconds."""
    rows = make_rows(task, n)
    solve(task, rows.head(WARM_UP))
    answer: Answer = {}
    wall = processor = float("inf")
    for _ in range(REPEAT):
        started = time.perf_counter(), time.process_time()
        answer = solve(task, rows)
        wall = min(wall, time.perf_counter() - started[0])
        processor = min(processor, time.process_time() - started[1])
    return answer | {"processor": processor}, wall


def run_peer(peer: str, task: str, path: Path, pythons: dict[str, str]) -> Answer | None:
    """What a peer answers; None when it takes more than PATIENCE."""
    if peer == "R":
        return run_r(HERE / "survival.R", str(path), task, timeout=PATIENCE)
    command = [pythons.get(peer, sys.executable), str(HERE / "survival_peers.py")]
    command += [str(path), peer, task]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout.splitlines()[-1])


def compare(task: str, n: int, pythons: dict[str, str]) -> list[Row]:
    """Our row, and one for each peer."""
    label, _, peers = TASKS[task]
    own = measure(time_own, task, n)
    rows = make_rows(task, n)
    label += f", {n:,} rows" + ("" if "concordance" in task else f" x {len(DRIVERS)} drivers")
    memory = f"best of {REPEAT}; peak memory {own.gibibytes:.2f} GiB"
    table = [[f"**{label}**", *_costs(own.seconds, own.result["processor"]), "1", memory]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        rows.assign(event_observed=rows["event_observed"].astype(int)).to_csv(path, index=False)
        for peer in peers:
            if peer == "sksurv" and peer not in pythons:
                continue
            found = run_peer(peer, task, path, pythons)
            table.append([f"{NAMES[peer]}, the same", *_against(own, found)])
    return table


def _against(own: Measured, found: Answer | None) -> Row:
    if found is None:
        return [f"over {PATIENCE} s", "", f"over {PATIENCE / own.seconds:,.0f} x", ""]
    wall, processor = found["wall"] / own.seconds, found["processor"] / own.result["processor"]
    ratio = f"{processor:,.1f} x processor ({wall:,.1f} x wall)"
    return [*_costs(found["wall"], found["processor"]), ratio, _differences(own.result, found)]


def _differences(own: Answer, other: Answer) -> str:
    """How far the answers are apart: coefficients and errors in our standard errors."""
    if "concordance" in own:
        return f"differs by {abs(own['concordance'] - other['concordance']):.0e}"
    error = np.array(own["std_error"])
    gap = np.abs(np.array(own["coefficient"]) - other["coefficient"]) / error
    said = f"coefficients differ by at most {gap.max():.0e} standard errors"
    if "std_error" in other:
        said += f", errors by {np.abs(other['std_error'] / error - 1).max():.0e} of themselves"
        said += f", log likelihood by {abs(own['log_likelihood'] - other['log_likelihood']):.0e}"
    return said


def _costs(wall: float, processor: float) -> Row:
    return [f"{wall:.2f} s", f"{processor:.2f} s"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--tasks", nargs="*", choices=list(TASKS), default=list(TASKS))
    parser.add_argument(
        "--scikit-survival", metavar="PYTHON", help="a Python that has scikit-survival"
    )
    options = parser.parse_args()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # of the processes started from here
    pythons = {"sksurv": options.scikit_survival} if options.scikit_survival else {}
    headings = ["what", "time", "processor time", "peer / ours", "answers"]
    print(markdown_row(headings), markdown_row(["---"] * len(headings)), sep="\n", flush=True)
    for task in options.tasks:
        for row in compare(task, options.rows, pythons):
            print(markdown_row(row), flush=True)


if __name__ == "__main__":
    main()
