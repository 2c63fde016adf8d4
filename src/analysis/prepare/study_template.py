"""A new company's folder: a commented ``study.yml`` to fill in, and the dictionary of tables."""

import re
from pathlib import Path

from analysis.errors import StudyError
from analysis.prepare.survey_dictionary import describe_survey_models
from analysis.prepare.warning_dictionary import describe_warning_rules
from analysis.schema import CHECKS, DERIVED_COLUMNS, TABLES, TableSchema

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def write_template(data_folder: Path, name: str) -> Path:
    """``data_folder/name/study.yml`` with every field explained; the file's path.

    Raises StudyError when ``name`` is no plain name, or the file is already there.
    """
    if not _NAME.fullmatch(name):
        raise StudyError(
            f"{name!r} is not a name for a study: small letters, digits, - and _, at most 40,"
            " beginning with a letter"
        )
    path = data_folder / name / "study.yml"
    (path.parent / "raw").mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.replace("NAME", name))
    except FileExistsError:
        raise StudyError(f"{path} is already there; it was left as it is") from None
    return path


def build_dictionary() -> str:
    """The text of ``data/README.md``."""
    tables = "\n".join(_describe_table(table) for table in TABLES.values())
    checks = "\n".join(f"| `{check}` | {meaning} |" for check, meaning in CHECKS.items())
    derived = "\n".join(
        f"| `{name}` | {kind} | {meaning} |" for name, (kind, meaning) in DERIVED_COLUMNS.items()
    )
    return f"""{_INTRODUCTION}
{tables}
## Columns made from the first purchase

A study with transactions may name these among its segments and drivers without mapping them.

| column | type | meaning |
|---|---|---|
{derived}

{describe_survey_models()}
{describe_warning_rules()}
## Checks at the door

Every fault is one row of the table of faults: table, check, column, rows affected, their share, up
to three example customers (pseudonyms), and what was done: *noted* (nothing), *repaired*,
*quarantined* (the rows were set aside, beside the prepared tables) or *stopped* (nothing is
computed, exit code 3). The verdict is green below 1 % of rows repaired or quarantined in the worst
table, amber below 10 %, red above.

| check | what it found |
|---|---|
{checks}
"""


def _describe_table(table: TableSchema) -> str:
    needs = [f"`{column.source_name}`" for column in table.columns if column.required]
    needs = [name for name in needs if not any(name.strip("`") in group for group in table.one_of)]
    needs += [" or ".join(f"`{name}`" for name in group) for group in table.one_of]
    lines = [f"## {table.name}", "", table.description, ""]
    if table.derived:
        lines += ["Made by the intake; never given.", ""]
    else:
        lines += [f"Needs {', '.join(needs)}.", ""]
    lines += [
        "| in study.yml | in the prepared table | type | unit | meaning |",
        "|---|---|---|---|---|",
    ]
    for column in table.columns:
        given = "" if table.derived else f"`{column.source_name}`"
        kept = f"`{column.name}`" if column.kept else "(not kept)"
        cells = (given, kept, column.type, column.unit, column.description)
        lines.append("| " + " | ".join(cells) + " |")
    if table.attributes:
        lines.append(
            "| `attributes` | their own names | text, or as its driver's kind | "
            "| Any further columns. |"
        )
    return "\n".join([*lines, ""])


_INTRODUCTION = """# Data dictionary

<!-- Generated from src/analysis/schema.py. Change it there, then run:
     python -m analysis.prepare.study_template > data/README.md -->

One folder per company: `data/<study>/study.yml` says where its tables are and what its columns
mean, `data/<study>/raw/` holds the files themselves, `data/<study>/prepared/` what the intake makes
of them. `analysis new NAME` writes a folder with a commented `study.yml` to fill in.

Only what an analysis needs is required: a list of purchases is enough for the customer base and for
time to churn.

What a source may be: a file of text (`file:`; comma, semicolon, tab, pipe or blanks between values,
plain or gzipped), a Parquet file, or a database (`database:` with `query:`; a DuckDB or an SQLite
file, or `":memory:"` for whatever else DuckDB reads, such as `FROM read_json('raw/orders.json')`).

What holds for every table:

- **Ids are text**: 007 and 7 are two customers. Blanks around them are removed. Each id is replaced
  by a keyed pseudonym (HMAC-SHA256; the key is `ANALYSIS_PSEUDONYM_KEY`, else a random one made
  once in `data/.pseudonym_key`: keep it, a new key gives new pseudonyms).
- **Dates** may be 2020-12-31, 20201231, 2020/12/31, 31.12.2020, 31/12/2020, 12/31/2020 or
  2020年12月31日, with a time or without. Two ways in one column stop the intake, and so do dates
  whose day and month cannot be told apart; `date_format:` settles both. Times with a zone become
  days of the study's time zone.
- **Money** is kept in hundredths of the currency's unit. A decimal comma is understood where there
  is no other reading; `decimal:` settles it.
- **Refunds** are transactions with an amount below zero. They are moved to the table refunds: they
  reduce money and never count as purchases.
- **Attributes** are text, unless `drivers:` calls them a number or a flag. Those that
  `warning.actions:` names (do not contact, consent) are flags.
- **Text** is UTF-8, or what `encoding:` says, or inferred (GB18030, cp949 and others) and reported.
- **Missing** are the empty value and `missing_codes:`.
"""

