"""The same records under other definitions: other silences or other times allowed for a renewal,
and the other taxonomies."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.prepare.purchase_days import has_rows
from analysis.prepare.stage_counts import count_stage_moves, count_stages
from analysis.prepare.stage_events import list_first_days
from analysis.prepare.stage_history import StageHistory, build_spells_under
from analysis.prepare.stage_landmarks import count_moves_in_period, count_spend_after
from analysis.prepare.stage_rules import alternative_rules
from analysis.store import Tables
from analysis.study import Study
from analysis.study.taxonomy import Taxonomy, list_taxonomies, load_taxonomy


@dataclass(frozen=True)
class DefinitionCounts:
    """Counts under several definitions, told apart by the column ``definition``.

    ``counts`` as of ``count_stage_moves``, ``today`` as of ``count_stages``, ``moves`` as of
    ``count_moves_in_period``, ``spend`` as of ``count_spend_after``. All without rows on the tenure
    clock, where there is no threshold to vary.
    """

    counts: pd.DataFrame
    today: pd.DataFrame
    moves: pd.DataFrame
    spend: pd.DataFrame


def count_definitions(tables: Tables, study: Study, history: StageHistory) -> DefinitionCounts:
    """Counts with silences, or times allowed for a renewal and for being new, of half and of twice
    the length, and as stated."""
    if history.rules is None:
        return DefinitionCounts(*(pd.DataFrame() for _ in range(4)))
    parts: dict[str, list[pd.DataFrame]] = {"counts": [], "today": [], "moves": [], "spend": []}
    for name, rules in alternative_rules(history.rules).items():
        spells = history.spells
        if rules != history.rules:
            spells = build_spells_under(tables, study, rules)
        other = replace(history, spells=spells, rules=rules)
        found = {
            "counts": count_stage_moves(spells),
            "today": count_stages(spells, day=history.end),
            "moves": count_moves_in_period(other),
            "spend": count_spend_after(tables, other),
        }
        for kind, frame in found.items():
            parts[kind].append(frame.assign(definition=name))
    return DefinitionCounts(
        **{kind: pd.concat(frames, ignore_index=True) for kind, frames in parts.items()}
    )


def count_taxonomies(tables: Tables, study: Study, history: StageHistory) -> pd.DataFrame:
    """Rows (taxonomy, state, n): today's customers under every taxonomy that ships but the study's.

    A stage nobody is in has ``n`` 0. No rows on the tenure clock.
    """
    if history.rules is None:
        return pd.DataFrame(columns=["taxonomy", "state", "n"])
    rows = []
    for name in list_taxonomies():
        taxonomy = load_taxonomy(name)
        if taxonomy == study.stages.taxonomy:
            continue
        spells = build_spells_under(tables, study, history.rules, taxonomy)
        counts = count_stages(spells, day=history.end).set_index("state")["n"]
        here = counts.reindex(taxonomy.stage_ids, fill_value=0)
        rows.append(pd.DataFrame({"taxonomy": name, "state": here.index, "n": here.to_numpy()}))
    return pd.concat(rows, ignore_index=True)


def find_missing_stages(tables: Tables, study: Study, history: StageHistory) -> pd.DataFrame:
    """Rows (state, reason): stages of the study's taxonomy in which no customer ever was.

    ``reason``: ``prospects`` (nobody is recorded before the first purchase or contract),
    ``contacts`` (the stage begins with a contact, and none is recorded), ``growth`` (contracts have
    no rhythm that could rise), ``declines`` (of contracts a decline shows in contacts only, and
    none is recorded), ``contracts`` (contracts without dates tell new from settled only) or
    ``nobody`` (no customer ever met its rule).
    """
    taxonomy = study.stages.taxonomy
    found = set(history.spells["from_state"]) | set(history.spells["to_state"].dropna())
    missing = [stage for stage in taxonomy.stage_ids if stage not in found]
    reasons = [_why_missing(tables, taxonomy, stage, history) for stage in missing]
    return pd.DataFrame({"state": missing, "reason": reasons}, dtype=object)


def _why_missing(tables: Tables, taxonomy: Taxonomy, stage: str, history: StageHistory) -> str:
    if history.rules is None:
        return "contracts"
    origins = [origin for found, origin in taxonomy.origins() if found.id == stage]
    states = {origin.state for origin in origins}
    recorded = has_rows(tables, "interactions")
    if any(origin.contacts for origin in origins) and not recorded:
        return "contacts"
    if states == {"prospect"} and list_first_days(tables).empty:
        return "prospects"
    if history.source == "contracts" and states == {"growing"}:
        return "growth"
    if history.source == "contracts" and states <= {"growing", "declining"} and not recorded:
        return "declines"
    return "nobody"
