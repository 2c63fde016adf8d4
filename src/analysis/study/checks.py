"""Checks of a ``study.yml`` that need more than one field at a time.

They read plain values that may be malformed (the shapes are checked elsewhere, and reported
together), so everything here is looked up with care.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from analysis.schema import DERIVED_COLUMNS, GIVEN_TABLES, TABLES
from analysis.study.reading import Fault, Location, suggest
from analysis.study.survey_checks import find_survey_faults

_RESERVED = {"row", "check", "customer_id", "day", "item", "answer", "entry", "event_observed"}


def find_cross_faults(values: dict[str, Any]) -> list[Fault]:
    """Every fault of ``values`` that lies between fields."""
    tables = _mapping(values.get("tables"))
    faults: list[Fault] = []
    for name, source in tables.items():
        faults += _table_faults(str(name), _mapping(source))
    faults += _churn_faults(values, tables)
    faults += _column_faults(values, tables)
    faults += find_survey_faults(values.get("survey"), _list_items(tables), _RESERVED)
    faults += _date_faults(values)
    faults += _contact_faults(values, tables)
    return faults


def _mapping(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _table_faults(name: str, source: dict[str, Any]) -> Iterator[Fault]:
    where: Location = ("tables", name)
    if name not in GIVEN_TABLES:
        yield Fault(
            where,
            f"tables.{name} is not a table.{suggest(name, GIVEN_TABLES)}"
            f" Tables: {', '.join(GIVEN_TABLES)}",
        )
        return
    schema = TABLES[name]
    columns = {str(key): value for key, value in _mapping(source.get("columns")).items()}
    for column in columns:
        if column not in schema.source_names:
            yield Fault(
                (*where, "columns", column),
                f"tables.{name}.columns.{column} is not a column of {name}."
                f"{suggest(column, schema.source_names)} Columns: {', '.join(schema.source_names)}"
                + ("; others go under attributes" if schema.attributes else ""),
            )
    yield from _required_faults(name, columns)
    yield from _attribute_faults(name, source, columns)
    yield from _survey_faults(name, source, columns)


def _required_faults(name: str, columns: dict[str, Any]) -> Iterator[Fault]:
    schema = TABLES[name]
    where: Location = ("tables", name, "columns")
    grouped = {column for group in schema.one_of for column in group}
    for column in schema.columns:
        if column.required and column.source_name not in {*grouped, *columns}:
            yield Fault(where, f"tables.{name}.columns.{column.source_name} is missing")
    for group in schema.one_of:
        if not set(group) & set(columns):
            yield Fault(where, f"tables.{name}.columns needs {' or '.join(group)}")
    given = set(columns)
    if name == "contracts" and "tenure" in given and not {"start_date", "ended"} & given:
        yield Fault(where, "tables.contracts.columns.ended is missing: tenure needs it")
    if name == "transactions" and "unit_price" in given and not {"amount", "quantity"} & given:
        yield Fault(where, "tables.transactions.columns.unit_price needs quantity")


def _attribute_faults(
    name: str, source: dict[str, Any], columns: dict[str, Any]
) -> Iterator[Fault]:
    schema = TABLES[name]
    attributes = _mapping(source.get("attributes"))
    ids = {
        str(columns[column.source_name])
        for column in schema.columns
        if column.type == "id" and column.source_name in columns
    }
    if attributes and not schema.attributes:
        yield Fault(("tables", name, "attributes"), f"tables.{name} takes no attributes")
    taken = {column.name for column in schema.columns} | set(schema.source_names)
    for attribute, given in attributes.items():
        where: Location = ("tables", name, "attributes", attribute)
        if attribute in taken:
            yield Fault(where, f"tables.{name}.attributes.{attribute} is a column; map it there")
        if attribute in _RESERVED or attribute in DERIVED_COLUMNS:
            yield Fault(where, f"tables.{name}.attributes.{attribute} is a name of the project")
        if str(given) in ids:
            yield Fault(
                where,
                f"tables.{name}.attributes.{attribute} is an id, which no later file may hold",
            )
    known = {*columns, *map(str, attributes)}
    items = [item for group in _sequence(source.get("items")) for item in _names_of(group)]
    for column in _mapping(source.get("values")):
        if str(column) not in {*known, *items}:
            yield Fault(
                ("tables", name, "values", column),
                f"tables.{name}.values.{column} is neither mapped nor an attribute."
                f"{suggest(str(column), known)}",
            )


def _names_of(group: Any) -> list[str]:
    return [str(name) for name in _sequence(_mapping(group).get("names"))]


def _survey_faults(name: str, source: dict[str, Any], columns: dict[str, Any]) -> Iterator[Fault]:
    where: Location = ("tables", name, "items")
    groups = _sequence(source.get("items"))
    if name != "surveys":
        if groups:
            yield Fault(where, f"tables.{name} takes no items")
        return
    if not groups:
        yield Fault(("tables", name), "tables.surveys.items is missing: names and scale")
    if ("item" in columns) != ("answer" in columns):
        yield Fault(("tables", name, "columns"), "tables.surveys: item and answer go together")
    names = [item for group in groups for item in _names_of(group)]
    for item in sorted(set(names) & _RESERVED):
        yield Fault(where, f"tables.surveys.items: {item} is a name of the project")
    for item in sorted({item for item in names if names.count(item) > 1}):
        yield Fault(where, f"tables.surveys.items lists {item} twice")


def _list_items(tables: dict[str, Any]) -> list[str]:
    groups = _sequence(_mapping(tables.get("surveys")).get("items"))
    return [item for group in groups for item in _names_of(group)]


def _churn_faults(values: dict[str, Any], tables: dict[str, Any]) -> Iterator[Fault]:
    kind = _mapping(values.get("churn")).get("kind")
    where: Location = ("churn", "kind")
    if kind == "contract_end" and "contracts" not in tables:
        yield Fault(where, "churn.kind contract_end needs a table contracts")
    if kind == "silence" and "transactions" not in tables:
        yield Fault(where, "churn.kind silence needs a table transactions")
    columns = _mapping(_mapping(tables.get("contracts")).get("columns"))
    dated = kind == "silence" or "start_date" in columns
    if dated and values.get("time_unit") == "month":
        yield Fault(("time_unit",), "time_unit must be day where dates are given")


def _column_faults(values: dict[str, Any], tables: dict[str, Any]) -> Iterator[Fault]:
    """Segments, drivers and labels speak of columns that exist."""
    known: set[str] = set()
    for name in ("customers", "contracts"):
        attributes = {str(key) for key in _mapping(_mapping(tables.get(name)).get("attributes"))}
        for column in sorted(known & attributes):
            yield Fault(
                ("tables", name, "attributes", column),
                f"tables.{name}.attributes.{column} is an attribute of customers too",
            )
        known |= attributes
    if "transactions" in tables:
        known |= set(DERIVED_COLUMNS)
    named = [(("segments", i), name) for i, name in enumerate(_sequence(values.get("segments")))]
    drivers = [_mapping(driver) for driver in _sequence(values.get("drivers"))]
    named += [(("drivers", i), driver.get("column")) for i, driver in enumerate(drivers)]
    for where, column in named:
        if column is not None and str(column) not in known:
            yield Fault(
                where,
                f"{where[0]}: {column} is not an attribute of customers or contracts."
                f"{suggest(str(column), known)} Attributes: {', '.join(sorted(known)) or 'none'}",
            )
    for field in ("segments", "drivers"):
        names = [str(column) for where, column in named if where[0] == field]
        for column in sorted({column for column in names if names.count(column) > 1}):
            yield Fault((field,), f"{field} lists {column} twice")


def _contact_faults(values: dict[str, Any], tables: dict[str, Any]) -> Iterator[Fault]:
    """Who may be contacted is told by attributes of customers that are yes or no."""
    actions = _mapping(_mapping(values.get("warning")).get("actions"))
    attributes = {str(key) for key in _mapping(_mapping(tables.get("customers")).get("attributes"))}
    kinds = {
        str(driver.get("column")): driver.get("kind")
        for driver in map(_mapping, _sequence(values.get("drivers")))
    }
    for field in ("do_not_contact", "consent"):
        where: Location = ("warning", "actions", field)
        column = str(actions[field]) if actions.get(field) is not None else None
        if column is not None and column not in attributes:
            yield Fault(
                where,
                f"warning.actions.{field}: {column} is not an attribute of customers."
                f"{suggest(column, attributes)}"
                f" Attributes: {', '.join(sorted(attributes)) or 'none'}",
            )
        elif column is not None and kinds.get(column, "flag") != "flag":
            yield Fault(
                where,
                f"warning.actions.{field}: {column} must be of kind flag among the drivers too",
            )


def _date_faults(values: dict[str, Any]) -> Iterator[Fault]:
    as_of, begin = values.get("as_of"), values.get("records_begin")
    if isinstance(as_of, date) and isinstance(begin, date) and begin >= as_of:
        yield Fault(("records_begin",), "records_begin is not before as_of")


def default_alternatives(given: dict[str, Any]) -> dict[str, Any]:
    """Two other definitions for a silence that is given with one only."""
    definition = given.get("definition")
    if given.get("alternatives") or not isinstance(definition, dict):
        return {}
    days = definition.get("days")
    if definition.get("rule") == "fixed_days" and isinstance(days, int) and days >= 1:
        half = max(1, days // 2)
        return {
            "alternatives": [
                {"name": f"silent_{half}_days", "rule": "fixed_days", "days": half},
                {
                    "name": "own_rhythm",
                    "rule": "own_rhythm",
                    "multiple": 3,
                    "minimum_days": max(1, days // 3),
                    "maximum_days": min(3650, 2 * days),
                },
            ]
        }
    return {
        "alternatives": [
            {"name": f"silent_{days}_days", "rule": "fixed_days", "days": days}
            for days in (90, 180)
        ]
    }
