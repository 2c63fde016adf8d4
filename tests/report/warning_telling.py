"""A study that warns, and its words: what tests of the report on early warning share."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from analysis.report import Report, open_report
from analysis.report.early_warning import Telling
from analysis.study import Study

HOSTILE = "<script>alert(1)</script>"
_BOTH = {"en": "Test", "zh": "测试"}


def make_warning_words(**fields: Any) -> Study:
    """A study of purchases, lost by silence, with a few labels of its own; ``fields`` change it."""
    columns = {"customer_id": "c", "date": "d", "amount": "a"}
    shared = {
        "name": "test",
        "folder": Path("."),
        "title": _BOTH,
        "organisation": _BOTH,
        "currency": "EUR",
        "time_zone": "UTC",
        "tables": {"transactions": {"file": "none.csv", "columns": columns}},
        "churn": {
            "kind": "silence",
            "definition": {"name": "silent", "rule": "fixed_days", "days": 180},
        },
        "segments": ["region"],
        "labels": {
            "region": {"en": "Region", "zh": "地区"},
            "south": {"en": "South", "zh": "南区"},
            "trust": {"en": "Trust", "zh": "信任"},
            "index": {"en": "Price index", "zh": "价格指数"},
        },
    }
    return Study.model_validate(shared | fields)


def open_warning_report(language: str, *, verdict: str = "green", **fields: Any) -> Report:
    """The report of ``make_warning_words``, on tables nothing is read from."""
    tables: Any = SimpleNamespace(verdict=verdict, as_of=date(2025, 12, 31))
    return open_report("05_early_warning", make_warning_words(**fields), tables, language=language)


def open_warning_telling(
    language: str, *, horizon: int = 90, calendar: bool = True, **fields: Any
) -> Telling:
    """The words of ``open_warning_report``."""
    return Telling(open_warning_report(language, **fields), horizon, calendar)
