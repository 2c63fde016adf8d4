"""Small studies written to a folder, with whatever a test wants to be wrong with them."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from analysis.study import Study, load_study

HEADER = "customer_id,date,amount"


def purchases(n_customers: int = 4, n_each: int = 3) -> list[str]:
    """Rows of a well-behaved file of purchases, one customer after the other."""
    return [
        f"{customer:03d},2024-{month + 1:02d}-{customer % 27 + 1:02d},{customer + month}.50"
        for customer in range(n_customers)
        for month in range(n_each)
    ]


def retailer(**changes: Any) -> dict[str, Any]:
    """The fields of a retailer's study.yml; ``changes`` replace fields, or those of the table."""
    table: dict[str, Any] = {
        "file": "raw/purchases.csv",
        "columns": {"customer_id": "customer_id", "date": "date", "amount": "amount"},
    }
    fields: dict[str, Any] = {
        "title": {"en": "Shop", "zh": "商店"},
        "organisation": {"en": "Shop", "zh": "商店"},
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "as_of": "2024-12-31",
        "tables": {"transactions": table},
        "churn": {
            "kind": "silence",
            "definition": {"name": "silent", "rule": "fixed_days", "days": 90},
        },
        "minimum_cell": 2,
    }
    for name, value in changes.items():
        place = fields if name in fields or name in _STUDY_FIELDS else table
        place[name] = value
        if value is None:
            del place[name]
    return fields


_STUDY_FIELDS = {"records_begin", "segments", "drivers", "labels", "notes", "time_unit", "horizons"}


def write_study(folder: Path, fields: dict[str, Any]) -> Path:
    """``fields`` as the study.yml of ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "study.yml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(fields, file)
    text = (folder / "study.yml").read_text(encoding="utf-8").replace("'2024-12-31'", "2024-12-31")
    (folder / "study.yml").write_text(text, encoding="utf-8")
    return folder / "study.yml"


def make_study(folder: Path, fields: dict[str, Any], files: dict[str, str | bytes]) -> Study:
    """The study of ``fields``, with ``files`` by their names in its raw folder."""
    write_study(folder, fields)
    (folder / "raw").mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        (folder / "raw" / name).write_bytes(data)
    return load_study(str(folder))


def make_shop(folder: Path, rows: list[str], header: str = HEADER, **changes: Any) -> Study:
    """A retailer whose file of purchases holds ``rows``."""
    text = "\n".join([header, *rows]) + "\n"
    return make_study(folder, retailer(**changes), {"purchases.csv": text})
