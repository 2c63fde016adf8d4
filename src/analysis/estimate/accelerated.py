"""Accelerated failure time: drivers stretch or shrink the time until a customer leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.design_matrix import Design, DriverInfo, build_design, complete_cases
from analysis.estimate.episodes import Layout, split_episodes
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.location_scale import FAMILIES, Family, LogTimes, maximise
from analysis.estimate.model_checks import check_levels, check_rank, check_spread
from analysis.estimate.risk_sets import check_durations, count_times
from analysis.estimate.survival import estimate_survival_function, normal_quantile

COMPARED_TIMES = 50


@dataclass(frozen=True)
class AcceleratedFit:
    """One family: log time = intercept + columns x coefficients + scale x error.

    ``coefficients``: ``term, driver, level, reference, per, estimate`` (time ratio), ``std_error,
    conf_low, conf_high, conf_level, coefficient, coefficient_std_error, statistic, p_value, n,
    n_events, unit``. ``parameters``: ``term`` (intercept, log_scale), ``estimate, std_error``.
    """

    family: str
    design: Design
    coefficients: pd.DataFrame
    parameters: pd.DataFrame
    beta: np.ndarray
    intercept: float
    scale: float
    log_likelihood: float

    def predict_survival(self, frame: pd.DataFrame, times: Sequence[float]) -> np.ndarray:
        """Survival probabilities from tenure 0, customers x times."""
        base = self.design.encode(frame) + self.design.centre
        place = self.intercept + base @ self.beta
        with np.errstate(divide="ignore"):
            log_times = np.log(np.asarray(times, dtype=float))
        z = (log_times[None, :] - place[:, None]) / self.scale
        return np.where(np.isneginf(z), 1.0, np.exp(FAMILIES[self.family].log_survival(z)[0]))


@dataclass(frozen=True)
class AcceleratedComparison:
    """``comparison`` of the families, the ``best`` by AIC, and all ``fits`` by family."""

    comparison: pd.DataFrame
    best: AcceleratedFit
    fits: dict[str, AcceleratedFit]


def estimate_accelerated_failure_time(
    durations: pd.DataFrame,
    drivers: Sequence[str],
    *,
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    families: Sequence[str] = tuple(FAMILIES),
) -> AcceleratedComparison:
    """Fit each of ``families`` (weibull, log_normal, log_logistic) and compare them by AIC.

    Left truncation by ``entry``. ``comparison``: ``family, log_likelihood, n_parameters, aic, bic,
    aic_difference`` (from the best), ``best, largest_gap`` (the largest difference between the
    mean predicted survival and Kaplan-Meier; missing with left truncation), ``n, n_events``, best
    first. Raises EstimationError as ``estimate_cox`` does, and when a search does not converge.

    Kalbfleisch and Prentice (2002), chapter 3; equals R's survreg.
    """
    frame, _ = complete_cases(durations, drivers)
    check_durations(frame)
    check_spread(frame)
    design = build_design(frame, drivers, drivers_info)
    with one_blas_thread():
        data = _read(frame, design)
        fits = {name: _fit(FAMILIES[name], data, design, confidence_level) for name in families}
    comparison = _compare(fits, frame)
    return AcceleratedComparison(comparison, fits[str(comparison["family"].iloc[0])], fits)


def _read(frame: pd.DataFrame, design: Design) -> LogTimes:
    base = design.encode(frame)
    entry, tenure = frame["entry"].to_numpy(float), frame["tenure"].to_numpy(float)
    event = frame["event_observed"].to_numpy(bool)
    layout = Layout(((),) * len(design.terms))
    check_levels(base, design, layout, split_episodes(entry, tenure, event, ()))
    check_rank(base.T @ base, base, design.terms, int(event.sum()))
    return LogTimes(base, entry=entry, tenure=tenure, event=event)


def _fit(family: Family, data: LogTimes, design: Design, confidence_level: float) -> AcceleratedFit:
    theta, covariance, log_likelihood = maximise(family, data, design.terms)
    # the columns were centred: move the intercept back to where all columns are zero
    shift = np.eye(len(theta))
    shift[-2, :-2] = -design.centre
    theta, covariance = shift @ theta, shift @ covariance @ shift.T
    std_error = np.sqrt(np.diag(covariance))
    parameters = pd.DataFrame(
        {
            "term": ["intercept", "log_scale"],
            "estimate": theta[-2:],
            "std_error": std_error[-2:],
        }
    )
    beta = theta[:-2]
    table = _tabulate(design, beta, std_error[:-2], confidence_level)
    return AcceleratedFit(
        family=family.name,
        design=design,
        coefficients=table.assign(n=len(data.event), n_events=int(data.event.sum())),
        parameters=parameters,
        beta=beta,
        intercept=float(theta[-2]),
        scale=float(np.exp(theta[-1])),
        log_likelihood=log_likelihood,
    )


def _tabulate(
    design: Design, beta: np.ndarray, std_error: np.ndarray, confidence_level: float
) -> pd.DataFrame:
    described = [
        {
            "driver": part.driver,
            "level": level,
            "reference": part.reference,
            "per": part.per if part.kind == "number" else np.nan,
        }
        for part in design.drivers
        for level in part.levels
    ]
    margin = normal_quantile(confidence_level) * std_error
    table = pd.DataFrame(described)
    table.insert(0, "term", design.terms)
    return table.assign(
        estimate=np.exp(beta),
        std_error=np.exp(beta) * std_error,
        conf_low=np.exp(beta - margin),
        conf_high=np.exp(beta + margin),
        conf_level=confidence_level,
        coefficient=beta,
        coefficient_std_error=std_error,
        statistic=beta / std_error,
        p_value=2 * stats.norm.sf(np.abs(beta / std_error)),
        unit="time ratio",
    )


def _compare(fits: dict[str, AcceleratedFit], frame: pd.DataFrame) -> pd.DataFrame:
    n, n_events = len(frame), int(frame["event_observed"].sum())
    rows = [
        {
            "family": name,
            "log_likelihood": fit.log_likelihood,
            "n_parameters": len(fit.beta) + 2,
            "aic": 2 * (len(fit.beta) + 2) - 2 * fit.log_likelihood,
            "bic": np.log(n) * (len(fit.beta) + 2) - 2 * fit.log_likelihood,
            "largest_gap": _largest_gap(fit, frame),
        }
        for name, fit in fits.items()
    ]
    table = pd.DataFrame(rows).sort_values("aic", kind="stable").reset_index(drop=True)
    difference = table["aic"] - table["aic"].min()
    return table.assign(aic_difference=difference, best=difference == 0, n=n, n_events=n_events)


def _largest_gap(fit: AcceleratedFit, frame: pd.DataFrame) -> float:
    """Customers who entered late are not those a prediction from tenure 0 is about: missing."""
    if (frame["entry"] > 0).any():
        return float("nan")
    observed = estimate_survival_function(count_times(frame), confidence_level=0.95)
    observed = observed[observed["n_events"] > 0]
    every = max(1, len(observed) // COMPARED_TIMES)
    observed = observed.iloc[::every]
    predicted = fit.predict_survival(frame, observed["time"].tolist()).mean(axis=0)
    return float(np.abs(predicted - observed["estimate"].to_numpy()).max())
