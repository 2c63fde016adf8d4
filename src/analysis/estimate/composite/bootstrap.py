"""Intervals of a PLS path model: respondents are drawn again and the model is fitted to each."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.composite.estimate import CompositeFit
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.measurement.item_answers import ItemAnswers, read_item_answers
from analysis.estimate.measurement.item_moments import resample_correlations, smooth_correlations

LEAST_USED = 0.9


def bootstrap_composite_model(
    frame: pd.DataFrame,
    fit: CompositeFit,
    *,
    n_draws: int,
    confidence_level: float,
    rng: np.random.Generator,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """``fit.estimates`` with ``std_error, conf_low, conf_high, conf_level, n_draws``.

    ``frame`` is the one ``fit`` was estimated from. Percentile intervals (Efron and Tibshirani
    1993, chapter 13). Signs: the composites of a draw are turned to agree with those of ``fit``,
    whole constructs at a time; single coefficients are never turned (Tenenhaus et al. 2005, 3.5:
    construct level changes). ``progress`` is told draws done and to do. ``n_draws`` counts the
    draws that converged; EstimationError when fewer than nine in ten did, or ``fit`` is unusable.
    """
    answers = _read(frame, fit)
    parts, done = [], 0
    with one_blas_thread():
        for batch in resample_correlations(answers, n_draws=n_draws, rng=rng):
            usable = batch[np.isfinite(batch).all(axis=(1, 2))]
            parts.append(_solve(usable if answers.complete else smooth_correlations(usable), fit))
            done += len(batch)
            if progress is not None:
                progress(done, n_draws)
    draws = np.concatenate(parts)
    _check_used(len(draws), n_draws, answers.n)
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return fit.estimates.assign(
        std_error=draws.std(axis=0, ddof=1),
        conf_low=low,
        conf_high=high,
        conf_level=confidence_level,
        n_draws=len(draws),
        method=fit.estimates["method"] + "_bootstrap",
    )


def _read(frame: pd.DataFrame, fit: CompositeFit) -> ItemAnswers:
    if fit.missing is None:
        raise ParameterError("a model fitted to a correlation matrix alone cannot be bootstrapped")
    if not fit.usable:
        raise EstimationError("; ".join(p.text for p in fit.problems if p.disqualifying))
    return read_item_answers(frame, fit.model.items, missing=fit.missing)


def _check_used(used: int, n_draws: int, n: int) -> None:
    if used < LEAST_USED * n_draws:
        raise EstimationError(
            f"only {used} of {n_draws} bootstrap samples of {n} respondents gave an estimate: too "
            "few respondents for these items, or weights that do not settle"
        )


def _solve(correlations: np.ndarray, fit: CompositeFit) -> np.ndarray:
    """Quantities (usable draws, rows) with the signs of ``fit``."""
    solution, quantities = fit.measurement.solve(correlations)
    original = fit.solution.loadings[0] * fit.model.blocks
    signs = np.where((solution.loadings * original).sum(axis=-2) < 0, -1.0, 1.0)
    turned = {
        name: values * fit.measurement.turn(name, signs) for name, values in quantities.items()
    }
    rows = np.concatenate(list(turned.values()), axis=1)
    return rows[solution.converged & np.isfinite(rows).all(axis=1)]
