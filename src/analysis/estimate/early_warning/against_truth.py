"""Predictions beside the truth of a simulated company: calibration, ranking, intervals."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.estimate.calibration import fit_cloglog
from analysis.estimate.early_warning.judged import (
    Judged,
    estimate_mean,
    number_values,
    read_judged,
    tell_estimate,
)
from analysis.estimate.early_warning.ranking import AUC, measure_auc
from analysis.estimate.early_warning.recalibration import cloglog
from analysis.estimate.survival import normal_quantile
from analysis.results import as_estimates

ATTAINABLE, TRUTH = "attainable", "truth"
SHARE, SLOPE, GAP = "share_of_attainable", "slope", "mean_difference"
COVERED = "covered"
N_GROUPS = 10
ANALYSIS = "warning_truth"
_NEAR_ZERO = 1e-6


@dataclass(frozen=True)
class TruthComparison:
    """How far predictions are from what the simulation knows.

    ``ranking``: by stratum (a model, ``attainable``, ``truth``) the AUC, and of models the
    ``share_of_attainable``: how much of what the records allow above chance they reach.
    ``calibration``: by model the ``slope`` of the true risk on the predicted one (complementary
    log-log; ideal 1) and the ``mean_difference``, predicted less true (ideal 0). ``groups``: tenths
    of customers by predicted risk (``stratum, group, risk, true_risk, left, n``). ``coverage``:
    tenths of the customers warned of now, with the mean of their intervals and of their true risks
    (``group, risk, conf_low, conf_high, true_risk, n, covered``); empty without warnings.
    """

    ranking: pd.DataFrame
    calibration: pd.DataFrame
    groups: pd.DataFrame
    coverage: pd.DataFrame

    @property
    def estimates(self) -> pd.DataFrame:
        """Everything but the groups, in the columns of ``ESTIMATE_COLUMNS``."""
        covered = self.coverage.assign(
            term=COVERED,
            stratum=[f"group={group}" for group in self.coverage["group"]],
            estimate=self.coverage["true_risk"],
            unit="probability",
        )
        parts = [self.ranking, self.calibration, covered]
        return as_estimates(
            pd.concat([part for part in parts if len(part)], ignore_index=True), analysis=ANALYSIS
        )


def compare_with_truth(
    predictions: pd.DataFrame,
    truth: pd.DataFrame,
    *,
    warnings: pd.DataFrame | None = None,
    confidence_level: float,
) -> TruthComparison | None:
    """Predictions of all models, and the intervals of ``warnings``, beside the truth; None where
    ``truth`` has no rows.

    ``truth`` has ``customer_id, day, true_risk, attainable_risk``. Rows whose outcome is not known
    are left out. Errors are clustered by customer; the true risk has no error of its own.
    """
    if truth.empty:
        return None
    known = _key(truth)
    joined = _join(predictions, known)
    by_model = {str(name): rows for name, rows in joined.groupby("model", observed=True)}
    calibration = [
        row
        for name, rows in by_model.items()
        for row in _compare_risks(name, rows, confidence_level)
    ]
    return TruthComparison(
        ranking=pd.DataFrame(_rank(by_model, confidence_level)),
        calibration=pd.DataFrame(calibration),
        groups=pd.concat([_group(name, rows) for name, rows in by_model.items()]),
        coverage=_cover(warnings, known),
    )


def _key(truth: pd.DataFrame) -> pd.DataFrame:
    named = truth.assign(customer_id=truth["customer_id"].astype(str))
    return named.set_index(["customer_id", "day"])[["true_risk", "attainable_risk"]]


def _join(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """``rows`` that the truth speaks of, with its two risks."""
    keys = pd.MultiIndex.from_arrays([rows["customer_id"].astype(str), rows["day"]])
    place = known.index.get_indexer(keys)
    found = place >= 0
    joined = rows[found].reset_index(drop=True)
    return joined.assign(**{name: known[name].to_numpy()[place[found]] for name in known.columns})


def _rank(by_model: dict[str, pd.DataFrame], level: float) -> list[dict[str, Any]]:
    """AUC of the truth, of the best forecast, of the models; each model's share of the best."""
    first = next(iter(by_model.values()))
    told = []
    for name, column in ((TRUTH, "true_risk"), (ATTAINABLE, "attainable_risk")):
        judged = read_judged(first.assign(risk=first[column]))
        told.append(_tell_auc(name, judged, *measure_auc(judged), level))
    for name, rows in by_model.items():
        judged, best = read_judged(rows), read_judged(rows.assign(risk=rows["attainable_risk"]))
        value, pull = measure_auc(judged)
        limit, pull_of_limit = measure_auc(best)
        told.append(_tell_auc(name, judged, value, pull, level))
        share = (value - 0.5) / (limit - 0.5)
        influence = (pull - share * pull_of_limit) / (limit - 0.5)
        row = tell_estimate(judged, SHARE, share, influence, confidence_level=level, unit="share")
        told.append(row | {"stratum": name})
    return told


