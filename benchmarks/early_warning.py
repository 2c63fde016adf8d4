"""How well and how fast early warning is, against scikit-survival. See README.md."""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from measuring import markdown_row, measure
from warning_data import (
    SEED,
    Telecom,
    list_tenures,
    load_telecom,
    make_company,
    multiply_customers,
)

from analysis.estimate.brier import Predictions, estimate_brier_scores
from analysis.estimate.concordance import compare_pairs
from analysis.estimate.early_warning.backtest import average_risks, run_backtest
from analysis.estimate.early_warning.boosting import BoostingModel
from analysis.estimate.early_warning.design import leave_out_signs
from analysis.estimate.early_warning.hazard_model import HazardModel
from analysis.estimate.early_warning.plan import WarningPlan
from analysis.estimate.early_warning.scoring import Scorer, fit_scorer
from analysis.prepare.intake import prepare_tables
from analysis.prepare.landmark_signs import list_sign_reasons
from analysis.prepare.landmarks import build_landmarks, list_landmark_features
from analysis.prepare.silence import day_number
from analysis.store import load_tables
from analysis.study import Study, load_study

HERE = Path(__file__).parent
LEVEL = 0.95
PEERS = {
    "boosting": "scikit-survival gradient boosting, as it comes",
    "forest": "scikit-survival random survival forest, as it comes",
    "forest_smooth": "scikit-survival random survival forest, leaves of 20 or more",
}
OWN = {
    "hazard": "**ours, logistic hazard**",
    "boosting": "**ours, gradient boosting of the hazard**",
    "ensemble": "**ours, both averaged**",
}
LEARNT_FROM = 50_000  # customers of the company that the models learn from
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
Row = list[str]


def predict_hazards(telecom: Telecom) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Hazard of every customer in every month, from models of the other folds' customers; and the
    processor seconds of each model."""
    hazards = {name: np.empty((len(telecom.tenure), len(telecom.times))) for name in OWN}
    seconds = dict.fromkeys(OWN, 0.0)
    for number in np.unique(telecom.fold):
        test = telecom.fold == number
        taught = telecom.months[~test[telecom.months["customer"]]]
        asked = list_tenures(telecom, np.flatnonzero(test))
        outcome, weight = taught["left"].to_numpy(int), np.ones(len(taught))
        for name, model in (("hazard", HazardModel), ("boosting", BoostingModel)):
            started = time.process_time()
            fitted = model.fit(taught, outcome, weight, telecom.features)
            hazards[name][test] = fitted.predict(asked).reshape(test.sum(), -1)
            seconds[name] += time.process_time() - started
    hazards["ensemble"] = average_risks([hazards["hazard"], hazards["boosting"]])
    seconds["ensemble"] = seconds["hazard"] + seconds["boosting"]
    return hazards, seconds


def judge(telecom: Telecom, risk: np.ndarray, left: np.ndarray) -> tuple[float, float]:
    """Concordance and integrated Brier score: the same code for everybody."""
    pairs = compare_pairs(
        risk,
        start=np.zeros(len(risk)),
        stop=telecom.tenure,
        event=telecom.event,
        group=telecom.fold,
    )
    predictions = Predictions(
        entry=np.zeros(len(risk)),
        tenure=telecom.tenure,
        event=telecom.event,
        times=telecom.times,
        model=left,
        null_model=left,
        group=np.zeros(len(risk), int),
    )
    _, whole = estimate_brier_scores(predictions, confidence_level=LEVEL)
    brier = whole.loc[whole["term"] == "model", "estimate"].iloc[0]
    return float(pairs.estimate()), float(brier)


def compare_telecom(python: str | None) -> list[Row]:
    """Everybody's concordance and Brier score on the customers of the fold they did not see."""
    telecom = load_telecom()
    hazards, seconds = predict_hazards(telecom)
    rows = []
    for name, hazard in hazards.items():
        cumulative = np.cumsum(-np.log1p(-hazard), axis=1)
        found = judge(telecom, cumulative.sum(axis=1), -np.expm1(-cumulative))
        rows.append(_tell(OWN[name], found, seconds[name]))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "customers.npz"
        np.savez(
            source,
            design=telecom.design,
            tenure=telecom.tenure,
            event=telecom.event,
            fold=telecom.fold,
            times=telecom.times,
        )
        for name, label in PEERS.items() if python else ():
            target = Path(folder) / f"{name}.npz"
            command = [str(python), str(HERE / "warning_peers.py"), str(source), name, str(target)]
            subprocess.run(command, check=True)
            told = np.load(target)
            found = judge(telecom, told["risk"], told["left"])
            rows.append(_tell(label, found, float(told["seconds"])))
    return rows


