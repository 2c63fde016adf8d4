"""Stage histories: one row per customer per visit to a stage, ``(start, stop]`` in whole days.

The engine joins and sorts; the state machine walks each customer's purchase days once; prospects
are put before; the taxonomy gives the stages their names and cuts visits where it says so.
"""

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.prepare.silence import day_number
from analysis.prepare.stage_events import build_purchase_days, list_contacts, list_first_days
from analysis.prepare.stage_machine import (
    MACHINE_STATES,
    MachineRules,
    PurchaseDays,
    run_stage_machine,
)
from analysis.schema import CANONICAL_STATES
from analysis.store import Tables
from analysis.study import Study
from analysis.study.taxonomy import Origin, Taxonomy

SPELL_COLUMNS = (
    "customer", "start", "stop", "from_state", "to_state", "previous_state", "amount_cents",
)  # fmt: skip


def build_spells(
    tables: Tables, study: Study, rules: MachineRules, taxonomy: Taxonomy | None = None
) -> pd.DataFrame:
    """Every customer's visits to the stages of a taxonomy, in order of customer and time.

    ``taxonomy`` is the study's own unless another is given. Columns of ``SPELL_COLUMNS``:
    ``customer`` is its row in the customers table; ``start`` and ``stop`` days since 1970-01-01;
    ``to_state`` is missing where the history is censored, ``previous_state`` where it begins;
    ``amount_cents`` is the money of purchases made during the visit, that of its first day
    included; customers first known on the as-of day have no visit yet. Nothing in a row depends on
    anything recorded after ``start``, but ``stop`` and ``to_state``. Raises DataError without
    purchases.
    """
    end = day_number(tables.as_of)
    purchases = build_purchase_days(tables, study.stages.segment)
    if purchases.empty:
        raise DataError(
            f"study {study.name}: stages need purchases; there are none up to the as-of date."
        )
    visits = _in_order([_find_prospects(tables, purchases, end), _walk(purchases, rules, end)])
    chosen = taxonomy or study.stages.taxonomy
    visits = _name_stages(visits, chosen, purchases, list_contacts(tables))
    visits = _add_money(_observe_from(visits, study), purchases)
    return _link(visits, chosen.stage_ids)


