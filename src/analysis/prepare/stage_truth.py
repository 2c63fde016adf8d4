"""Assigned stages beside the true ones of a simulated company."""

import os
from pathlib import Path

import pandas as pd

from analysis.prepare.pseudonyms import load_key, make_pseudonyms
from analysis.prepare.stage_counts import count_stage_moves
from analysis.prepare.stage_history import StageHistory
from analysis.store import Tables, query_source
from analysis.study import Study

_COLUMNS = ["assigned", "truth", "days"]

_OVERLAP = """
SELECT
    assigned, truth, sum(least(stop, true_stop) - greatest(start, true_start)) AS days
FROM (
    SELECT s.customer, s.from_state AS assigned, s.start, s.stop,
        t.from_state AS truth, t.start_day AS true_start, t.stop_day AS true_stop
    FROM source AS s
    JOIN read_parquet($path) AS t ON t.customer_id = s.customer_id
    WHERE t.start_day < s.stop AND t.stop_day > s.start
)
GROUP BY ALL
ORDER BY ALL
"""


_TRUE_SPELLS = """
SELECT customer_id AS customer, from_state, to_state,
    floor(start_day * $parts)::BIGINT AS start, floor(stop_day * $parts)::BIGINT AS stop
FROM read_parquet($path)
"""

DAY_PARTS = 100  # true moves happen at any moment: time is counted in hundredths of a day


def count_true_moves(study: Study, history: StageHistory) -> pd.DataFrame:
    """True moves as rows (from_state, to_state, time, n), ``time`` in hundredths of a day.

    Canonical states under the names of the study's stages. No rows without a truth on file.
    """
    path = _truth_file(study)
    if not history.dated or not path.exists():
        return pd.DataFrame(columns=["from_state", "to_state", "time", "n"])
    parameters = {"path": os.fspath(path), "parts": DAY_PARTS}
    spells = query_source(_TRUE_SPELLS, pd.DataFrame({"unused": [0]}), parameters)
    stage_of = study.stages.taxonomy.stage_of
    for column in ("from_state", "to_state"):
        spells[column] = spells[column].map(stage_of, na_action="ignore")
    return count_stage_moves(spells)


def _truth_file(study: Study) -> Path:
    return study.folder / "raw" / "truth" / "true_spells.parquet"


def count_true_days(tables: Tables, study: Study, history: StageHistory) -> pd.DataFrame:
    """Rows (assigned, truth, days): customer-days by the stage assigned and the true stage.

    True stages are those of the study's taxonomy that the true canonical states begin in. No rows
    for a company whose truth is not on file (``raw/truth`` of the study).
    """
    spells_file = _truth_file(study)
    customers_file = spells_file.with_name("customers.parquet")
    if not history.dated or not (spells_file.exists() and customers_file.exists()):
        return pd.DataFrame(columns=_COLUMNS)
    raw = pd.read_parquet(customers_file, columns=["customer_id"])["customer_id"]
    pseudonyms = make_pseudonyms(list(raw), load_key(), "customer", study.name)
    raw_of = pd.Series(raw.to_numpy(), index=pseudonyms)
    prepared = tables.query("SELECT customer_id FROM customers")["customer_id"].map(raw_of)
    spells = history.spells.assign(customer_id=history.spells["customer"].map(prepared))
    overlap = query_source(_OVERLAP, spells, {"path": os.fspath(spells_file)})
    named = overlap.assign(truth=overlap["truth"].map(study.stages.taxonomy.stage_of))
    return named.groupby(["assigned", "truth"])[["days"]].sum().reset_index()
