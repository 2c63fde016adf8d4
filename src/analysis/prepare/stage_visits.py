"""From visits to canonical states to spells: the taxonomy names them and cuts them where it says
so, what was not observed is left out, and every row learns its neighbours.
"""

import numpy as np
import pandas as pd

from analysis.prepare.silence import day_number
from analysis.schema import CANONICAL_STATES
from analysis.study import Study
from analysis.study.taxonomy import Origin, Taxonomy

SPELL_COLUMNS = (
    "customer", "start", "stop", "from_state", "to_state", "previous_state", "amount_cents",
)  # fmt: skip


def in_order(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """``parts`` as one table by customer and time; later parts after earlier ones in ties."""
    filled = [part for part in parts if len(part)]
    if len(filled) == 1:
        return filled[0].reset_index(drop=True)
    rows = pd.concat(filled, ignore_index=True)
    order = np.argsort(order_key(rows["customer"], rows["start"]), kind="stable")
    return rows.take(order).reset_index(drop=True)


def find_prospects(known: pd.DataFrame, first: pd.Series, end: int) -> pd.DataFrame:
    """Visits from being known to becoming a customer, or to ``end`` for those who never did.

    ``known`` as of ``stage_events.list_first_days``; ``first``: the day somebody became a customer,
    by customer.
    """
    stop = known["customer"].map(first).fillna(end).astype(np.int32)
    waited = known["first_day"] < stop
    return pd.DataFrame(
        {
            "customer": known["customer"],
            "start": known["first_day"],
            "stop": stop,
            "state": np.int8(CANONICAL_STATES.index("prospect")),
        }
    )[waited]


def name_stages(
    visits: pd.DataFrame, taxonomy: Taxonomy, purchases: pd.DataFrame, contacts: pd.DataFrame
) -> pd.DataFrame:
    """``visits`` by stage (the position in ``stage_ids``), cut where a stage begins within one.

    ``purchases`` and ``contacts``: the days (columns customer, day; in order) that are counted for
    stages that begin with the n-th of them.
    """
    place = {stage: np.int8(position) for position, stage in enumerate(taxonomy.stage_ids)}
    stage_of = np.array([place[taxonomy.stage_of(state)] for state in CANONICAL_STATES], np.int8)
    named = [visits.assign(stage=stage_of[visits["state"]])]
    for stage, origin in taxonomy.origins():
        if origin.is_part:
            events = purchases if origin.purchases else contacts
            named.append(_begin_within(visits, origin, events).assign(stage=place[stage.id]))
    pieces = in_order(named)
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


def observe_from(visits: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Only what happened under observation: visits begun before records do enter late."""
    if study.records_begin is None:
        return visits
    begin = day_number(study.records_begin)
    seen = visits[visits["stop"] > begin]
    return seen.assign(start=seen["start"].clip(lower=begin)).reset_index(drop=True)


def order_key(customer: pd.Series, day: pd.Series) -> np.ndarray:
    """One whole number per row, in the order of customer and day."""
    return customer.to_numpy(np.int64) * 2**32 + day.to_numpy(np.int64)


def link_visits(visits: pd.DataFrame, stages: tuple[str, ...]) -> pd.DataFrame:
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
