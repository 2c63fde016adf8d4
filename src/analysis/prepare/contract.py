"""The contract a prepared table must meet to the letter, held by pandera."""

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from analysis.errors import DataError, list_faults
from analysis.schema import TABLES, Column, ColumnType

# Money, days and whole numbers are whole; those with a capital may be missing.
_DTYPES: dict[ColumnType, set[str]] = {
    "id": {"category"},
    "day": {"int32", "Int32"},
    "money": {"int64", "Int64"},
    "whole": {"int32", "Int32"},
    "number": {"float64"},
    "flag": {"bool", "boolean"},
    "text": {"category", "object"},
}
_PSEUDONYM = r"[ctk]_[0-9a-f]{20}"
_UNIQUE: dict[str, list[str]] = {
    "customers": ["customer_id"],
    "survey_items": ["item"],
    "market": ["day"],
    "snapshots": ["customer_id", "day"],
}


def build_contract(table: str, columns: list[str]) -> pa.DataFrameSchema:
    """The pandera schema of the prepared ``table`` with those of its ``columns`` that are there."""
    known = {column.name: column for column in TABLES[table].columns}
    checked = {name: _build_column(known[name]) for name in columns if name in known}
    for name, column in known.items():
        if column.required and column.kept:
            checked.setdefault(name, _build_column(column))
    unique = _UNIQUE.get(table)
    return pa.DataFrameSchema(checked, unique=unique, strict=False)


def _build_column(column: Column) -> pa.Column:
    types = _DTYPES[column.type]
    checks = [pa.Check(lambda values: str(values.dtype) in types, error="not the type")]
    if column.low is not None:
        checks.append(pa.Check.ge(column.low))
    if column.high is not None:
        checks.append(pa.Check.le(column.high))
    if column.type == "id":
        checks.append(pa.Check(_are_pseudonyms, error="not a pseudonym"))
    return pa.Column(checks=checks, nullable=not column.required)


def _are_pseudonyms(values: pd.Series) -> bool:
    distinct = values.cat.categories if hasattr(values, "cat") else values.dropna().unique()
    return bool(pd.Series(distinct, dtype=object).str.fullmatch(_PSEUDONYM).all())


def check_contract(frames: dict[str, pd.DataFrame]) -> None:
    """Raise DataError when a prepared table breaks its contract after all repairs."""
    faults: list[str] = []
    for name, frame in frames.items():
        try:
            build_contract(name, list(frame.columns)).validate(frame, lazy=True)
        except SchemaErrors as error:
            cases = error.failure_cases
            # A missing column is named where other checks have the value that failed.
            absent = cases["check"] == "column_in_dataframe"
            faults += [f"{name}.{column} is missing" for column in cases["failure_case"][absent]]
            for (column, check), rows in cases[~absent].groupby(["column", "check"], dropna=False):
                faults.append(f"{name}.{column}: {check} does not hold in {len(rows)} rows")
    if faults:
        raise DataError(list_faults("prepared tables break their contract:", faults))
