"""Checks at the door: their names, what they found, and what can be done about it."""

from typing import Literal

Action = Literal["noted", "repaired", "quarantined", "stopped"]
ACTIONS: tuple[Action, ...] = ("noted", "repaired", "quarantined", "stopped")
FAULT_COLUMNS = ("table", "check", "column", "n_rows", "share", "examples", "action", "detail")
FAULT_DTYPES: dict[str, str] = {
    name: {"n_rows": "int64", "share": "float64"}.get(name, "string") for name in FAULT_COLUMNS
}

CHECKS: dict[str, str] = {
    "answer_off_scale": "an answer lies outside the item's declared scale",
    "answer_repeated": "the same customer answered the same item twice on one day",
    "contract_repeated": "a contract, or a customer who can have one only, is listed twice",
    "customers_added": "a customer of another table is missing from the customers table",
    "customers_repeated": "a customer is listed twice",
    "customers_too_few": "fewer customers than the smallest group that may be shown",
    "customers_without_purchases": "a customer never bought",
    "date_future": "a date lies after the as-of date",
    "date_implausible": "a date lies before 1900",
    "date_order_assumed": "the order of day and month was inferred from the values",
    "date_unreadable": "a date cannot be read",
    "dates_ambiguous": "day and month cannot be told apart",
    "dates_mixed": "dates are written in more than one way",
    "decimal_comma_assumed": "a comma was taken for the decimal sign",
    "empty_table": "the table has no rows",
    "encoding_assumed": "the text encoding was inferred",
    "end_after_as_of": "a contract ends after the as-of date and counts as running",
    "end_before_start": "a contract ends before it starts",
    "ended_contradicted": "the end date and the word for ended disagree",
    "file_cut": "a row has fewer fields than the header, or the file ends too early",
    "file_missing": "the file is not there",
    "file_unreadable": "the file cannot be read",
    "flag_unreadable": "a yes-or-no value cannot be read",
    "id_missing": "there is no customer id",
    "id_trimmed": "blanks around an id were removed",
    "line_open": "the last line has no line end; the file may be cut",
    "missing_column": "a column named in study.yml is not in the table",
    "missing_values": "values are missing",
    "number_ambiguous": "the decimal sign cannot be told from the thousands sign",
    "number_out_of_range": "a number lies outside its range",
    "number_unreadable": "a number cannot be read",
    "order_lines": "several rows share one transaction id",
    "reference_missing": "a driver's reference is not among its values",
    "refunds": "an amount is below zero: money given back",
    "rows_repeated": "two rows are the same",
    "snapshot_repeated": "a customer's stage is stored twice for one day",
    "stage_unknown": "a stage is none of the study's taxonomy",
    "tenure_fraction": "a tenure is not a whole number",
    "tenure_negative": "a tenure is below zero",
    "tenure_zero": "a tenure is zero: nothing was observed",
    "text_missing": "a required text is missing",
    "time_zones_mixed": "some times carry a time zone, others do not",
    "transaction_repeated": "a transaction is listed twice",
    "zero_amounts": "an amount is zero",
}
