"""Tables and their columns: what a study may give, and what the intake makes of it."""

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["id", "day", "money", "whole", "number", "flag", "text"]


@dataclass(frozen=True)
class Column:
    """One column of a prepared table.

    ``given_as`` is its name in ``study.yml`` where that differs: a date is given, a day number is
    kept. A column that is not ``required`` may be left out, or be empty in some rows. ``kept`` is
    False for what only helps to make other columns.
    """

    name: str
    type: ColumnType
    description: str
    unit: str = ""
    required: bool = False
    given_as: str = ""
    kept: bool = True
    low: float | None = None
    high: float | None = None

    @property
    def source_name(self) -> str:
        """The name under which ``study.yml`` maps the column."""
        return self.given_as or self.name


@dataclass(frozen=True)
class TableSchema:
    """One table of the contract: its columns, and what it must have at least.

    Of every group in ``one_of`` at least one column must be mapped. ``attributes`` says whether a
    study may carry further columns of its own. ``derived`` tables are made by the intake.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    attributes: bool = False
    derived: bool = False

    def column(self, source_name: str) -> Column:
        """The column mapped as ``source_name``; raises KeyError when there is none."""
        return {column.source_name: column for column in self.columns}[source_name]

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names that ``study.yml`` may map."""
        return tuple(column.source_name for column in self.columns)


_DAY_UNIT = "days since 1970-01-01 in the study's time zone"
_MONEY_UNIT = "hundredths of the currency's unit"


def _customer(description: str = "Who; a keyed pseudonym once prepared.") -> Column:
    return Column("customer_id", "id", description, required=True)


def _day(description: str, *, required: bool = False) -> Column:
    return Column("day", "day", description, _DAY_UNIT, required, given_as="date")


TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        TableSchema(
            "customers",
            "One row per customer. Made from the other tables when it is not given.",
            (
                _customer(),
                Column(
                    "joined_day",
                    "day",
                    "First day as a customer.",
                    _DAY_UNIT,
                    given_as="joined_date",
                ),
            ),
            attributes=True,
        ),
        TableSchema(
            "transactions",
            "One row per purchase, or per line of an order. Money given back is moved to refunds.",
            (
                _customer(),
                _day("Day of the purchase.", required=True),
                Column(
                    "amount_cents",
                    "money",
                    "Money paid; below zero it is a refund.",
                    _MONEY_UNIT,
                    required=True,
                    given_as="amount",
                ),
                Column(
                    "unit_price",
                    "number",
                    "Price of one piece, where there is no amount: amount is quantity times price.",
                    "currency",
                    kept=False,
                ),
                Column("quantity", "number", "Pieces bought.", "pieces"),
                Column(
                    "transaction_id", "id", "Order or invoice; a keyed pseudonym once prepared."
                ),
                Column("product", "text", "What was bought."),
                Column("channel", "text", "Where it was bought."),
            ),
            one_of=(("amount", "unit_price"),),
        ),
        TableSchema(
            "contracts",
            "One row per contract, with its dates or with the time it has run.",
            (
                _customer(),
                Column("contract_id", "id", "Contract; a keyed pseudonym once prepared."),
                Column("start_day", "day", "First day.", _DAY_UNIT, given_as="start_date"),
                Column(
                    "end_day",
                    "day",
                    "Day it ended; missing while it runs.",
                    _DAY_UNIT,
                    given_as="end_date",
                ),
                Column(
                    "tenure",
                    "whole",
                    "Time observed, from start to end or to the as-of date.",
                    "the study's time_unit (day where dates are given)",
                    low=1,
                ),
                Column("ended", "flag", "Whether it had ended by the as-of date."),
                Column(
                    "amount_cents", "money", "Charge per month.", _MONEY_UNIT, given_as="amount"
                ),
            ),
            one_of=(("start_date", "tenure"), ("end_date", "ended")),
            attributes=True,
        ),
        TableSchema(
            "interactions",
            "One row per visit, contact or complaint.",
            (
                _customer(),
                _day("Day it happened.", required=True),
                Column(
                    "type", "text", "visit, contact, complaint, or a finer word.", required=True
                ),
                Column("channel", "text", "Where it happened."),
                Column("topic", "text", "What it was about."),
                Column(
                    "days_to_resolution",
                    "number",
                    "Days until it was resolved; missing while it is open.",
                    "days",
                    low=0,
                ),
            ),
        ),
        TableSchema(
            "surveys",
            "One row per customer, day and item; given with one column per item, or as item and "
            "answer.",
            (
                _customer(),
                _day("Day of the answer."),
                Column("item", "text", "The question, as named in study.yml."),
                Column(
                    "answer", "number", "The answer; missing when there is none.", "scale points"
                ),
            ),
        ),
        TableSchema(
            "treatments",
            "One row per offer made: who was offered what, when, at what cost.",
            (
                _customer(),
                _day("Day of the offer.", required=True),
                Column("treatment", "text", "What was offered, or the arm.", required=True),
                Column("cost_cents", "money", "What it cost.", _MONEY_UNIT, given_as="cost", low=0),
                Column("accepted", "flag", "Whether it was taken up."),
            ),
        ),
        TableSchema(
            "feedback",
            "One row per comment in a customer's own words.",
            (
                _customer(),
                _day("Day it was given."),
                Column("text", "text", "The comment.", required=True),
                Column("rating", "number", "A rating given with it.", "scale points"),
                Column("channel", "text", "Where it was given."),
            ),
        ),
        TableSchema(
            "market",
            "One row per day: calendar covariates such as prices, holidays, campaigns.",
            (_day("The day.", required=True),),
            attributes=True,
        ),
        TableSchema(
            "snapshots",
            "One row per customer and day on which the company's CRM stored the customer's stage, "
            "such as every month's end; when the customer moved between two of them is not known.",
            (
                _customer(),
                _day("Day the stage was stored.", required=True),
                Column(
                    "stage",
                    "text",
                    "The stage on that day: a stage of the study's taxonomy (values: maps the "
                    "company's own words to it).",
                    required=True,
                ),
            ),
        ),
        TableSchema(
            "refunds",
            "Money given back: the rows of transactions with an amount below zero. They reduce "
            "money and are never purchases; added to transactions they give net money.",
            (
                _customer(),
                _day("Day of the refund.", required=True),
                Column(
                    "amount_cents",
                    "money",
                    "Money given back, below zero.",
                    _MONEY_UNIT,
                    required=True,
                    high=-1,
                ),
                Column("transaction_id", "id", "Order or invoice; a keyed pseudonym."),
            ),
            derived=True,
        ),
        TableSchema(
            "survey_items",
            "One row per item of the surveys: its scale and its name in both languages.",
            (
                Column("item", "text", "The question, as named in study.yml.", required=True),
                Column("low", "number", "Lowest answer.", "scale points", required=True),
                Column("high", "number", "Highest answer.", "scale points", required=True),
                Column("label_en", "text", "Its name in English.", required=True),
                Column("label_zh", "text", "Its name in Chinese.", required=True),
            ),
            derived=True,
        ),
    )
}
GIVEN_TABLES = tuple(name for name, table in TABLES.items() if not table.derived)