def _tell_auc(
    name: str, judged: Judged, value: float, influence: np.ndarray, level: float
) -> dict[str, Any]:
    row = tell_estimate(judged, AUC, value, influence, confidence_level=level, unit="probability")
    return row | {"stratum": name}


def _compare_risks(name: str, rows: pd.DataFrame, level: float) -> list[dict[str, Any]]:
    """Slope of the true risk on the predicted, and the mean of predicted less true."""
    judged = read_judged(rows)
    true = rows["true_risk"].to_numpy()[judged.row]
    columns = np.column_stack([np.ones(len(true)), cloglog(judged.risk)])
    nothing = np.zeros(len(true))
    customer = number_values(pd.Series(judged.customer))
    fit, covariance = fit_cloglog(columns, true, judged.weight, nothing, customer)
    gap, influence = estimate_mean(judged.risk - true, judged.weight)
    margin = normal_quantile(level) * float(np.sqrt(covariance[1, 1]))
    told = tell_estimate(judged, GAP, gap, influence, confidence_level=level, unit="probability")
    slope = told | {
        "term": SLOPE,
        "estimate": float(fit[1]),
        "std_error": float(np.sqrt(covariance[1, 1])),
        "conf_low": float(fit[1]) - margin,
        "conf_high": float(fit[1]) + margin,
        "unit": "complementary log-log",
    }
    return [row | {"stratum": name} for row in (slope, told)]


def _tenths(risk: np.ndarray) -> np.ndarray:
    """Numbers 1.. of about tenths by risk; equal risks stay together."""
    edges = np.unique(np.quantile(risk, np.linspace(0, 1, N_GROUPS + 1)[1:-1]))
    return np.asarray(np.unique(np.searchsorted(edges, risk), return_inverse=True)[1] + 1)


def _group(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["left"].notna()]
    told = pd.DataFrame(
        {
            "stratum": name,
            "group": _tenths(known["risk"].to_numpy()),
            "risk": known["risk"].to_numpy(),
            "true_risk": known["true_risk"].to_numpy(),
            "left": known["left"].to_numpy(float),
            "customer_id": known["customer_id"].astype(str).to_numpy(),
        }
    )
    means = told.groupby(["stratum", "group"])[["risk", "true_risk", "left"]].mean()
    n = told.groupby(["stratum", "group"])["customer_id"].nunique().rename("n")
    return means.join(n).reset_index()


def _cover(warnings: pd.DataFrame | None, known: pd.DataFrame) -> pd.DataFrame:
    columns = ["group", "risk", "conf_low", "conf_high", "true_risk", "n", COVERED]
    if warnings is None or warnings.empty:
        return pd.DataFrame(columns=columns)
    rows = _join(warnings[warnings["open"].astype(bool)], known)
    rows = rows[rows["conf_low"].notna()]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    rows["group"] = _tenths(rows["risk"].to_numpy())
    grouped = rows.groupby("group")
    means = grouped[["risk", "conf_low", "conf_high", "true_risk"]].mean()
    means["n"] = grouped.size()
    # each group's mean true risk, as a whole number of customers cannot show less than this
    means[COVERED] = means["true_risk"].between(
        means["conf_low"] - _NEAR_ZERO, means["conf_high"] + _NEAR_ZERO
    )
    return means.reset_index()[columns]
