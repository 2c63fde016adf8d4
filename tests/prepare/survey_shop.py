"""A shop with a dated survey, small enough to know every answer by hand."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from small_study import retailer, write_study
from small_tables import day, make_purchases, make_tables

from analysis.store import Tables
from analysis.study import Study, load_study

ITEMS = ("s1", "s2", "s3", "overall")
SURVEY = {
    "constructs": {"service": ["s1", "s2", "s3"]},
    "paths": {"overall": ["service"]},
    "reversed": ["s3"],
    "roles": {"satisfaction": "overall", "loyalty": "overall"},
}


def make_survey_study(folder: Path, **changes: Any) -> Study:
    """A retailer (lost after 90 days of silence) with a survey; ``changes`` are its fields."""
    fields = retailer(**{name: value for name, value in changes.items() if name != "survey"})
    fields["survey"] = changes.get("survey", SURVEY)
    fields["tables"]["surveys"] = {
        "file": "raw/survey.csv",
        "columns": {"customer_id": "customer_id", "date": "date"},
        "items": [{"scale": [1, 5], "names": list(ITEMS)}],
    }
    write_study(folder, fields)
    return load_study(str(folder))


def make_answers(*rows: tuple[str, str, tuple[float | None, ...]]) -> pd.DataFrame:
    """The long table of answers from (customer, ISO date, one answer per item)."""
    long = [
        (who, day(when), item, np.nan if answer is None else answer)
        for who, when, answers in rows
        for item, answer in zip(ITEMS, answers, strict=True)
    ]
    frame = pd.DataFrame(long, columns=["customer_id", "day", "item", "answer"])
    return frame.astype({"day": "int32", "answer": "float64"})


def make_contacts(*rows: tuple[str, str, str, str | None, float | None]) -> pd.DataFrame:
    """Interactions from (customer, ISO date, type, topic, days to resolution)."""
    columns = ["customer_id", "day", "type", "topic", "days_to_resolution"]
    frame = pd.DataFrame([(w, day(d), *rest) for w, d, *rest in rows], columns=columns)
    return frame.astype({"day": "int32", "days_to_resolution": "float64"})


def make_survey_tables(
    folder: Path,
    purchases: Iterable[tuple[Any, ...]],
    answers: pd.DataFrame,
    contacts: pd.DataFrame | None = None,
    as_of: str = "2024-12-31",
) -> Tables:
    """Prepared tables of the shop."""
    items = pd.DataFrame({"item": ITEMS, "low": 1.0, "high": 5.0})
    frames = {
        "transactions": make_purchases(*purchases),
        "surveys": answers,
        "survey_items": items.assign(label_en=items["item"], label_zh=items["item"]),
    }
    if contacts is not None:
        frames["interactions"] = contacts
    folder.mkdir(parents=True, exist_ok=True)
    return make_tables(folder, as_of, **frames)


def row_of(frame: pd.DataFrame, customer: str, when: str) -> dict[str, Any]:
    """The one row of ``customer`` on a day."""
    found = frame[(frame["customer_id"] == customer) & (frame["day"] == day(when))]
    assert len(found) == 1, frame
    return {str(name): value for name, value in found.iloc[0].items()}
