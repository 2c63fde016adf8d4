"""A shop, and an operator of contracts, with every table early warning may read."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from small_study import retailer, write_study
from small_tables import day, make_tables

from analysis.store import Tables
from analysis.study import Study, load_study

ITEMS = ("s1", "s2", "s3", "overall")
WARNING = {"history_days": 60, "signs": {"window_days": 30}}
_SOURCES = {
    "interactions": {
        "customer_id": "c",
        "date": "d",
        "type": "t",
        "channel": "h",
        "topic": "o",
        "days_to_resolution": "r",
    },
    "feedback": {"customer_id": "c", "date": "d", "text": "t", "rating": "r", "channel": "h"},
    "market": {"date": "d"},
}
_TYPES = {
    "transactions": {"day": "int32", "amount_cents": "int64"},
    "interactions": {"day": "int32", "days_to_resolution": "float64"},
    "feedback": {"day": "int32", "rating": "float64"},
    "contracts": {"start_day": "int32", "end_day": "Int32", "amount_cents": "int64"},
    "surveys": {"day": "int32", "answer": "float64"},
    "market": {"day": "int32"},
}
_COLUMNS = {
    "transactions": ["customer_id", "day", "amount_cents", "product", "channel"],
    "interactions": ["customer_id", "day", "type", "channel", "days_to_resolution"],
    "feedback": ["customer_id", "day", "text", "rating", "channel"],
    "contracts": ["customer_id", "start_day", "end_day", "amount_cents", "plan"],
    "market": ["day", "price_index", "campaign", "holiday"],
}


def make_warning_study(folder: Path, **changes: Any) -> Study:
    """A retailer (lost after 90 days of silence) with all tables; ``changes`` are its fields."""
    fields = retailer()
    fields["tables"]["transactions"]["columns"] |= {"product": "p", "channel": "h"}
    for name, columns in _SOURCES.items():
        fields["tables"][name] = {"file": f"raw/{name}.csv", "columns": columns}
    fields["tables"]["surveys"] = {
        "file": "raw/survey.csv",
        "columns": {"customer_id": "customer_id", "date": "date"},
        "items": [{"scale": [1, 5], "names": list(ITEMS)}],
    }
    fields["survey"] = {
        "constructs": {"service": ["s1", "s2", "s3"]},
        "paths": {"overall": ["service"]},
        "reversed": ["s3"],
        "roles": {"satisfaction": "overall", "loyalty": "overall"},
    }
    fields["stages"] = {
        "decline_multiple": 1.5,
        "churn_multiple": 3,
        "minimum_days": 5,
        "maximum_days": 120,
    }
    fields |= {"warning": WARNING} | changes
    write_study(folder, fields)
    return load_study(str(folder))


def make_contract_study(folder: Path, **changes: Any) -> Study:
    """An operator whose customers leave when their contracts end."""
    fields = retailer()
    columns = {"customer_id": "c", "start_date": "s", "end_date": "e", "amount": "a"}
    fields["tables"] = {
        "contracts": {"file": "raw/c.csv", "columns": columns, "attributes": {"plan": "p"}},
        "interactions": {"file": "raw/i.csv", "columns": _SOURCES["interactions"]},
    }
    fields |= {"churn": {"kind": "contract_end"}, "warning": WARNING, "segments": ["plan"]}
    write_study(folder, fields | changes)
    return load_study(str(folder))


def make_frame(name: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Rows of the table ``name`` in the order of its columns; ISO dates become days."""
    frame = pd.DataFrame(rows, columns=_COLUMNS[name])
    for column in ("day", "start_day", "end_day"):
        if column in frame:
            frame[column] = [
                day(value) if isinstance(value, str) else value for value in frame[column]
            ]
    return frame.astype(_TYPES[name])


def make_answers(rows: list[tuple[str, str | int, tuple[float | None, ...]]]) -> pd.DataFrame:
    """The long table of answers from (customer, day, one answer per item)."""
    long = [
        (who, day(when) if isinstance(when, str) else when, item, np.nan if a is None else a)
        for who, when, answers in rows
        for item, a in zip(ITEMS, answers, strict=True)
    ]
    frame = pd.DataFrame(long, columns=["customer_id", "day", "item", "answer"])
    return frame.astype(_TYPES["surveys"])


def make_warning_tables(
    folder: Path, frames: dict[str, pd.DataFrame], as_of: str = "2024-12-31"
) -> Tables:
    """Prepared tables of ``frames``."""
    frames = dict(frames)
    if "surveys" in frames:
        items = pd.DataFrame({"item": ITEMS, "low": 1.0, "high": 5.0})
        frames["survey_items"] = items.assign(label_en=items["item"], label_zh=items["item"])
    folder.mkdir(parents=True, exist_ok=True)
    return make_tables(folder, as_of, **frames)


def look_up(frame: pd.DataFrame, customer: str, when: str | int) -> dict[str, Any]:
    """The one row of ``customer`` on a day."""
    number = day(when) if isinstance(when, str) else when
    found = frame[(frame["customer_id"] == customer) & (frame["day"] == number)]
    assert len(found) == 1, frame[["customer_id", "day"]]
    return {str(name): found[name].iloc[0] for name in found}
