"""The record of everything the intake finds, and what it did about it."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import DataError, list_faults
from analysis.schema import CHECKS, FAULT_COLUMNS, FAULT_DTYPES, Action

Rows = npt.NDArray[np.int64]
EXAMPLES = 3


class TableStopped(Exception):
    """A table cannot be used; the reasons are in the record."""


@dataclass(frozen=True)
class Fault:
    """One check of one column that found something in ``rows`` (positions in the input)."""

    table: str
    check: str
    column: str
    rows: Rows
    customers: Rows  # positions in the list of customers, for the examples
    n_rows: int
    n_total: int
    action: Action
    detail: str


@dataclass
class FaultRecord:
    """Faults in the order in which they were found."""

    faults: list[Fault] = field(default_factory=list)

    def note(
        self,
        table: str,
        check: str,
        column: str = "",
        *,
        action: Action = "noted",
        rows: Rows | None = None,
        customers: Rows | None = None,
        n_total: int = 0,
        detail: str = "",
    ) -> None:
        """Record what ``check`` found. ``detail`` must hold no value of the data."""
        if check not in CHECKS:
            raise KeyError(check)
        none = np.empty(0, dtype=np.int64)
        rows = none if rows is None else rows
        fault = Fault(
            table=table,
            check=check,
            column=column,
            rows=rows,
            customers=none if customers is None else customers,
            n_rows=len(rows),
            n_total=n_total,
            action=action,
            detail=detail or _default_detail(check, rows),
        )
        self.faults.append(fault)

    def stop(self, table: str, check: str, column: str = "", *, detail: str) -> None:
        """Record what makes ``table`` unusable."""
        self.note(table, check, column, action="stopped", detail=detail)

    def stopped(self, table: str = "") -> bool:
        """Whether anything (of ``table``) was stopped."""
        return any(
            fault.action == "stopped" and table in ("", fault.table) for fault in self.faults
        )

    def raise_if_stopped(self, study_name: str) -> None:
        """Raise DataError listing every stopping fault."""
        stops = [fault for fault in self.faults if fault.action == "stopped"]
        if stops:
            lines = [f"{_place(fault)}: {fault.detail}" for fault in stops]
            raise DataError(list_faults(f"the data of study {study_name} cannot be used:", lines))

    def as_frame(self, pseudonyms: npt.NDArray[np.object_]) -> pd.DataFrame:
        """The record in ``FAULT_COLUMNS``; examples are taken from ``pseudonyms``."""
        rows = [
            {
                "table": fault.table,
                "check": fault.check,
                "column": fault.column,
                "n_rows": fault.n_rows,
                "share": fault.n_rows / fault.n_total if fault.n_total else 0.0,
                "examples": ", ".join(pseudonyms[_first_distinct(fault.customers)]),
                "action": fault.action,
                "detail": fault.detail,
            }
            for fault in self.faults
        ]
        return pd.DataFrame(rows, columns=list(FAULT_COLUMNS)).astype(FAULT_DTYPES)


def _place(fault: Fault) -> str:
    return f"{fault.table}.{fault.column}" if fault.column else fault.table


def _first_distinct(customers: Rows) -> Rows:
    known = customers[customers >= 0][:1000]
    return pd.unique(known)[:EXAMPLES]


def _default_detail(check: str, rows: Rows) -> str:
    if not len(rows):
        return CHECKS[check]
    first = ", ".join(str(row + 1) for row in rows[:EXAMPLES])
    more = "" if len(rows) <= EXAMPLES else " and others"
    return f"{CHECKS[check]}: row{'s' if len(rows) > 1 else ''} {first}{more}"
