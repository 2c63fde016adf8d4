"""Counts of stage histories by the groups of the study's segments."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.prepare.durations import OTHER, UNKNOWN, build_durations
from analysis.prepare.purchase_days import column_names
from analysis.prepare.stage_counts import (
    count_exposure,
    count_moves_between,
    count_sojourns,
    count_stage_moves,
    count_stages,
)
from analysis.prepare.stage_history import StageHistory
from analysis.schema import CANONICAL_STATES
from analysis.store import Tables, quote_name
from analysis.study import Study
from analysis.study.taxonomy import DEFAULT_TAXONOMY, load_taxonomy

_MOST_LEVELS = 6
_SEGMENT = "segment"
_COLUMNS = {
    "moves": ["from_state", "to_state", "time", "n"],
    "sojourns": ["from_state", "to_state", "time", "n"],
    "today": ["state", "n"],
    "past": ["lead", "origin", "from_state", "to_state", "n"],
}


@dataclass(frozen=True)
class SegmentCounts:
    """Counts by group, every customer in one group of each segment.

    All frames begin with (column, segment). ``moves`` goes on as of
    ``stage_counts.count_stage_moves``, ``sojourns`` as of ``count_sojourns``, ``today`` with
    (state, n) and ``past`` as of ``stage_landmarks.count_past_bases``. Groups come in the order
    of the study's labels; customers of no known group, and groups too small to be shown, last.
    """

    moves: pd.DataFrame
    sojourns: pd.DataFrame
    today: pd.DataFrame
    past: pd.DataFrame


def count_segments(
    tables: Tables, study: Study, history: StageHistory, origins: pd.DataFrame
) -> SegmentCounts:
    """Counts for every segment of the study that has two groups, one pass per count and segment.

    ``origins`` rows (lead, origin): days from which forecasts are tried. Groups beyond the six
    largest, and those of fewer than ``study.minimum_cell`` customers, are pooled; where the pool
    would still be too small the smallest group joins it, so that no small number can be had by
    subtraction.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in _COLUMNS}
    observed = history.spells["customer"].unique()
    pooled = pd.DataFrame(
        {
            column: pool_small_groups(values.fillna(UNKNOWN).loc[observed], study.minimum_cell)
            for column, values in _find_groups(tables, study, tuple(study.segments)).items()
        }
    )
    pooled = pooled.loc[:, pooled.nunique() > 1]
    past = _count_past(history, pooled, origins)
    for column in map(str, pooled.columns):
        groups = pooled[column]
        counted = _count_groups(history, groups) | {"past": _sum_past(past, column)}
        for name, frame in counted.items():
            place = {group: position for position, group in enumerate(_order(groups, study))}
            order = np.argsort(frame[_SEGMENT].map(place).to_numpy(), kind="stable")
            parts[name].append(frame.iloc[order].assign(column=column))
    return SegmentCounts(
        **{
            name: pd.concat(found, ignore_index=True)[["column", _SEGMENT, *_COLUMNS[name]]]
            if found
            else pd.DataFrame(columns=["column", _SEGMENT, *_COLUMNS[name]])
            for name, found in parts.items()
        }
    )


def pool_small_groups(groups: pd.Series, minimum: int) -> pd.Series:
    """``groups`` (one value per customer) with small ones pooled as ``durations.OTHER``."""
    sizes = groups.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = [str(group) for group in sizes[sizes >= minimum].index[:_MOST_LEVELS]]
    while kept and 0 < sizes.drop(kept).sum() < minimum:
        kept.pop()
    return groups.where(groups.isin(kept), OTHER)


def list_active_stages(study: Study, history: StageHistory) -> tuple[str, ...]:
    """Stages of customers who have bought and are not lost."""
    taxonomy = study.stages.taxonomy
    if history.rules is None:  # contracts have the canonical stages
        taxonomy = load_taxonomy(DEFAULT_TAXONOMY)
    before, after = CANONICAL_STATES[0], history.roles["churned"]
    bought = {stage.id for stage, origin in taxonomy.origins() if origin.state != before}
    return tuple(stage for stage in history.stages if stage in bought and stage != after)


def _order(groups: pd.Series, study: Study) -> list[str]:
    """Groups as the study lists their labels, then by value; the unknown and the pooled last."""
    listed = {label.rpartition("=")[2]: place for place, label in enumerate(study.labels)}
    last = {UNKNOWN: 1, OTHER: 2}
    found = (str(group) for group in groups.unique())
    return sorted(found, key=lambda it: (last.get(it, 0), listed.get(it, len(listed)), it))


