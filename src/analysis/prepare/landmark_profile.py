"""Who a customer is: the columns that ``study.yml`` names as segments and drivers.

They are as recorded when the data were drawn: the tables do not say since when. Attributes of
contracts with dates are those of the last one begun. Bands of the first amount are left out: their
limits rest on customers who came later.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.prepare.dated_contracts import has_dated_contracts
from analysis.prepare.durations import UNKNOWN
from analysis.prepare.landmark_contracts import order_contracts
from analysis.prepare.landmark_timeline import Marks, Timeline, query_events
from analysis.prepare.purchase_days import column_names
from analysis.schema import CENTS, DERIVED_COLUMNS
from analysis.store import Tables, quote_name
from analysis.study import Study

LOOKS_AHEAD = "first_amount_band"
_MONTH = "%Y-%m"

Column = np.ndarray | pd.api.extensions.ExtensionArray


def list_profile_kinds(study: Study) -> dict[str, str]:
    """Columns of the profile and whether each is a category, number or flag."""
    kinds: dict[str, str] = dict.fromkeys(study.segments, "category")
    kinds |= {driver.column: driver.kind for driver in study.drivers}
    return {name: kind for name, kind in kinds.items() if name != LOOKS_AHEAD}


def tell_profile(
    tables: Tables, study: Study, marks: Marks, visits: Timeline | None
) -> dict[str, Column]:
    """One column per segment and driver: category, float32 or boolean."""
    kinds = list_profile_kinds(study)
    told: dict[str, Column] = {}
    for source, find in _SOURCES.items():
        wanted = [
            name for name in column_names(tables, source) if name in kinds and name not in told
        ]
        if wanted:
            rows, place = find(tables, marks, wanted)
            told |= {name: _type_values(rows[name], place, kinds[name]) for name in wanted}
    if visits is not None:
        told |= _tell_first_purchase(visits, marks, [name for name in kinds if name not in told])
    return {name: told[name] for name in kinds if name in told}


def _find_customers(
    tables: Tables, marks: Marks, columns: list[str]
) -> tuple[pd.DataFrame, np.ndarray]:
    chosen = ", ".join(quote_name(name) for name in columns)
    return tables.query(f"SELECT {chosen} FROM customers"), marks.customer


def _find_contracts(
    tables: Tables, marks: Marks, columns: list[str]
) -> tuple[pd.DataFrame, np.ndarray]:
    chosen = ", ".join(f"contracts.{quote_name(name)}" for name in columns)
    dated = has_dated_contracts(tables)
    day = "start_day" if dated else "0"
    order = f"start_day, {order_contracts(tables)}, {chosen}" if dated else chosen
    # Without dates the first row counts, as it does in durations.
    first = "" if dated else "QUALIFY row_number() OVER (PARTITION BY customer) = 1"
    order = order if dated else "customer"
    sql = f"""
        SELECT customer, {day} AS day, {chosen}
        FROM contracts
        JOIN numbered USING (customer_id)
        {first}
        ORDER BY customer, {order}
    """
    timeline = Timeline(query_events(tables, sql))
    return timeline.events, timeline.find_last(marks)


_Finder = Callable[[Tables, Marks, list[str]], tuple[pd.DataFrame, np.ndarray]]
_SOURCES: dict[str, _Finder] = {"customers": _find_customers, "contracts": _find_contracts}


def _type_values(values: pd.Series, place: np.ndarray, kind: str) -> Column:
    """``values`` at ``place``; missing, or unknown, at -1."""
    if kind == "category":
        codes, names = pd.factorize(values.astype(object), sort=False)
        words = [*map(str, names), UNKNOWN]  # the code of what is missing is -1: the last
        order = sorted(range(len(words)), key=words.__getitem__)
        rank = np.argsort(order).astype(np.int32)
        codes = np.append(rank[codes], -1)[place]
        return pd.Categorical.from_codes(codes, categories=pd.Index([words[k] for k in order]))
    numbers = np.append(values.astype("Float64").to_numpy(np.float64, na_value=np.nan), np.nan)
    found = numbers[place]
    if kind == "number":
        return found.astype(np.float32)
    return pd.arrays.BooleanArray(found == 1, np.isnan(found))


def _tell_first_purchase(visits: Timeline, marks: Marks, wanted: list[str]) -> dict[str, Column]:
    """What is known since the first purchase, of ``schema.DERIVED_COLUMNS``."""
    firsts = Timeline(visits.events[visits.events["n_gaps"] == 0].reset_index(drop=True))
    place = firsts.find_last(marks)
    values = {
        "first_amount": (firsts.events["amount_cents"] / CENTS, "number"),
        "first_quantity": (firsts.events["quantity"], "number"),
        "joined_month": (
            pd.to_datetime(firsts.events["day"], unit="D").dt.strftime(_MONTH),
            "category",
        ),
    }
    return {
        name: _type_values(*_with_place(values[name], place))
        for name in wanted
        if name in DERIVED_COLUMNS
    }


def _with_place(
    given: tuple[pd.Series, str], place: np.ndarray
) -> tuple[pd.Series, np.ndarray, str]:
    return given[0], place, given[1]
