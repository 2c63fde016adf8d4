"""From the columns of a source to the columns of the contract, typed."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.prepare.columns import TextColumn, clean_ids, clean_text
from analysis.prepare.dates import parse_days
from analysis.prepare.drafts import Draft, Registry
from analysis.prepare.faults import FaultRecord, TableStopped
from analysis.prepare.numbers import parse_flags, parse_numbers
from analysis.prepare.reading import RawTable
from analysis.schema import CENTS, TABLES, Column, ColumnType
from analysis.study import Study, TableSource
from analysis.study.reading import suggest

_ID_MISSING = frozenset({"", "NULL", "null", "NaN", "nan", "None", "<NA>"})
_SHOWN_COLUMNS = 40
_VALUE = re.compile(r"[\d.,:/ +$€£¥-]*\d[\d.,:/ TZ+$€£¥-]*")
_MEANT = {
    "day": "a date",
    "flag": "yes or no",
    "money": "an amount",
    "number": "a number",
    "whole": "a whole number",
}
_DRIVER_TYPES: dict[str, ColumnType] = {"number": "number", "flag": "flag", "category": "text"}


def _describe_columns(given: str, found: list[str]) -> str:
    """What columns there are; values that stand where names should are not repeated."""
    if any(_VALUE.fullmatch(name) for name in found):
        return " Its first line holds values, not names: list the columns under names: in study.yml"
    shown = ", ".join(name[:60] for name in found[:_SHOWN_COLUMNS])
    more = f" and {len(found) - _SHOWN_COLUMNS} more" if len(found) > _SHOWN_COLUMNS else ""
    return f"{suggest(given, found)} Columns found: {shown}{more}"


@dataclass
class Mapper:
    """Types the columns of one table of ``study``; ids become positions in ``registries``."""

    study: Study
    table: str
    source: TableSource
    raw: RawTable
    registries: dict[str, Registry]
    record: FaultRecord

    def map_table(self) -> Draft:
        """The table's mapped columns and attributes. Raises TableStopped when one is unusable."""
        self.check_columns()
        frame = pd.DataFrame({"row": np.arange(self.raw.n_rows, dtype=np.int64)})
        draft = Draft(self.table, frame, self.record)
        columns = [
            (column, self.source.columns[column.source_name])
            for column in TABLES[self.table].columns
            if column.source_name in self.source.columns
        ]
        kinds = {name: _DRIVER_TYPES[kind] for name, kind in self.study.attribute_kinds.items()}
        columns += [
            (Column(name, kinds.get(name, "text"), ""), given)
            for name, given in self.source.attributes.items()
        ]
        columns += [(Column(name, "number", ""), name) for name in self._items_as_columns()]
        # Customers first, so that faults of the other columns can name examples.
        columns.sort(key=lambda pair: pair[0].name != "customer_id")
        for column, given in columns:
            self.add_column(draft, column, given)
        if self.record.stopped(self.table):
            raise TableStopped
        return draft

    def _items_as_columns(self) -> list[str]:
        """The survey's items where each is a column of its own."""
        if "item" in self.source.columns:
            return []
        return [name for group in self.source.items for name in group.names]

    def check_columns(self) -> None:
        """Every column that ``study.yml`` names must be in the source."""
        wanted = {**self.source.columns, **self.source.attributes}
        wanted |= {name: name for name in self._items_as_columns()}
        found = list(self.raw.columns)
        place = self.source.file or "the query"
        for canonical, given in wanted.items():
            if given not in self.raw.columns:
                detail = (
                    f"there is no column {given!r} in {place}.{_describe_columns(given, found)}"
                )
                self.record.stop(self.table, "missing_column", canonical, detail=detail)
        if self.record.stopped(self.table):
            raise TableStopped

    def text(self, name: str, given: str) -> TextColumn:
        """The source's column ``given``, cleaned, with the declared values of ``name``."""
        return clean_text(
            self.raw.columns[given],
            frozenset(self.source.missing_codes),
            self.source.values.get(name, {}),
        )

    def add_column(self, draft: Draft, column: Column, given: str) -> None:
        """Parse ``given`` as ``column`` into ``draft``; what cannot be used is recorded."""
        if column.type == "id":
            self._add_ids(draft, column, given)
            return
        text = self.text(column.source_name, given)
        if column.type == "text":
            draft.frame[column.name] = text.categorical()
        elif column.type == "day":
            self._add_days(draft, column, text)
        elif column.type == "flag":
            flags = text.spread(parse_flags(text))
            self._add_parsed(draft, column, text, flags, "flag_unreadable")
        else:
            self._add_numbers(draft, column, text)

    def _add_ids(self, draft: Draft, column: Column, given: str) -> None:
        ids, changed = clean_ids(self.raw.columns[given], _ID_MISSING)
        kind = column.name.removesuffix("_id")
        draft.frame[column.name] = self.registries[kind].register(ids)
        if changed:
            self.record.note(
                self.table,
                "id_trimmed",
                column.source_name,
                detail=f"blanks around {changed} distinct ids were removed",
            )

    def _add_days(self, draft: Draft, column: Column, text: TextColumn) -> None:
        parsed = parse_days(text, self.source.date_format, self.study.time_zone)
        if parsed.stop:
            self.record.stop(self.table, parsed.stop[0], column.source_name, detail=parsed.stop[1])
            return
        if parsed.assumed_order:
            order = "day before month" if parsed.assumed_order == "day" else "month before day"
            self.record.note(
                self.table,
                "date_order_assumed",
                column.source_name,
                detail=f"dates were read with {order}; some have no other reading",
            )
        days = text.spread(parsed.days)
        self._add_parsed(draft, column, text, days, "date_unreadable")
        early = np.isneginf(days)
        draft.quarantine(early, "date_implausible", column.source_name)
        draft.frame.loc[early, column.name] = np.nan
        if parsed.unzoned is not None:
            unzoned = np.append(parsed.unzoned, False)[text.codes]
            draft.repair(
                unzoned,
                "time_zones_mixed",
                column.source_name,
                detail=f"{int(unzoned.sum())} times without a time zone were taken to be in"
                f" {self.study.time_zone}",
            )

    def _add_numbers(self, draft: Draft, column: Column, text: TextColumn) -> None:
        parsed = parse_numbers(text, self.source.decimal, self.source.thousands)
        if parsed.stop:
            self.record.stop(self.table, parsed.stop[0], column.source_name, detail=parsed.stop[1])
            return
        if parsed.comma_assumed:
            self.record.note(self.table, "decimal_comma_assumed", column.source_name)
        numbers = text.spread(parsed.numbers)
        if column.type == "money":
            numbers = np.round(numbers * CENTS)
        self._add_parsed(draft, column, text, numbers, "number_unreadable")

    def _add_parsed(
        self, draft: Draft, column: Column, text: TextColumn, values: np.ndarray, check: str
    ) -> None:
        """Keep ``values``; rows whose text could not be read are set aside, or made missing."""
        draft.frame[column.name] = values
        unreadable = np.isnan(values) & ~text.missing()
        given = int((~text.missing()).sum())
        n_bad = int(unreadable.sum())
        if n_bad > given / 2:
            self.record.stop(
                self.table,
                check,
                column.source_name,
                detail=f"{n_bad} of {given} values cannot be read as {_MEANT[column.type]}; is"
                f" {self.source.columns.get(column.source_name, column.name)!r} the right column,"
                " and are decimal:, values: and missing_codes: right?",
            )
        elif column in TABLES[self.table].columns:
            draft.quarantine(unreadable, check, column.source_name)
        else:
            draft.repair(
                unreadable, check, column.name, f"{n_bad} values were unreadable and made missing"
            )
