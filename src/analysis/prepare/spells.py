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
from analysis.prepare.stage_visits import (
    find_prospects,
    in_order,
    link_visits,
    name_stages,
    observe_from,
    order_key,
)
from analysis.schema import CANONICAL_STATES
from analysis.store import Tables
from analysis.study import Study
from analysis.study.taxonomy import Taxonomy


def build_spells(
    tables: Tables, study: Study, rules: MachineRules, taxonomy: Taxonomy | None = None
) -> pd.DataFrame:
    """Every customer's visits to the stages of a taxonomy, in order of customer and time.

    ``taxonomy`` is the study's own unless another is given. Columns of
    ``stage_visits.SPELL_COLUMNS``:
    ``customer`` is its row in the customers table; ``start`` and ``stop`` days since 1970-01-01;
    ``to_state`` is missing where the history is censored, ``previous_state`` where it begins;
    ``amount_cents`` is the money of purchases made during the visit, that of its first day
    included; customers first known on the as-of day have no visit yet. Nothing in a row depends on
    anything recorded after ``start``, but ``stop`` and ``to_state``. Raises DataError without
    purchases.
    """
    end, leaving = day_number(tables.as_of), study.warning.leaving_sources
    purchases = build_purchase_days(tables, study.stages.segment, leaving)
    if purchases.empty:
        raise DataError(
            f"study {study.name}: stages need purchases; there are none up to the as-of date."
        )
    first = purchases.drop_duplicates("customer").set_index("customer")["day"]
    prospects = find_prospects(list_first_days(tables, leaving), first, end)
    visits = in_order([prospects, _walk(purchases, rules, end)])
    chosen = taxonomy or study.stages.taxonomy
    visits = name_stages(visits, chosen, purchases, list_contacts(tables, leaving))
    visits = _add_money(observe_from(visits, study), purchases)
    return link_visits(visits, chosen.stage_ids)


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


def _add_money(visits: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """``amount_cents``: a purchase belongs to the visit it begins, or else falls in."""
    begun = order_key(visits["customer"], visits["start"])
    bought = order_key(purchases["customer"], purchases["day"])
    visit = np.searchsorted(begun, bought, side="right") - 1
    belongs = (visit >= 0) & (
        visits["customer"].to_numpy()[visit] == purchases["customer"].to_numpy()
    )
    money = np.zeros(len(visits), np.int64)
    np.add.at(money, visit[belongs], purchases["amount"].to_numpy(np.int64)[belongs])
    return visits.assign(amount_cents=money)