def _in_order(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """``parts`` as one table by customer and time; later parts after earlier ones in ties."""
    filled = [part for part in parts if len(part)]
    if len(filled) == 1:
        return filled[0].reset_index(drop=True)
    rows = pd.concat(filled, ignore_index=True)
    order = np.argsort(_order_key(rows["customer"], rows["start"]), kind="stable")
    return rows.take(order).reset_index(drop=True)


def _walk(purchases: pd.DataFrame, rules: MachineRules, end: int) -> pd.DataFrame:
    spells = run_stage_machine(
        PurchaseDays(
            *(purchases[name].to_numpy() for name in ("customer", "day", "amount")),
            *(purchases[name].to_numpy() for name in ("base_gaps", "base_days", "contacts_fell")),
        ),
        rules,
        end,
    )
    codes = np.array([CANONICAL_STATES.index(state) for state in MACHINE_STATES], np.int8)
    return pd.DataFrame(
        {
            "customer": spells.customer,
            "start": spells.start,
            "stop": spells.stop,
            "state": codes[spells.state],
        }
    )


def _find_prospects(tables: Tables, purchases: pd.DataFrame, end: int) -> pd.DataFrame:
    """From being known to the first purchase, or to the end for those who never bought."""
    first_purchase = purchases.drop_duplicates("customer").set_index("customer")["day"]
    known = list_first_days(tables)
    stop = known["customer"].map(first_purchase).fillna(end).astype(np.int32)
    waited = known["first_day"] < stop
    return pd.DataFrame(
        {
            "customer": known["customer"],
            "start": known["first_day"],
            "stop": stop,
            "state": np.int8(CANONICAL_STATES.index("prospect")),
        }
    )[waited]


def _name_stages(
    visits: pd.DataFrame, taxonomy: Taxonomy, purchases: pd.DataFrame, contacts: pd.DataFrame
) -> pd.DataFrame:
    """``visits`` by stage (the position in ``stage_ids``), cut where a stage begins within one."""
    place = {stage: np.int8(position) for position, stage in enumerate(taxonomy.stage_ids)}
    stage_of = np.array([place[taxonomy.stage_of(state)] for state in CANONICAL_STATES], np.int8)
    named = [visits.assign(stage=stage_of[visits["state"]])]
    for stage, origin in taxonomy.origins():
        if origin.is_part:
            events = purchases if origin.purchases else contacts
            named.append(_begin_within(visits, origin, events).assign(stage=place[stage.id]))
    pieces = _in_order(named)
    if len(pieces) > len(visits):
        customer, start = pieces["customer"].to_numpy(), pieces["start"].to_numpy()
        stop = pieces["stop"].to_numpy().copy()
        same = customer[1:] == customer[:-1]
        stop[:-1] = np.where(same, np.minimum(stop[:-1], start[1:]), stop[:-1])
        pieces = pieces.assign(stop=stop)[start < stop]
    return _merge_neighbours(pieces)


def _begin_within(visits: pd.DataFrame, origin: Origin, events: pd.DataFrame) -> pd.DataFrame:
    """The parts of visits to ``origin.state`` after the customer's n-th event.

    Events are counted over the customer's whole history, not anew in every visit: who has bought
    twice never again counts as having bought once.
    """
    chosen = visits[visits["state"] == CANONICAL_STATES.index(origin.state)]
    counted = events[["customer", "day"]]
    if origin.contacts:
        since = counted["customer"].map(chosen.groupby("customer", sort=False)["start"].first())
        # The contact that makes a prospect known counts; one on the day of a purchase is before it.
        counted = counted[counted["day"] >= since + (origin.state != "prospect")]
    rank = counted.groupby("customer", sort=False).cumcount() + 1
    nth = counted[rank == (origin.purchases or origin.contacts)].set_index("customer")["day"]
    begins = chosen["customer"].map(nth)
    parts = chosen.assign(start=np.maximum(chosen["start"], begins.fillna(0)).astype(np.int32))
    return parts[begins < chosen["stop"]]


def _merge_neighbours(pieces: pd.DataFrame) -> pd.DataFrame:
    """Visits that follow one another in the same stage are one visit."""
    customer, stage = pieces["customer"].to_numpy(), pieces["stage"].to_numpy()
    begins = np.ones(len(pieces), bool)
    begins[1:] = (customer[1:] != customer[:-1]) | (stage[1:] != stage[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(pieces)) - 1
    return pd.DataFrame(
        {
            "customer": customer[first],
            "start": pieces["start"].to_numpy()[first],
            "stop": pieces["stop"].to_numpy()[last],
            "stage": stage[first],
        }
    )


def _observe_from(visits: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Only what happened under observation: visits begun before records do enter late."""
    if study.records_begin is None:
        return visits
    begin = day_number(study.records_begin)
    seen = visits[visits["stop"] > begin]
    return seen.assign(start=seen["start"].clip(lower=begin)).reset_index(drop=True)


def _add_money(visits: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """``amount_cents``: a purchase belongs to the visit it begins, or else falls in."""
    begun = _order_key(visits["customer"], visits["start"])
    bought = _order_key(purchases["customer"], purchases["day"])
    visit = np.searchsorted(begun, bought, side="right") - 1
    belongs = (visit >= 0) & (
        visits["customer"].to_numpy()[visit] == purchases["customer"].to_numpy()
    )
    money = np.zeros(len(visits), np.int64)
    np.add.at(money, visit[belongs], purchases["amount"].to_numpy(np.int64)[belongs])
    return visits.assign(amount_cents=money)


def _order_key(customer: pd.Series, day: pd.Series) -> np.ndarray:
    return customer.to_numpy(np.int64) * 2**32 + day.to_numpy(np.int64)


def _link(visits: pd.DataFrame, stages: tuple[str, ...]) -> pd.DataFrame:
    """``SPELL_COLUMNS``: stages by name, with those before and after."""
    customer, stage = visits["customer"].to_numpy(), visits["stage"].to_numpy()
    names = np.array([*stages, None], dtype=object)
    none = len(stages)
    same = customer[1:] == customer[:-1]
    following = np.append(np.where(same, stage[1:], none), none)
    before = np.append(none, np.where(same, stage[:-1], none))
    linked = visits.assign(
        from_state=names[stage], to_state=names[following], previous_state=names[before]
    )
    return linked[list(SPELL_COLUMNS)].astype({"start": np.int32, "stop": np.int32})