def _count_groups(history: StageHistory, groups: pd.Series) -> dict[str, pd.DataFrame]:
    spells = history.spells.assign(segment=history.spells["customer"].map(groups))
    return {
        "moves": count_stage_moves(spells, by=_SEGMENT),
        "sojourns": count_sojourns(spells, entered_after=history.begin - 1, by=_SEGMENT),
        "today": count_stages(spells, day=history.end, by=_SEGMENT)
        if history.dated
        else _count_last_stages(spells),
    }


def _count_past(history: StageHistory, groups: pd.DataFrame, origins: pd.DataFrame) -> pd.DataFrame:
    """Rows (lead, origin, from_state, to_state, n) for every combination of ``groups``, the
    columns of which come first: one pass for all segments."""
    nothing = pd.DataFrame(columns=[*groups.columns, *_COLUMNS["past"]])
    if groups.shape[1] == 0:
        return nothing
    cells = groups.assign(cell=groups.groupby(list(groups.columns)).ngroup())
    spells = history.spells.assign(cell=history.spells["customer"].map(cells["cell"]))
    past = [
        count_moves_between(spells, start=day, stop=day + lead, by="cell").assign(
            lead=lead, origin=day
        )
        for lead, day in origins[["lead", "origin"]].drop_duplicates().itertuples(index=False)
    ]
    if not past:
        return nothing
    moves = pd.concat(past, ignore_index=True).merge(cells.drop_duplicates("cell"), on="cell")
    return moves[moves["from_state"] != ""]


def _sum_past(past: pd.DataFrame, column: str) -> pd.DataFrame:
    keys = [column, *_COLUMNS["past"][:-1]]
    summed = past.groupby(keys, as_index=False).agg(n=("n", "sum"))
    return summed.rename(columns={column: _SEGMENT})


def _count_last_stages(spells: pd.DataFrame) -> pd.DataFrame:
    """Rows (segment, state, n): the stage each customer was last seen in."""
    last = spells.loc[spells.groupby("customer")["stop"].idxmax()]
    state = last["to_state"].fillna(last["from_state"]).rename("state")
    return last.groupby([_SEGMENT, state]).size().rename("n").reset_index()


def count_segment_exposure(tables: Tables, study: Study, history: StageHistory) -> pd.DataFrame:
    """Rows of ``stage_counts.count_exposure`` with ``segment``, the value of the study's first.

    The last horizon on the calendar clock, everything on the tenure clock. At most six values, the
    largest; none when the study has no segment. The largest comes first.
    """
    found = _find_groups(tables, study, tuple(study.segments[:1]))
    if not found:
        return pd.DataFrame()
    group = found[study.segments[0]]
    spells = history.spells.assign(segment=history.spells["customer"].map(group))
    sizes = group.value_counts()
    levels = sizes[sizes >= study.minimum_cell].index[:_MOST_LEVELS]
    begin = history.end - history.horizon if history.clock == "calendar" else history.begin
    parts = [
        count_exposure(
            spells[spells["segment"] == level],
            states=history.stages,
            band_days=(0,),
            period_days=(begin, (begin + history.end) // 2, history.end + 1),
        ).assign(segment=str(level))
        for level in levels
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else pd.DataFrame()


def _find_groups(tables: Tables, study: Study, columns: tuple[str, ...]) -> dict[str, pd.Series]:
    """Each column's value by the customer's row in the customers table, missing where unknown;
    columns that the data do not have are left out."""
    customers = tables.query("SELECT customer_id FROM customers")["customer_id"]
    durations: pd.DataFrame | None = None
    found = {}
    for column in columns:
        for table in ("customers", "contracts"):
            if table in tables.names and column in column_names(tables, table):
                values = tables.query(f"SELECT customer_id, {quote_name(column)} FROM {table}")
                break
        else:
            if tables.capabilities.get("durations", "missing"):
                continue
            durations = build_durations(tables, study) if durations is None else durations
            values = durations
        by_customer = values.drop_duplicates("customer_id").set_index("customer_id")[column]
        groups = customers.map(by_customer)
        found[column] = groups.where(groups.isna(), groups.astype(str))
    return found
