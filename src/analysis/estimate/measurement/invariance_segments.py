"""Measurement invariance for every segment column of a study: what may be compared at all."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.log_rank import adjust_by_holm
from analysis.estimate.measurement.construct_means import compare_construct_means
from analysis.estimate.measurement.invariance import (
    MeasurementInvariance,
    check_measurement_invariance,
)
from analysis.estimate.structural.specification import Specification

VERDICT_COLUMNS = ("segment", "comparison", "allowed", "level", "partial", "items", "reason")


@dataclass(frozen=True, eq=False)
class InvarianceTables:
    """The tables of ``MeasurementInvariance`` with a column ``segment``, all segments below each
    other.

    ``verdicts``: two rows per segment (comparison paths, means), or one whose ``comparison`` is
    empty and whose ``reason`` says why the segment could not be tested. ``groups``: ``segment,
    group, n, compared`` (false: too few respondents). ``means`` holds only comparisons allowed,
    with ``p_adjusted`` (Holm's, within the segment) and ``reference``, the group compared with.
    """

    levels: pd.DataFrame
    deviations: pd.DataFrame
    verdicts: pd.DataFrame
    groups: pd.DataFrame
    means: pd.DataFrame


def compare_segments(
    frame: pd.DataFrame,
    specification: Specification,
    segments: Sequence[str],
    *,
    confidence_level: float,
    threads: Executor,
) -> InvarianceTables:
    """``check_measurement_invariance`` of ``specification`` for every column of ``segments``.

    A column that cannot be tested (too few respondents in its groups) has its reason in
    ``verdicts``; its groups are counted all the same. The columns share ``threads``.
    """
    jobs = {
        segment: threads.submit(
            check_measurement_invariance,
            frame,
            specification,
            group=segment,
            confidence_level=confidence_level,
        )
        for segment in segments
    }
    tested: dict[str, MeasurementInvariance] = {}
    reasons: dict[str, str] = {}
    for segment, job in jobs.items():
        try:
            tested[segment] = job.result()
        except EstimationError as error:
            reasons[segment] = str(error)
    means = {name: _compare_means(one) for name, one in tested.items() if _allowed(one)}
    verdicts = {name: one.verdicts for name, one in tested.items()}
    verdicts |= {name: _untested(reason) for name, reason in reasons.items()}
    return InvarianceTables(
        levels=_stack({name: one.levels for name, one in tested.items()}),
        deviations=_stack({name: one.items for name, one in tested.items()}),
        verdicts=_stack({name: verdicts[name] for name in segments}, VERDICT_COLUMNS),
        groups=_stack({name: _count(frame[name], tested.get(name)) for name in segments}),
        means=_stack(means),
    )


def _allowed(invariance: MeasurementInvariance) -> bool:
    return invariance.fit is not None and invariance.means_comparable


def _compare_means(invariance: MeasurementInvariance) -> pd.DataFrame:
    means = compare_construct_means(invariance)
    adjusted = adjust_by_holm(means["p_value"].to_numpy(float))
    return means.assign(p_adjusted=adjusted, reference=invariance.groups[0])


def _untested(reason: str) -> pd.DataFrame:
    row = {"comparison": "", "allowed": False, "level": "", "partial": False, "items": ""}
    return pd.DataFrame([row | {"reason": reason}])


def _count(column: pd.Series, invariance: MeasurementInvariance | None) -> pd.DataFrame:
    counts = column.value_counts()
    groups = counts.index.astype(str)
    compared = groups.isin(invariance.groups if invariance else ())
    return pd.DataFrame({"group": groups, "n": counts.to_numpy(int), "compared": compared})


def _stack(tables: dict[str, pd.DataFrame], columns: Sequence[str] = ()) -> pd.DataFrame:
    parts = [table.assign(segment=segment) for segment, table in tables.items()]
    if not parts:
        return pd.DataFrame(columns=list(columns))
    return pd.concat(parts, ignore_index=True)
