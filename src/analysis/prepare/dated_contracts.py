"""Stage histories of contracts with dates, in calendar days: one row per customer and visit.

A customer is a prospect from first contact to the first contract, new for the first days of it,
mature while any contract runs, churned when none has run for the days allowed for a renewal, and
won back for as many days as others are new when a contract begins after that. Declining are mature
customers whose contacts have fallen, where contacts are recorded. Contracts have no rhythm that
could rise, so nobody is growing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.prepare.charges import count_charges
from analysis.prepare.contract_spells import NEW_FOR
from analysis.prepare.contract_stays import list_stays
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.silence import day_number
from analysis.prepare.stage_events import (
    CONTACT_WINDOW_DAYS,
    FEWEST_CONTACTS,
    list_contacts,
    list_first_days,
)
from analysis.prepare.stage_visits import (
    find_prospects,
    in_order,
    link_visits,
    name_stages,
    observe_from,
)
from analysis.schema import CANONICAL_STATES
from analysis.store import Tables
from analysis.study import StageRules, Study
from analysis.study.taxonomy import Taxonomy

_CONTRACT_DAYS = """
WITH numbered AS (
    SELECT customer_id, (row_number() OVER () - 1)::INTEGER AS customer FROM customers
)
SELECT DISTINCT customer, start_day::INTEGER AS day
FROM contracts
JOIN numbered USING (customer_id)
WHERE start_day < $as_of AND coalesce(end_day, $as_of) > start_day
ORDER BY customer, day
"""


@dataclass(frozen=True)
class ContractRules:
    """``renewal_days``: the longest time without a contract that is no loss yet; ``new_days``: how
    long a customer is new, or won back."""

    renewal_days: int
    new_days: int


def choose_contract_rules(stages: StageRules) -> ContractRules:
    """The rules that ``study.yml`` states; new is a customer as long as without dates."""
    return ContractRules(renewal_days=stages.renewal_days, new_days=NEW_FOR["day"])


def has_dated_contracts(tables: Tables) -> bool:
    """Whether the study has contracts, and knows when they began."""
    return "start_day" in column_names(tables, "contracts") and has_rows(tables, "contracts")


def build_contract_spells(
    tables: Tables, study: Study, rules: ContractRules, taxonomy: Taxonomy | None = None
) -> pd.DataFrame:
    """Every customer's visits to the stages of a taxonomy, in order of customer and time.

    As ``spells.build_spells``, from contracts: ``amount_cents`` is what was charged during the
    visit, and a contract's first day counts as a purchase where a stage begins with the n-th.
    Nothing in a row depends on anything recorded after ``start``, but ``stop`` and ``to_state``.
    Raises DataError when no contract had run for a day by the as-of date.
    """
    end = day_number(tables.as_of)
    stays = list_stays(tables, renewal_days=rules.renewal_days)
    if stays.empty:
        raise DataError(
            f"study {study.name}: stages need contracts that began before the as-of date; "
            "there are none. Check start_date and as_of in study.yml."
        )
    stays = stays.assign(lost_day=stays["lost_day"].fillna(end).clip(upper=end).astype(np.int32))
    leaving = study.warning.leaving_sources
    contacts = list_contacts(tables, leaving)
    first = stays.drop_duplicates("customer").set_index("customer")["first_day"]
    visits = in_order(
        [
            find_prospects(list_first_days(tables, leaving), first, end),
            *_begin_stages(stays, rules, end),
            _find_declines(stays, contacts, rules),
        ]
    )
    visits = _until_the_next(visits, end)
    chosen = taxonomy or study.stages.taxonomy
    begun = tables.query(_CONTRACT_DAYS, {"as_of": end})
    visits = observe_from(name_stages(visits, chosen, begun, contacts), study)
    visits = visits.assign(amount_cents=count_charges(tables, visits))
    return link_visits(visits, chosen.stage_ids)


def _begin_stages(stays: pd.DataFrame, rules: ContractRules, end: int) -> list[pd.DataFrame]:
    """Where each stay begins, settles and is lost: rows (customer, start, state)."""
    lost, settled = stays["lost_day"], stays["first_day"] + rules.new_days
    begun = stays["stay"].map(lambda stay: _code("new" if stay == 0 else "won_back"))
    return [
        _mark(stays["customer"], stays["first_day"], begun),
        _mark(stays["customer"], settled, _code("mature"))[settled < lost],
        _mark(stays["customer"], lost, _code("churned"))[lost < end],
    ]


def _code(state: str) -> int:
    return CANONICAL_STATES.index(state)


def _mark(customer: pd.Series, start: pd.Series, state: pd.Series | int) -> pd.DataFrame:
    rows = pd.DataFrame({"customer": customer, "start": start, "state": state})
    return rows.astype({"start": np.int32, "state": np.int8})


def _find_declines(
    stays: pd.DataFrame, contacts: pd.DataFrame, rules: ContractRules
) -> pd.DataFrame:
    """Where mature customers begin and cease to decline: rows (customer, start, state).

    As with purchases: contacts of the last 90 days, this one included, are fewer than half of those
    of the 90 days before, which were three at least. Only contacts since the stay began count.
    """
    turns = _turn_windows(stays, contacts)
    stay = [turns["customer"], turns["first_day"]]
    earlier = turns["earlier"].groupby(stay, sort=False).cumsum()
    recent = turns["recent"].groupby(stay, sort=False).cumsum()
    fallen = (earlier >= FEWEST_CONTACTS) & (2 * recent < earlier)
    state = fallen.map({True: _code("declining"), False: _code("mature")})
    settled = turns["first_day"] + rules.new_days
    marks = _mark(turns["customer"], turns["day"].where(turns["day"] > settled, settled), state)
    return marks[marks["start"] < turns["lost_day"]]


def _turn_windows(stays: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """The days on which contacts enter or leave the two windows, in order of stay and day: rows
    (customer, first_day, lost_day, day, recent, earlier), the last two what is added on the day."""
    pairs = contacts.merge(stays, on="customer")
    within = (pairs["day"] >= pairs["first_day"]) & (pairs["day"] < pairs["lost_day"])
    pairs = pairs.loc[within, ["customer", "first_day", "lost_day", "day"]]
    turns = pd.concat(
        [
            pairs.assign(day=pairs["day"] + shift, recent=recent, earlier=earlier)
            for shift, recent, earlier in (
                (0, 1, 0),
                (CONTACT_WINDOW_DAYS, -1, 1),
                (2 * CONTACT_WINDOW_DAYS, 0, -1),
            )
        ]
    )
    keys = ["customer", "first_day", "lost_day", "day"]
    return turns.groupby(keys, as_index=False)[["recent", "earlier"]].sum()


def _until_the_next(marks: pd.DataFrame, end: int) -> pd.DataFrame:
    """``marks`` as visits: each lasts until the customer's next mark or ``end``; of marks on the
    same day the last counts."""
    customer, start = marks["customer"].to_numpy(), marks["start"].to_numpy()
    same = np.append(customer[1:] == customer[:-1], False)
    stop = np.where(same, np.append(start[1:], end), end).astype(np.int32)
    return marks.assign(stop=stop)[start < stop].reset_index(drop=True)
