"""A study's stage histories with the clock they run on and the window they are looked at in.

Purchases and contracts with dates give histories in calendar days; contracts without dates give
histories on each customer's own clock, on which there is no today and no last period.
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import DataError, ParameterError
from analysis.prepare.contract_spells import NEW_FOR, build_tenure_spells
from analysis.prepare.dated_contracts import (
    ContractRules,
    build_contract_spells,
    choose_contract_rules,
    has_dated_contracts,
)
from analysis.prepare.gap_ratios import count_gap_ratios
from analysis.prepare.purchase_days import has_rows
from analysis.prepare.silence import day_number
from analysis.prepare.spells import build_spells
from analysis.prepare.stage_events import build_purchase_days
from analysis.prepare.stage_machine import MachineRules
from analysis.prepare.stage_rules import choose_rules
from analysis.schema import CANONICAL_STATES
from analysis.store import Tables
from analysis.study import Study
from analysis.study.taxonomy import DEFAULT_TAXONOMY, Taxonomy, load_taxonomy

_DEFAULT_HORIZON = {"day": 90, "month": 12}
_SILENCE_COLUMNS = ["time", "n_entered", "n_events", "n_censored", "stratum"]


@dataclass(frozen=True)
class StageHistory:
    """Spells (columns of ``stage_visits.SPELL_COLUMNS``) and how to look at them.

    ``stages`` in the order of the taxonomy; ``clock`` is ``calendar`` (times are days since
    1970-01-01) or ``tenure`` (time units since joining); ``begin`` and ``end`` are the first and
    last time on it; ``horizon`` and ``period`` are lengths in the same unit; ``roles`` names the
    stage that each canonical state belongs to; ``rules`` are those of purchases or of contracts
    with dates, None on the tenure clock.
    """

    spells: pd.DataFrame
    stages: tuple[str, ...]
    clock: Literal["calendar", "tenure"]
    begin: int
    end: int
    horizon: int
    period: int
    unit: Literal["day", "month"]
    roles: dict[str, str]
    rules: MachineRules | ContractRules | None

    @property
    def source(self) -> Literal["purchases", "contracts"]:
        """What the stages are told from."""
        return "purchases" if isinstance(self.rules, MachineRules) else "contracts"

    @property
    def dated(self) -> bool:
        """Whether the histories run on the calendar, so that there is a today."""
        return self.clock == "calendar"

    @property
    def starts(self) -> dict[str, int]:
        """Where the window of ``horizon`` begins for customers in each stage."""
        if self.clock == "calendar":
            return dict.fromkeys(self.stages, self.end - self.horizon)
        first = self.spells.groupby("from_state")["start"].min()
        return {stage: int(first.get(stage, 0)) for stage in self.stages}


def list_allowed_moves(study: Study, history: StageHistory) -> set[tuple[str, str]]:
    """Pairs of stages a history may move between; on tenure these are the canonical ones."""
    if history.rules is None:
        return load_taxonomy(DEFAULT_TAXONOMY).allowed_moves
    return study.stages.taxonomy.allowed_moves


def count_silences(tables: Tables, study: Study) -> pd.DataFrame:
    """Silences in multiples of the rhythm, as ``gap_ratios.count_gap_ratios``; none where stages
    are told from contracts."""
    if not _tells_from_purchases(tables, study):
        return pd.DataFrame(columns=_SILENCE_COLUMNS)
    return count_gap_ratios(
        build_purchase_days(tables, study.stages.segment),
        shrinkage=study.stages.shrinkage,
        minimum_days=study.stages.minimum_days,
        maximum_days=study.stages.maximum_days,
        end=day_number(tables.as_of),
    )


def _tells_from_purchases(tables: Tables, study: Study) -> bool:
    """Where a study has both, contracts with dates decide when their end is what churn means."""
    if not has_rows(tables, "transactions"):
        return False
    by_contract = study.churn is not None and study.churn.kind == "contract_end"
    return not (by_contract and has_dated_contracts(tables))


def build_stage_history(
    tables: Tables, study: Study, returns: pd.DataFrame, *, horizon: int = 0, period: int = 90
) -> StageHistory:
    """The stage histories of a study: of its purchases or of its contracts.

    Contracts decide without purchases, and where churn is their end and they have dates.
    ``returns`` are the shares that return after a silence, from which thresholds are chosen;
    ``horizon`` 0 takes the study's first. A study's own horizon and ``period`` are cut to half the
    span, so that a period can be compared with the one before. Raises ParameterError for a
    ``horizon`` longer than that, DataError when nothing lasted.
    """
    rules: MachineRules | ContractRules | None = None
    if _tells_from_purchases(tables, study):
        rules = choose_rules(study.stages, returns)
    elif has_dated_contracts(tables):
        rules = choose_contract_rules(study.stages)
    if rules is None:
        spells = build_tenure_spells(tables, study)
    else:
        spells = build_spells_under(tables, study, rules)
    return _history(study, spells, rules, horizon=horizon, period=period)


def build_spells_under(
    tables: Tables,
    study: Study,
    rules: MachineRules | ContractRules,
    taxonomy: Taxonomy | None = None,
) -> pd.DataFrame:
    """Spells in calendar days under ``rules``: of purchases, or of contracts with dates."""
    if isinstance(rules, ContractRules):
        return build_contract_spells(tables, study, rules, taxonomy)
    return build_spells(tables, study, rules, taxonomy)


def _history(
    study: Study,
    spells: pd.DataFrame,
    rules: MachineRules | ContractRules | None,
    *,
    horizon: int,
    period: int,
) -> StageHistory:
    begin, end = int(spells["start"].min()), int(spells["stop"].max())
    longest = (end - begin) // 2
    if period < 1:
        raise ParameterError(f"period_days {period} is not above 0; choose 1 to {longest}")
    if longest < 1:
        raise DataError(f"study {study.name}: its histories last {end - begin} day; too short.")
    if horizon > longest:
        raise ParameterError(
            f"horizon {horizon} is more than half of the time on record "
            f"({end - begin} {study.time_unit}s); choose 1 to {longest}, or 0 for the study's own"
        )
    own = study.horizons[0] if study.horizons else _DEFAULT_HORIZON[study.time_unit]
    taxonomy = study.stages.taxonomy
    found = set(spells["from_state"]) | set(spells["to_state"].dropna())
    stages = taxonomy.stage_ids
    roles = {state: taxonomy.stage_of(state) for state in CANONICAL_STATES}
    if rules is None:  # tenures tell canonical states only
        stages = tuple(state for state in CANONICAL_STATES if state in found)
        roles = {state: state for state in CANONICAL_STATES}
    return StageHistory(
        spells=spells,
        stages=stages,
        clock="calendar" if rules is not None else "tenure",
        begin=begin,
        end=end,
        horizon=min(horizon or own, longest),
        period=min(period, longest) if rules is not None else NEW_FOR[study.time_unit],
        unit="day" if rules is not None else study.time_unit,
        roles=roles,
        rules=rules,
    )
