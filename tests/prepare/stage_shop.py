"""A shop of five customers whose stage histories can be worked out by hand.

Days count from 1 January 2024. A silence of 1.5 rhythms is a decline, one of 3 a loss; a rhythm is
14 days at least, and nobody is lost later than after 120 days. No rhythm is shrunk.
"""

from pathlib import Path
from typing import Any

import pandas as pd
from small_study import make_study, retailer
from small_tables import DAY_ZERO, day

from analysis.prepare.intake import prepare_tables
from analysis.prepare.spells import build_spells
from analysis.prepare.stage_rules import choose_rules
from analysis.store import Tables
from analysis.study import Study

BEGIN = day("2024-01-01")
END = 365  # 31 December, the as-of date

PURCHASES = (
    ("steady", 0, "10.00"),
    ("steady", 20, "10.00"),
    ("steady", 40, "10.00"),
    ("steady", 60, "10.00"),
    ("once", 31, "7.50"),
    ("once", 50, "-5.00"),  # a refund, four weeks before the customer is lost
    ("courted", 31, "20.00"),
    ("courted", 41, "1.00"),
    ("late", 91, "3.00"),
    ("late", 120, "4.00"),
)
CONTACTS = (
    ("courted", 9),
    ("courted", 19),
    ("courted", 45),
    ("asked", 60),
)
STAGES = {
    "decline_multiple": 1.5,
    "churn_multiple": 3,
    "minimum_days": 14,
    "maximum_days": 120,
    "shrinkage": 0,
}


def make_stage_shop(
    folder: Path,
    purchases: tuple[tuple[str, int, str], ...] = PURCHASES,
    contacts: tuple[tuple[str, int], ...] = CONTACTS,
    **changes: Any,
) -> Study:
    """The shop as a study; ``changes`` are fields of its study.yml."""
    fields = retailer(**{k: v for k, v in changes.items() if k != "stages"})
    fields["stages"] = changes.get("stages", STAGES)
    fields["tables"]["interactions"] = {
        "file": "raw/contacts.csv",
        "columns": {"customer_id": "customer_id", "date": "date", "type": "type"},
    }
    bought = [f"{name},{_date(when)},{amount}" for name, when, amount in purchases]
    asked = [f"{name},{_date(when)},visit" for name, when in contacts]
    return make_study(
        folder,
        fields,
        {
            "purchases.csv": "\n".join(["customer_id,date,amount", *bought, ""]),
            "contacts.csv": "\n".join(["customer_id,date,type", *asked, ""]),
        },
    )


def _date(when: int) -> str:
    return (DAY_ZERO + pd.Timedelta(days=BEGIN + when)).isoformat()


def spells_of(study: Study, taxonomy: Any = None) -> tuple[pd.DataFrame, Tables]:
    """The spells of ``study`` under its own rules, and the tables they are made of."""
    tables = prepare_tables(study)
    rules = choose_rules(study.stages, pd.DataFrame({"multiple": [], "estimate": []}))
    return build_spells(tables, study, rules, taxonomy), tables


def histories(spells: pd.DataFrame) -> dict[int, list[tuple[int, int, str]]]:
    """(start, stop, stage) by customer, in days from 1 January 2024."""
    rows = spells.assign(start=spells["start"] - BEGIN, stop=spells["stop"] - BEGIN)
    return {
        int(customer): [
            (int(a), int(b), str(state))
            for a, b, state in zip(own["start"], own["stop"], own["from_state"], strict=True)
        ]
        for customer, own in rows.groupby("customer")
    }
