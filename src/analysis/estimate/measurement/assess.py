"""The whole measurement of a survey model at once: what the report on it needs, as frames."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.measurement.common_method import CommonMethod, check_common_method
from analysis.estimate.measurement.cross_loadings import estimate_cross_loadings
from analysis.estimate.measurement.discriminant import compare_fornell_larcker, estimate_htmt
from analysis.estimate.measurement.invariance_segments import InvarianceTables, compare_segments
from analysis.estimate.measurement.item_quality import (
    describe_items,
    estimate_item_rest,
    estimate_straight_liners,
)
from analysis.estimate.measurement.reliability import (
    estimate_alpha,
    estimate_extracted_variance,
    estimate_omega,
    judge_loadings,
)
from analysis.estimate.measurement.unmeasured import empty_invariance, empty_measurement
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.specification import specify_model

Blocks = Mapping[str, Sequence[str]]
_PROBLEM_COLUMNS = ("kind", "where", "text", "disqualifying")


@dataclass(frozen=True, eq=False)
class MeasurementResults:
    """Results by subject, tidy unless said otherwise.

    ``answers``: ``item, answer, n`` (respondents who gave it). ``items`` as ``describe_items``.
    ``fit_indices`` (``term, estimate, n, method``) and ``problems`` (``kind, where, text,
    disqualifying``) are those of ``fit``, the constructs and their items without paths; where no
    construct has two items there is no ``fit``, and all but the first three tables are empty.
    ``quality``: alpha, omega, average variance extracted, by ``measure``. ``invariance``: the
    comparison between segments. The others are named as the functions that give them.
    """

    answers: pd.DataFrame
    items: pd.DataFrame
    straight_liners: pd.DataFrame
    fit: StructuralFit | None
    fit_indices: pd.DataFrame
    problems: pd.DataFrame
    quality: pd.DataFrame
    loadings: pd.DataFrame
    item_rest: pd.DataFrame
    htmt: pd.DataFrame
    fornell_larcker: pd.DataFrame
    cross_loadings: pd.DataFrame
    common_method: pd.DataFrame
    common_method_paths: pd.DataFrame
    invariance: InvarianceTables


def assess_measurement(
    frame: pd.DataFrame,
    items: pd.DataFrame,
    constructs: Blocks,
    paths: Blocks,
    *,
    segments: Sequence[str],
    confidence_level: float,
    n_draws: int,
    rng: np.random.Generator,
) -> MeasurementResults:
    """Everything reviewers ask of the measurement of ``constructs`` (items by construct).

    ``items`` (``item, low, high, reversed``) describes the columns of ``frame``; ``paths`` (causes
    by outcome) may name single items, which are described but measure no construct. ``segments``
    not among the columns are left out. ``n_draws`` bootstrap samples give the intervals of HTMT.
    Raises EstimationError as ``estimate_structural_model``.
    """
    blocks = _measured_blocks(constructs)
    used = _items_used(items, constructs, paths)
    if not blocks:
        return _describe_only(frame, used, confidence_level)
    columns = [column for column in segments if column in frame.columns]
    fit, common, invariance = _fit_models(frame, blocks, paths, columns, confidence_level)
    level = confidence_level
    return MeasurementResults(
        answers=_count_answers(frame, used["item"]),
        items=describe_items(frame, used),
        straight_liners=estimate_straight_liners(frame, used, confidence_level=level),
        fit=fit,
        fit_indices=_tabulate_fit(fit),
        problems=_tabulate_problems(fit),
        quality=_assess_reliability(frame, blocks, fit),
        loadings=judge_loadings(fit),
        item_rest=estimate_item_rest(frame, blocks, confidence_level=level),
        htmt=estimate_htmt(frame, blocks, confidence_level=level, n_draws=n_draws, rng=rng),
        fornell_larcker=compare_fornell_larcker(fit),
        cross_loadings=estimate_cross_loadings(frame, blocks),
        common_method=common.checks,
        common_method_paths=common.paths,
        invariance=invariance,
    )


def _describe_only(frame: pd.DataFrame, used: pd.DataFrame, level: float) -> MeasurementResults:
    """What can be said of single items: how they were answered."""
    return MeasurementResults(
        answers=_count_answers(frame, used["item"]),
        items=describe_items(frame, used),
        straight_liners=estimate_straight_liners(frame, used, confidence_level=level),
        fit=None,
        invariance=empty_invariance(),
        **empty_measurement(),
    )


def _fit_models(
    frame: pd.DataFrame, blocks: Blocks, paths: Blocks, segments: Sequence[str], level: float
) -> tuple[StructuralFit, CommonMethod, InvarianceTables]:
    """The three pieces that take long, side by side: linear algebra lets other threads run."""
    specification = specify_model(blocks, {})
    with one_blas_thread(), ThreadPoolExecutor() as threads:
        fit = threads.submit(
            estimate_structural_model, frame, specification, confidence_level=level
        )
        method = threads.submit(check_common_method, frame, blocks, paths, confidence_level=level)
        invariance = compare_segments(
            frame, specification, segments, confidence_level=level, threads=threads
        )
        return fit.result(), method.result(), invariance


def _measured_blocks(constructs: Blocks) -> dict[str, tuple[str, ...]]:
    """Constructs of two items or more; those of other constructs are measured through these."""
    return {
        name: tuple(block)
        for name, block in constructs.items()
        if len(block) > 1 and not set(block) & set(constructs)
    }


def _items_used(items: pd.DataFrame, constructs: Blocks, paths: Blocks) -> pd.DataFrame:
    """The rows of ``items`` that the model speaks of, with the construct they measure there."""
    owner = {item: name for name, block in constructs.items() for item in block}
    named = [*owner, *(name for outcome, causes in paths.items() for name in (outcome, *causes))]
    order = {name: place for place, name in reversed(list(enumerate(named)))}
    used = items[items["item"].isin(order)].sort_values("item", key=lambda names: names.map(order))
    return used.assign(construct=used["item"].map(owner)).reset_index(drop=True)


def _count_answers(frame: pd.DataFrame, items: pd.Series) -> pd.DataFrame:
    given = frame[list(items)].melt(var_name="item", value_name="answer").dropna()
    counts = given.groupby(["item", "answer"], sort=True).size().rename("n").reset_index()
    return counts.sort_values("item", key=lambda names: names.map(list(items).index), kind="stable")


def _assess_reliability(frame: pd.DataFrame, blocks: Blocks, fit: StructuralFit) -> pd.DataFrame:
    alpha = estimate_alpha(frame, blocks, confidence_level=fit.confidence_level)
    tables = [alpha, estimate_omega(fit), estimate_extracted_variance(fit)]
    return pd.concat(tables, ignore_index=True)


def _tabulate_fit(fit: StructuralFit) -> pd.DataFrame:
    rows = [{"term": term, "estimate": value} for term, value in fit.fit_indices.items()]
    return pd.DataFrame(rows, columns=["term", "estimate"]).assign(
        stratum="all", n=fit.n, method=fit.estimator
    )


def _tabulate_problems(fit: StructuralFit) -> pd.DataFrame:
    rows = [[getattr(problem, name) for name in _PROBLEM_COLUMNS] for problem in fit.problems]
    return pd.DataFrame(rows, columns=list(_PROBLEM_COLUMNS))
