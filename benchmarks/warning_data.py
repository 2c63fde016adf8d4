"""Data of the benchmark of early warning: telecom subscribers in months, and a large company."""

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from analysis.estimate.early_warning.design import leave_out_signs
from analysis.prepare.intake import prepare_tables
from analysis.prepare.landmark_days import MONTH_OF_TENURE_DAYS
from analysis.prepare.landmark_signs import list_sign_reasons
from analysis.prepare.landmarks import build_landmarks, list_landmark_features
from analysis.prepare.silence import day_number
from analysis.study import load_study

N_FOLDS = 5
SEED = 20261123
_SIMULATED = "n_customers: 20000"


@dataclass(frozen=True)
class Telecom:
    """Subscribers (n) with their ``tenure`` in months, whether they left, and their ``fold``.

    ``months``: one row per subscriber and month begun whose end is known, with ``customer`` (row),
    ``left`` within the month and the ``features``; ``first``: every subscriber's row of month 0.
    """

    months: pd.DataFrame
    first: pd.DataFrame
    features: tuple[str, ...]
    tenure: np.ndarray
    event: np.ndarray
    fold: np.ndarray

    @property
    def times(self) -> np.ndarray:
        """Months at which survival is judged: up to the last but one."""
        return np.arange(1.0, self.tenure.max())

    @cached_property
    def design(self) -> np.ndarray:
        """The same features as numbers, one column per level, for models without tenure."""
        own = [name for name in self.features if name != "tenure_days"]
        return pd.get_dummies(self.first[own], drop_first=True).to_numpy(np.float64)


def load_telecom() -> Telecom:
    """The public study ``telco``, fetched where it is not there yet."""
    study = load_study("telco")
    tables = prepare_tables(study)
    ends = tables.query(
        "SELECT customer_id, max(tenure)::DOUBLE AS tenure, bool_and(ended) AS ended"
        " FROM contracts GROUP BY customer_id"
    ).set_index("customer_id")
    days = range(0, int(ends["tenure"].max()) * MONTH_OF_TENURE_DAYS, MONTH_OF_TENURE_DAYS)
    rows = build_landmarks(tables, study, days=days)
    listed = leave_out_signs(list_landmark_features(rows, study), list_sign_reasons(study))
    features = [name for name in listed if rows[name].notna().any()]  # no deeds, so no signs
    first = rows[rows["day"] == 0].reset_index(drop=True)
    names = first["customer_id"].astype(str)
    ends = ends.loc[names]
    known = rows["left_30"].notna()
    place = pd.Index(names).get_indexer(rows["customer_id"].astype(str))
    told = rows.assign(customer=place, left=rows["left_30"])[known].reset_index(drop=True)
    lost = ends["ended"].to_numpy(bool)
    return Telecom(
        months=told,
        first=first,
        features=tuple(features),
        tenure=ends["tenure"].to_numpy(),
        event=lost,
        fold=_draw_folds(lost),
    )


def _draw_folds(lost: np.ndarray) -> np.ndarray:
    """Folds of customers with equal shares of those lost."""
    rng = np.random.default_rng(SEED)
    fold = np.empty(len(lost), int)
    for kind in (True, False):
        members = rng.permutation(np.flatnonzero(lost == kind))
        fold[members] = np.arange(len(members)) % N_FOLDS
    return fold


def list_tenures(telecom: Telecom, customers: np.ndarray) -> pd.DataFrame:
    """Rows of ``customers`` at the beginning of every month judged: nothing changes but tenure."""
    n = len(telecom.times)
    rows = telecom.first.loc[np.repeat(customers, n)].reset_index(drop=True)
    days = np.tile(np.arange(n, dtype=np.int32) * MONTH_OF_TENURE_DAYS, len(customers))
    return rows.assign(day=days, tenure_days=days)


def make_company(folder: Path, n_customers: int) -> Path:
    """A simulated company of ``n_customers`` with its tables prepared, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (load_study("demo_retail").folder / "study.yml").read_text(encoding="utf-8")
    assert _SIMULATED in text
    named = text.replace(_SIMULATED, f"n_customers: {n_customers}")
    (folder / "study.yml").write_text(named, encoding="utf-8")
    prepare_tables(load_study(str(folder)))
    return folder


def multiply_customers(company: Path, target: Path, n_active: int) -> Path:
    """Prepared tables of ``n_active`` customers or a few more, all of them there on the last day.

    They are those of ``company``, each under as many new numbers as it takes. Snapshots, which
    early warning does not read, are left behind.
    """
    study = load_study(str(company))
    tables = prepare_tables(study)
    rows = build_landmarks(tables, study, days=[day_number(tables.as_of)])
    active = pd.DataFrame({"customer_id": rows["customer_id"].astype(str)})
    copies = -(-n_active // len(active))
    target.mkdir(parents=True)
    for name in (name for name in tables.names if name != "snapshots"):
        source, copy = tables.folder / f"{name}.parquet", target / f"{name}.parquet"
        columns = duckdb.sql(f"SELECT * FROM '{source}' LIMIT 0").columns
        select = f"SELECT * FROM '{source}'"
        if "customer_id" in columns:
            select = (
                f"SELECT t.* REPLACE (t.customer_id || '_' || k AS customer_id) FROM '{source}' t"
                f" JOIN active USING (customer_id) CROSS JOIN range({copies}) AS numbers(k)"
            )
        duckdb.sql(f"COPY ({select}) TO '{copy}' (FORMAT parquet, COMPRESSION zstd)")
    shutil.copy(tables.folder / "faults.parquet", target)
    described = json.loads((tables.folder / "tables.json").read_text(encoding="utf-8"))
    described["names"] = [name for name in described["names"] if name != "snapshots"]
    (target / "tables.json").write_text(json.dumps(described), encoding="utf-8")
    return target
