"""Whether two constructs are two: HTMT with its interval, and Fornell and Larcker's criterion."""

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import ParameterError
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.measurement.block_statistics import heterotrait_monotrait
from analysis.estimate.measurement.item_answers import (
    ItemAnswers,
    read_item_answers,
    suggest_name,
)
from analysis.estimate.measurement.item_moments import correlate_items, resample_correlations
from analysis.estimate.measurement.limits import CLOSE_HTMT_LIMIT, HTMT_LIMIT
from analysis.estimate.measurement.reliability import extracted_variance_of, measurement_blocks
from analysis.estimate.structural.fit import StructuralFit, delta_errors
from analysis.estimate.structural.optimise import complex_jacobian
from analysis.estimate.structural.ram import RamModel


def estimate_htmt(
    frame: pd.DataFrame,
    constructs: Mapping[str, Sequence[str]],
    *,
    confidence_level: float,
    n_draws: int,
    rng: np.random.Generator,
    close_pairs: Collection[tuple[str, str]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Heterotrait-monotrait ratio of every pair of constructs, with percentile bootstrap interval.

    Each correlation uses the respondents who answered both items. ``close_pairs`` are conceptually
    close and held to .90 instead of .85. Tidy rows, term ``a ~~ b``, ``left, right, limit,
    passed`` (below the limit and the interval below 1), ``passed_limit, passed_interval, source``.
    Raises EstimationError as ``read_item_answers``, ParameterError for an unknown close pair.
    """
    close = _check_pairs(close_pairs, constructs)
    names, items, blocks = lay_out_blocks(constructs)
    answers = read_item_answers(frame, items)
    ratio = heterotrait_monotrait(correlate_items(answers).to_numpy(), blocks)
    with one_blas_thread():
        draws = _draw_ratios(answers, blocks, n_draws, rng, progress)
    table = _tabulate(names, ratio, draws, confidence_level)
    return _judge_ratios(table, close).assign(
        stratum="all",
        conf_level=confidence_level,
        n=answers.n,
        unit="ratio",
        method="htmt_bootstrap",
        n_draws=len(draws),
    )


def _draw_ratios(
    answers: ItemAnswers,
    blocks: np.ndarray,
    n_draws: int,
    rng: np.random.Generator,
    progress: Callable[[int, int], None] | None,
) -> np.ndarray:
    """Ratios (usable draws, constructs, constructs) of bootstrap samples."""
    drawn, done = [], 0
    for batch in resample_correlations(answers, n_draws=n_draws, rng=rng):
        usable = batch[np.isfinite(batch).all(axis=(1, 2))]
        drawn.append(heterotrait_monotrait(usable, blocks))
        done += len(batch)
        if progress is not None:
            progress(done, n_draws)
    return np.concatenate(drawn)


def _tabulate(
    names: list[str], ratio: np.ndarray, draws: np.ndarray, confidence_level: float
) -> pd.DataFrame:
    tail = (1 - confidence_level) / 2
    low, high = np.nanquantile(draws, [tail, 1 - tail], axis=0)
    right, left = np.tril_indices(len(names), -1)
    return pd.DataFrame(
        {
            "left": [names[i] for i in left],
            "right": [names[i] for i in right],
            "estimate": ratio[left, right],
            "std_error": np.nanstd(draws, axis=0, ddof=1)[left, right],
            "conf_low": low[left, right],
            "conf_high": high[left, right],
        }
    )


def _judge_ratios(table: pd.DataFrame, close: set[frozenset[str]]) -> pd.DataFrame:
    pairs = zip(table["left"], table["right"], strict=True)
    limits = [CLOSE_HTMT_LIMIT if frozenset(pair) in close else HTMT_LIMIT for pair in pairs]
    below = table["estimate"] < [limit.high for limit in limits]
    apart = table["conf_high"] < 1
    return table.assign(
        term=table["left"].astype(str) + " ~~ " + table["right"].astype(str),
        limit=[limit.high for limit in limits],
        passed=below & apart,
        passed_limit=below,
        passed_interval=apart,
        source=[limit.source for limit in limits],
    )


def compare_fornell_larcker(fit: StructuralFit) -> pd.DataFrame:
    """Each construct's correlation with each other, against the root of the smaller variance
    extracted: a construct should share more with its own items than with another construct.

    Tidy rows, term ``a ~~ b``: ``estimate`` (absolute correlation) with delta-method interval,
    ``limit, passed, source``. Missing where ``fit`` may not be read.
    """
    names = list(measurement_blocks(fit.model))
    i, j = np.tril_indices(len(names), -1)
    estimate, error, root = (np.full(len(i), np.nan) for _ in range(3))
    if fit.usable and len(i):
        estimate = _correlations(fit.model, fit.theta, names)[i, j]
        change = complex_jacobian(
            lambda at: _correlations(fit.model, at, names)[..., i, j], fit.theta
        )
        error = delta_errors(change, fit.vcov)
        extracted = np.sqrt(extracted_variance_of(fit.model, fit.theta))
        root = np.minimum(extracted[i], extracted[j])
    reach = stats.norm.ppf((1 + fit.confidence_level) / 2) * error
    passed = pd.Series(np.abs(estimate) < root, dtype="boolean").mask(np.isnan(estimate))
    return pd.DataFrame(
        {
            "term": [f"{names[b]} ~~ {names[a]}" for a, b in zip(i, j, strict=True)],
            "left": [names[b] for b in j],
            "right": [names[a] for a in i],
            "stratum": "all",
            "estimate": estimate,
            "std_error": error,
            "conf_low": np.clip(estimate - reach, -1, 1),
            "conf_high": np.clip(estimate + reach, -1, 1),
            "conf_level": fit.confidence_level,
            "n": fit.n,
            "unit": "correlation",
            "limit": root,
            "passed": passed,
            "source": "Fornell and Larcker 1981",
            "method": fit.estimator,
        }
    )


def lay_out_blocks(
    constructs: Mapping[str, Sequence[str]],
) -> tuple[list[str], list[str], np.ndarray]:
    """Names of constructs, their items once each, and which belongs to which (items, constructs).

    ParameterError for an item in two constructs.
    """
    names = list(constructs)
    items = [item for block in constructs.values() for item in block]
    twice = sorted({item for item in items if items.count(item) > 1})
    if twice:
        raise ParameterError(f"item {twice[0]!r} is in two constructs; list it in one")
    owner = [name for name, block in constructs.items() for _ in block]
    return names, items, np.array(owner)[:, None] == np.array(names)[None, :]


def _correlations(model: RamModel, theta: np.ndarray, names: Sequence[str]) -> np.ndarray:
    at = np.array([model.names.index(name) for name in names])
    total = model.total_covariance(theta)[..., at[:, None], at]
    size = np.sqrt(np.diagonal(total, axis1=-2, axis2=-1))
    return np.asarray(total / (size[..., :, None] * size[..., None, :]))


def _check_pairs(
    pairs: Collection[tuple[str, str]], constructs: Mapping[str, Sequence[str]]
) -> set[frozenset[str]]:
    known = list(constructs)
    for name in (name for pair in pairs for name in pair):
        if name not in constructs:
            raise ParameterError(
                f"{name!r} of a close pair is not a construct.{suggest_name(name, known)}"
            )
    return {frozenset(pair) for pair in pairs}
