"""A simulated company as its records stood on several days; nothing later is there."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from analysis.simulate.company import simulate_company
from analysis.simulate.parameters import CompanyParameters
from analysis.study import PROJECT_ROOT, Study, load_study

PARAMETERS = CompanyParameters(n_customers=2000, n_days=1096, seed=7)  # to the end of 2024
_TRUTH = PROJECT_ROOT / "data" / "demo_retail" / "study.yml"
_DATES = {
    "customers": "signup_date",
    "transactions": "order_time",
    "interactions": "contact_date",
    "surveys": "answer_date",
    "treatments": "offer_date",
    "feedback": "comment_date",
    "market": "date",
    "snapshots": "month_end",
}


def simulate_records(folder: Path) -> Path:
    """The raw tables of the whole company; where they are."""
    simulate_company(folder, PARAMETERS)
    return folder


def write_known(records: Path, folder: Path, day: date) -> Study:
    """The study in ``folder`` with what was on record by the end of ``day``."""
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    known = set(_read_until(records / "customers.parquet", "signup_date", day)["customer_no"])
    for name, column in _DATES.items():
        rows = _read_until(records / f"{name}.parquet", column, day)
        if "customer_no" in rows:
            rows = rows[rows["customer_no"].isin(known)]
        rows.to_parquet(folder / "raw" / f"{name}.parquet", index=False)
    yaml = YAML()
    fields = yaml.load(_TRUTH.read_text(encoding="utf-8"))
    fields.pop("simulate")
    fields["as_of"] = day
    with (folder / "study.yml").open("w", encoding="utf-8") as file:
        yaml.dump(fields, file)
    return load_study(str(folder))


def _read_until(path: Path, column: str, day: date) -> pd.DataFrame:
    rows = pd.read_parquet(path)
    when = pd.to_datetime(rows[column]).to_numpy("datetime64[D]")
    return rows[when <= np.datetime64(day)]