TEMPLATE = """\
# The study NAME: where its tables are, what its columns mean, what leaving means.
# Fill in, remove what you do not have, then:  analysis run NAME
# All tables and columns: data/README.md. Lines behind # are choices; remove the # to use them.

title:                     # what the reports are called
  en: "NAME"
  zh: "NAME"
organisation:              # whose customers they are
  en: "NAME"
  zh: "NAME"
currency: EUR              # ISO 4217: EUR, USD, CNY, KRW, ...
time_zone: Europe/Berlin   # the zone whose days count: Asia/Shanghai, America/New_York, UTC, ...
# as_of: 2025-12-31        # the day the data were drawn; without it, the last date in the data
# records_begin: 2023-01-01  # customers who were there before count from this day on only

tables:
  # One entry for each table that you have, out of: customers, transactions, contracts,
  # interactions, surveys, treatments, feedback, market, snapshots. A list of purchases is enough
  # to begin.
  transactions:
    file: raw/purchases.csv        # in this folder; .csv, .txt, .csv.gz or .parquet
    # database: raw/shop.duckdb    # or a DuckDB or SQLite file and a query, instead of file
    # query: SELECT * FROM orders
    columns:                       # left: the project's name; right: the name in your file
      customer_id: customer_id
      date: date
      amount: amount               # or unit_price, with quantity; below zero it is a refund
      # quantity: quantity
      # transaction_id: order_id   # lets lines of one order, and repeated rows, be told apart
      # product: product
      # channel: channel
    # Only where the file needs it:
    # delimiter: semicolon         # comma, semicolon, tab, pipe, whitespace; else it is found
    # encoding: gb18030            # else UTF-8, or what the bytes speak for
    # decimal: ","                 # the decimal sign
    # thousands: "."               # the sign between thousands
    # date_format: "%d/%m/%Y"      # or a list of formats, the first that fits a value reads it
    # names: [customer_id, date]   # the columns of a file without a header
    # skip_rows: 2                 # lines before the header
    # missing_codes: ["", "NA", "-1"]  # values that mean: not known
    # values:                      # other words for values: {column: {in the file: here}}
    #   channel: {1: shop, 2: online}

  # customers:
  #   file: raw/customers.csv
  #   columns: {customer_id: customer_id, joined_date: joined}
  #   attributes:                  # further columns, for segments and drivers: {here: in the file}
  #     region: region
  #     age: age

  # contracts:                     # a subscription business
  #   file: raw/contracts.csv
  #   columns:
  #     customer_id: customer_id
  #     start_date: start          # and the day it ended; empty while it runs
  #     end_date: end
  #     # tenure: months           # or, without dates: how long it has run (see time_unit),
  #     # ended: left              # and whether it had ended: yes or no
  #     # amount: monthly_charge
  #   attributes:
  #     plan: plan

  # surveys:                       # one column per item; or columns item and answer
  #   file: raw/survey.csv
  #   columns: {customer_id: customer_id, date: date}
  #   items:
  #     - {scale: [1, 5], names: [q1, q2, q3]}
  #     - {scale: [0, 10], names: [recommend]}

  # snapshots:                     # the stage your CRM stored for each customer at month ends
  #   file: raw/stages.csv
  #   columns: {customer_id: customer_id, date: month_end, stage: stage}
  #   values:                      # your words: stages of the taxonomy named under stages below
  #     stage: {Lead: prospect, Active: mature, Lapsed: churned}

# Columns by which customers are compared: attributes of customers or contracts; with transactions
# also joined_month and first_amount_band, which are made from the first purchase.
segments: [first_amount_band]

# Columns that may explain why customers leave, known before they do.
drivers:
  - {column: first_amount, kind: number, unit: EUR, per: 10}  # an effect is stated per 10 EUR
  # - {column: joined_month, kind: category}                # where joining spans few months
  # - {column: region, kind: category, reference: North}      # others are compared with North
  # - {column: newsletter, kind: flag}                        # yes or no

# What leaving means: contract_end (needs contracts), or silence (needs transactions).
churn:
  kind: silence
  definition: {name: silent_180_days, rule: fixed_days, days: 180}
  # Every conclusion is tested under two other definitions; these are made where none are given.
  # alternatives:
  #   - {name: silent_90_days, rule: fixed_days, days: 90}
  #   - name: own_rhythm           # silent for three times the customer's own gap,
  #     rule: own_rhythm
  #     multiple: 3
  #     minimum_days: 60           # yet no less than this
  #     maximum_days: 365          # and no more than this;
  #     shrinkage: 3               # the typical gap weighs as much as 3 gaps of one's own
# time_unit: month                 # unit of tenure where contracts have no dates; else day
horizons: [180, 365]               # how far ahead is asked, in days (or in time_unit)

# stages:                          # how purchases become stages of the lifecycle
#   taxonomy: lifecycle            # lifecycle, relationship, growth, loyalty, returning or
#                                  # acquisition; or your own, as in src/analysis/study/taxonomies
#   decline_multiple: 1.5          # declining after a silence of so many times the own rhythm,
#   churn_multiple: 3              # churned after so many; without them chosen from the data
#   minimum_days: 30               # no rhythm is taken to be shorter than this,
#   maximum_days: 365              # and everybody is churned after a silence of this
#   segment: region                # the customers whose rhythm stands in while the own is unknown

# survey:                          # which items measure what, and what leads to what
#   constructs:                    # two items or more; one item stands for itself, by its name
#     service: [q2, q3]
#     loyalty: [q4, q5]
#   paths:                         # outcome: [causes]
#     q1: [service]
#     loyalty: [q1]
#   reversed: [q3]                 # worded the other way round
#   roles: {satisfaction: q1, loyalty: loyalty, recommend: recommend, levers: [service]}
#   rivals:                        # other accounts of the same answers, to be compared
#     - name: direct
#       label: {en: Service also works directly, zh: 服务也有直接作用}
#       paths: {q1: [service], loyalty: [q1, service]}
#   mediation:
#     - {cause: service, through: [q1], outcome: loyalty}
#   # or a template (ecsi, servqual, csat_nps; data/README.md lists their items):
#   # template: csat_nps
#   # items: {csat: q1, recommend: recommend, repurchase: q4}   # its item: yours

# warning:                         # who is about to leave; why each default: data/README.md
#   horizons_days: [30, 60, 90]    # a warning is for a loss within so many days
#   history_days: 180              # of records before the first month-end that is looked at
#   leaving_sources: [exit_interview]  # recorded only because somebody leaves: never read
#   company_sources: [survey_invitation]  # interactions begun by the company
#   signs:                         # a sign of decline shows when
#     window_days: 90              # so many days, compared with as many before,
#     contacts_fall: 0.5           # hold fewer than this share of the contacts,
#     activity_fall: 0.5           # or of the days on which the customer did anything;
#     last_purchases: 3            # the last so many purchases, compared with those before,
#     rarer: 2                     # are so many times as far apart,
#     smaller: 0.7                 # or are this share of their amount, or less,
#     channel_shift: 0.5           # or are, this share of them, outside the main channel;
#     satisfaction_fall: 10        # satisfaction falls by so many points of 100
#   actions:                       # whom to contact; without money, those of the highest risk
#     capacity: 300                # customers that can be contacted in a month
#     contact_cost: 5              # of one contact with its offer, in the currency above
#     margin_share: 0.3            # of a customer's payments
#     saved_share: {estimate: 0.2, low: 0.1, high: 0.3}  # of those about to leave: assumed
#     holdout_share: 0.1           # never contacted, so that what contacts change can be learnt
#     note: {en: The costs are assumed., zh: 成本为假设。}  # said beside the list
#     do_not_contact: opted_out    # attributes of customers, yes or no
#     consent: newsletter
#   causes:                        # why customers say they leave, and what helps
#     price:
#       topics: [too expensive]
#       remedy: {en: Offer a better rate, zh: 提供更优惠的价格}

# minimum_cell: 10                 # no group smaller than this is ever shown
# labels:                          # what columns, values and items are called in the reports
#   region: {en: Region, zh: 地区}
#   region=N: {en: North, zh: 北部}  # a value of one column; or N: for all columns
#   q1: {en: Overall satisfaction, zh: 总体满意度}
# notes:                           # caveats that every report must state
#   - en: Online purchases only.
#     zh: 仅含线上购买。
"""

if __name__ == "__main__":
    print(build_dictionary(), end="")
