"""One Cox fit, or one concordance, by another Python package, timed without reading the file.

    python survival_peers.py rows.csv lifelines right_censored

Imports nothing of this project, so that a package can stand in an environment of its own.
Prints one line of JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

DRIVERS = ["spend", "visits", "age", "online", "complained"]
Answer = dict[str, Any]


def lifelines_right_censored(rows: pd.DataFrame) -> Answer:
    frame = rows[[*DRIVERS, "tenure", "event_observed"]]
    fit = (
        import_module("lifelines")
        .CoxPHFitter()
        .fit(frame, "tenure", "event_observed", batch_mode=True)
    )
    return _answer(fit.params_, fit.standard_errors_, fit.log_likelihood_)


def lifelines_start_stop(rows: pd.DataFrame) -> Answer:
    fit = (
        import_module("lifelines")
        .CoxTimeVaryingFitter()
        .fit(
            rows,
            id_col="customer_id",
            event_col="event_observed",
            start_col="entry",
            stop_col="tenure",
        )
    )
    return _answer(fit.params_[DRIVERS], fit.standard_errors_[DRIVERS], fit.log_likelihood_)


def lifelines_concordance(rows: pd.DataFrame) -> Answer:
    index = import_module("lifelines.utils").concordance_index
    found = index(rows["tenure"], -rows["risk"], rows["event_observed"])
    return {"concordance": float(found)}


def statsmodels_right_censored(rows: pd.DataFrame) -> Answer:
    return _statsmodels(rows, None)


def statsmodels_start_stop(rows: pd.DataFrame) -> Answer:
    return _statsmodels(rows, rows["entry"])


def _statsmodels(rows: pd.DataFrame, entry: pd.Series | None) -> Answer:
    model = import_module("statsmodels.duration.hazard_regression").PHReg
    status = rows["event_observed"].astype(int)
    fit = model(rows["tenure"], rows[DRIVERS], status, entry=entry, ties="efron").fit()
    return _answer(fit.params, fit.bse, fit.llf)


def sksurv_right_censored(rows: pd.DataFrame) -> Answer:
    model = import_module("sksurv.linear_model").CoxPHSurvivalAnalysis(ties="efron")
    outcome = import_module("sksurv.util").Surv.from_dataframe("event_observed", "tenure", rows)
    return {"coefficient": list(model.fit(rows[DRIVERS], outcome).coef_)}


def sksurv_concordance(rows: pd.DataFrame) -> Answer:
    index = import_module("sksurv.metrics").concordance_index_censored
    found = index(rows["event_observed"], rows["tenure"], rows["risk"])
    return {"concordance": float(found[0])}


def _answer(coefficient: Any, std_error: Any, log_likelihood: float) -> Answer:
    return {
        "coefficient": [float(value) for value in np.asarray(coefficient)],
        "std_error": [float(value) for value in np.asarray(std_error)],
        "log_likelihood": float(log_likelihood),
    }


CALLS: dict[str, Callable[[pd.DataFrame], Answer]] = {
    f"{package} {task}": globals()[f"{package}_{task}"]
    for package in ("lifelines", "statsmodels", "sksurv")
    for task in ("right_censored", "start_stop", "concordance")
    if f"{package}_{task}" in globals()
}


def main() -> None:
    path, package, task = sys.argv[1:]
    rows = pd.read_csv(path)
    rows["event_observed"] = rows["event_observed"].astype(bool)
    call = CALLS[f"{package} {task}"]
    call(rows.iloc[: min(len(rows), 2_000)])  # imports and compilation are no part of the time
    started = time.perf_counter(), time.process_time()
    answer = call(rows)
    answer["wall"] = time.perf_counter() - started[0]
    answer["processor"] = time.process_time() - started[1]
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
