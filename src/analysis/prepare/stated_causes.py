"""Why customers said they left: the topics of exit interviews as causes, each with its loss.

What a customer says on leaving is an outcome. It is read here only, to explain losses that have
come, and never as something known before them.
"""

import pandas as pd

from analysis.prepare.contract_stays import list_stays
from analysis.prepare.durations import build_durations
from analysis.prepare.landmark_days import TENURE_SCALE
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.silence import day_number
from analysis.store import Tables
from analysis.study import Study

OTHER_CAUSE = "other"  # a topic that study.yml lists under no cause

_STATED = """
SELECT customer_id, day, max(topic) AS topic
FROM interactions
WHERE list_contains($leaving, type) AND topic IS NOT NULL AND day <= $as_of
GROUP BY customer_id, day
ORDER BY customer_id, day
"""

_PURCHASE_DAYS = """
SELECT DISTINCT customer_id, day
FROM transactions
WHERE amount_cents >= 0 AND day <= $as_of
ORDER BY customer_id, day
"""


def list_stated_causes(tables: Tables, study: Study) -> pd.DataFrame:
    """Rows (customer_id, day, cause) of interviews with customers who leave, by customer and day.

    ``cause`` is the one of ``study.warning.causes`` that lists the topic (or is called like it),
    else ``"other"``. No rows where no such interview with a topic and a date is recorded.
    """
    known = column_names(tables, "interactions")
    if not {"topic", "day", "type"} <= set(known):
        return _as_stated(pd.DataFrame(columns=["customer_id", "day", "cause"]))
    bound = {"leaving": list(study.warning.leaving_sources), "as_of": day_number(tables.as_of)}
    rows = tables.query(_STATED, bound)
    causes = rows["topic"].map(study.warning.topics).fillna(OTHER_CAUSE)
    return _as_stated(rows.assign(cause=causes))


def _as_stated(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows[["customer_id", "day", "cause"]]
    return told.astype({"customer_id": object, "day": "int32", "cause": object})


def build_cause_losses(tables: Tables, study: Study, stated: pd.DataFrame) -> pd.DataFrame:
    """One row per customer: ``customer_id, entry, tenure`` (days), ``event_observed, cause``.

    As ``build_durations``, the first loss of each customer. ``cause`` is what the customer said
    during the silence, or after the contracts, that became the loss: since the last purchase or
    beginning of a stay before the loss, and before the next one. Missing where nothing was said,
    and for customers not lost; of contracts without dates nothing can be told.
    """
    durations = build_durations(tables, study)[["customer_id", "entry", "tenure", "event_observed"]]
    if not _is_dated(tables):
        clock = durations[["entry", "tenure"]] * TENURE_SCALE[study.time_unit]
        return durations.assign(**clock, cause=None)
    begun = _list_beginnings(tables, study)
    lost = durations[durations["event_observed"].astype(bool)]
    first_day = begun.groupby("customer_id")["day"].min()
    lost_day = lost["customer_id"].map(first_day) + lost["tenure"]
    # A purchase on the day of the loss would have broken the silence: the last one came before.
    silent_since = _find_beginning(lost["customer_id"], lost_day - 1, begun)
    told_since = _find_beginning(stated["customer_id"], stated["day"], begun)
    told = stated.assign(since=told_since.to_numpy()).drop_duplicates(
        ["customer_id", "since"], keep="last"
    )
    matched = (
        lost[["customer_id"]]
        .assign(since=silent_since)
        .merge(told[["customer_id", "since", "cause"]], on=["customer_id", "since"], how="left")
    )
    cause = matched.set_index("customer_id")["cause"]
    return durations.assign(cause=durations["customer_id"].map(cause))


def _is_dated(tables: Tables) -> bool:
    return has_rows(tables, "transactions") or "start_day" in column_names(tables, "contracts")


def _list_beginnings(tables: Tables, study: Study) -> pd.DataFrame:
    """Rows (customer_id, day): purchases, or first days of stays."""
    if study.churn is not None and study.churn.kind == "silence":
        return tables.query(_PURCHASE_DAYS, {"as_of": day_number(tables.as_of)})
    stays = list_stays(tables, renewal_days=study.stages.renewal_days)
    ids = tables.query("SELECT customer_id FROM customers")["customer_id"].to_numpy()
    return pd.DataFrame({"customer_id": ids[stays["customer"]], "day": stays["first_day"]})


def _find_beginning(customer: pd.Series, day: pd.Series, begun: pd.DataFrame) -> pd.Series:
    """The last of ``begun`` by ``day``, in the order of the rows; missing where there is none."""
    asked = pd.DataFrame(
        {"customer_id": customer.to_numpy(), "day": day.to_numpy("int64"), "row": range(len(day))}
    ).sort_values("day", kind="stable")
    starts = begun.astype({"day": "int64"}).assign(since=begun["day"].astype("int64"))
    found = pd.merge_asof(
        asked, starts.sort_values("day", kind="stable"), on="day", by="customer_id"
    )
    return found.set_index("row")["since"].sort_index().set_axis(customer.index)
