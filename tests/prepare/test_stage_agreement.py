"""How far stages told from purchases are the true ones, on a company whose truth is known.

The true stage is never recorded: it shows only in how often a customer buys. What the rates of two
stages hardly differ in, no rule can tell; what shows only as silence is told late.
"""

import numpy as np
import pandas as pd
import pytest
from small_study import write_study

from analysis.prepare.intake import prepare_tables
from analysis.prepare.spells import build_spells
from analysis.prepare.stage_machine import MachineRules
from analysis.simulate.company import simulate_company
from analysis.simulate.parameters import CompanyParameters
from analysis.study import load_study

COMPANY = CompanyParameters(n_customers=2_000)
RULES = MachineRules(150, 300, 30, 365, 300)  # declining after 1.5, churned after 3 rhythms
_DAYS = 100_000  # more than any day number


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """One row per customer and day: the true stage and the stage told, at the end of the day."""
    folder = tmp_path_factory.mktemp("company") / "retail"
    simulate_company(folder / "raw", COMPANY)
    last_date = COMPANY.last_date.isoformat()
    write_study(folder, _fields(last_date))
    file = folder / "study.yml"
    file.write_text(file.read_text("utf-8").replace(f"'{last_date}'", last_date), "utf-8")
    study = load_study(str(folder))
    told = build_spells(prepare_tables(study), study, RULES)
    true = pd.read_parquet(folder / "raw" / "truth" / "true_spells.parquet")
    customers = pd.read_parquet(folder / "raw" / "customers.parquet")["customer_no"]
    place = pd.Series(np.arange(len(customers)), customers)
    # The stage at the end of day d is that of the moment d + 1.
    true = pd.DataFrame(
        {
            "customer": true["customer_id"].map(place),
            "start": np.ceil(true["start_day"]).astype(int) - 1,
            "stop": np.ceil(true["stop_day"]).astype(int) - 1,
            "from_state": true["from_state"],
        }
    )
    return pd.concat({"true": by_day(true), "told": by_day(told)}, axis=1, join="inner")


def _fields(last_date: str) -> dict:
    tables = {
        "customers": {"customer_id": "customer_no", "joined_date": "signup_date"},
        "transactions": {"customer_id": "customer_no", "date": "order_time", "amount": "amount"},
        "interactions": {
            "customer_id": "customer_no",
            "date": "contact_date",
            "type": "contact_type",
        },
    }
    return {
        "title": {"en": "Retail", "zh": "零售"},
        "organisation": {"en": "Retail", "zh": "零售"},
        "currency": "USD",
        "time_zone": "UTC",
        "as_of": last_date,
        "tables": {
            name: {"file": f"raw/{name}.parquet", "columns": columns}
            for name, columns in tables.items()
        },
    }


def by_day(spells: pd.DataFrame) -> pd.Series:
    length = (spells["stop"] - spells["start"]).to_numpy()
    row = np.repeat(np.arange(len(spells)), length)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    customer, start = (spells[c].to_numpy(np.int64)[row] for c in ("customer", "start"))
    return pd.Series(spells["from_state"].to_numpy()[row], customer * _DAYS + start + offset)


@pytest.fixture(scope="module")
def buyers(days: pd.DataFrame) -> pd.DataFrame:
    """Days after the first purchase: prospects are known from the records."""
    return days[days["true"] != "prospect"]


def test_both_histories_speak_of_the_same_days(days: pd.DataFrame) -> None:
    # A customer whose first purchase or contact is on the last day has no day left.
    assert len(days) > 1_800_000
    assert days.notna().all(axis=None)


def test_prospects_are_told_without_error(days: pd.DataFrame) -> None:
    assert (days["true"] == "prospect").eq(days["told"] == "prospect").all()


def test_stated_share_of_days_agrees(days: pd.DataFrame, buyers: pd.DataFrame) -> None:
    """Measured: 75% of all customer-days, 66% of those after the first purchase."""
    assert (days["true"] == days["told"]).mean() > 0.73
    assert (buyers["true"] == buyers["told"]).mean() > 0.63


def test_gone_or_not_agrees_better(buyers: pd.DataFrame) -> None:
    """Measured: 84% of days; the rest is mostly the silence before a loss is said."""
    gone, said = buyers["true"] == "churned", buyers["told"] == "churned"
    assert (gone == said).mean() > 0.81
    assert said[gone].mean() > 0.75
    assert gone[said].mean() > 0.9  # who is said to be gone mostly is


def test_growing_and_mature_cannot_be_told_apart(buyers: pd.DataFrame) -> None:
    """They buy every 54 and every 64 days, each customer at a pace of their own: no purchase log
    can tell such stages apart, and neither does the rule."""
    growing = buyers["told"] == "growing"
    said = {stage: growing[buyers["true"] == stage].mean() for stage in ("growing", "mature")}
    assert abs(said["growing"] - said["mature"]) < 0.15


def test_a_first_purchase_is_new_until_silence_says_otherwise(buyers: pd.DataFrame) -> None:
    told = buyers.loc[buyers["true"] == "new", "told"]
    assert (told == "new").mean() > 0.9
    # True decline begins unseen, while the customer still counts as what they were.
    declining = buyers.loc[buyers["true"] == "declining", "told"]
    assert (declining == "declining").mean() < 0.5