def _tell(label: str, found: tuple[float, float], seconds: float) -> Row:
    return [label, f"{found[0]:.4f}", f"{found[1]:.4f}", f"{seconds:.0f} s"]


def score_company(company: str, folder: str) -> tuple[dict[str, Any], float]:
    """Risks of all customers in the prepared tables of ``folder``, by models that have learnt from
    the past of ``company``."""
    study = load_study(company)
    scorer = _learn(study)
    started = time.perf_counter(), time.process_time()
    tables = load_tables(Path(folder))
    rows = build_landmarks(tables, study, days=[day_number(tables.as_of)])
    told = time.perf_counter() - started[0], time.process_time() - started[1]
    warnings = scorer.score(rows, confidence_level=LEVEL)
    wall = time.perf_counter() - started[0]
    costs = {
        "n": len(warnings),
        "features": told[0],
        "processor_features": told[1],
        "processor": time.process_time() - started[1],
        "n_features": len(list_landmark_features(rows, study)),
    }
    return costs, wall


def _learn(study: Study) -> Scorer:
    """The ensemble, the slowest of the models to score with, for the longest horizon."""
    landmarks = build_landmarks(prepare_tables(study), study)
    features = leave_out_signs(list_landmark_features(landmarks, study), list_sign_reasons(study))
    horizon = study.warning.horizons_days[-1]
    plan = WarningPlan(
        horizon,
        "calendar",
        tuple(features),
        horizons=study.warning.horizons_days,
        n_tests=2,
        n_refits=1,
    )
    rng = np.random.default_rng(SEED)
    return fit_scorer(landmarks, run_backtest(landmarks, plan, rng=rng), "ensemble", rng=rng)


def time_scoring(n_customers: int, kept: Path | None) -> list[Row]:
    """From prepared tables on disk to risks with intervals."""
    with tempfile.TemporaryDirectory() as folder:
        place = kept or Path(folder)
        company = make_company(place / "company", min(LEARNT_FROM, n_customers))
        many = place / f"many_{n_customers}"
        if not many.exists():
            multiply_customers(company, many, n_customers)
        found = measure(score_company, str(company), str(many))
    told = found.result
    return [
        [
            f"{told['n']:,} customers, {told['n_features']} features and the ensemble's risks",
            f"{found.seconds:.0f} s",
            f"{told['features']:.0f} s",
            f"{told['processor']:.0f} s",
            f"{told['processor_features']:.0f} s",
            f"{found.gibibytes:.2f} GiB",
        ]
    ]


def print_table(headings: list[str], rows: list[Row]) -> None:
    """One Markdown table."""
    print(markdown_row(headings), markdown_row(["---"] * len(headings)), sep="\n")
    for row in rows:
        print(markdown_row(row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--tasks", nargs="*", choices=["telecom", "scoring"])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the large company there")
    parser.add_argument(
        "--scikit-survival", metavar="PYTHON", help="a Python that has scikit-survival"
    )
    options = parser.parse_args()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # of the processes started from here
    tasks = options.tasks or ["telecom", "scoring"]
    if "telecom" in tasks:
        headings = ["telco, five folds", "concordance", "integrated Brier", "processor time"]
        print_table(headings, compare_telecom(options.scikit_survival))
    if "scoring" in tasks:
        headings = [
            "what",
            "time",
            "of it features",
            "processor time",
            "of it features",
            "peak memory",
        ]
        print_table(headings, time_scoring(options.customers, options.keep))


if __name__ == "__main__":
    main()
