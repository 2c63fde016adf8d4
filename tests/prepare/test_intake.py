"""Broken input at the door: a clear message and exit code, and nothing half-written."""

import errno
import gzip
import re
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from small_study import HEADER, make_shop, make_study, purchases, retailer

from analysis import store
from analysis.errors import DataError, DiskFullError
from analysis.prepare.intake import prepare_tables
from analysis.store import Tables
from analysis.study import Study, load_study

KEY = "a key for tests only, thirty long"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", KEY)


def fault(tables: Tables, check: str) -> pd.Series:
    """The one row of the faults that ``check`` made."""
    rows = tables.faults[tables.faults["check"] == check]
    assert len(rows) == 1, tables.faults.to_string()
    return rows.iloc[0]


def assert_stops(study: Study, *fragments: str) -> str:
    """Preparing ``study`` ends in a DataError that says ``fragments``, and writes nothing."""
    with pytest.raises(DataError) as caught:
        prepare_tables(study)
    message = str(caught.value)
    for fragment in fragments:
        assert fragment in message
    assert caught.value.exit_code == 3
    assert "Traceback" not in message
    prepared = study.folder / "prepared"
    assert not prepared.exists() or not list(prepared.iterdir())
    return message


def test_a_clean_shop_is_green_and_complete(tmp_path: Path) -> None:
    tables = prepare_tables(make_shop(tmp_path / "shop", purchases()))
    assert tables.verdict == "green"
    assert tables.faults.empty
    assert tables.as_of == date(2024, 12, 31)
    assert tables.names == ("customers", "transactions", "refunds")
    read = tables.read("transactions")
    assert list(read.columns) == ["customer_id", "day", "amount_cents", "quantity"]
    assert read["amount_cents"].tolist()[:3] == [50, 150, 250]
    assert len(tables.read("customers")) == 4
    assert tables.capabilities["durations"] == ""
    assert tables.capabilities["surveys"] == "the study has no table surveys"


STOPS = {
    "a missing column": (
        [row.rsplit(",", 1)[0] + ",1" for row in purchases()],
        "customer_id,date,amuont",
        {},
        [
            "transactions.amount",
            "no column 'amount'",
            "Did you mean 'amuont'?",
            "customer_id, date",
        ],
    ),
    "dates in two formats": (
        [*purchases(), "003,31/12/2024,5.00", "004,30/12/2024,5.00"],
        HEADER,
        {},
        [
            "transactions.date",
            "2 ways",
            "2020-12-31 in 12 rows",
            "31/12/2020 in 2 rows",
            "date_format",
        ],
    ),
    "dates with day and month both first": (
        ["001,31/12/2024,5", "002,12/31/2024,5"],
        HEADER,
        {},
        ["written in 2 ways", "day first", "month first"],
    ),
    "dates that can be read in two ways": (
        ["001,01/02/2024,5", "002,03/04/2024,5"],
        HEADER,
        {},
        ["can day and month be told apart", 'date_format: "%d/%m/%Y"'],
    ),
    "dates that are none": (
        ["001,soon,5", "002,later,5", "003,2024-01-01,5"],
        HEADER,
        {},
        ["2 of 3 rows cannot be read as a date"],
    ),
    "a row cut short": (
        [*purchases(), "004,2024-01"],
        HEADER,
        {},
        ["line 14 has 2 fields where 3 are expected", "may be cut"],
    ),
    "a row too long": (
        [*purchases(), "004,2024-01-01,5,00"],
        HEADER,
        {},
        ["line 14 has 4 fields where 3 are expected", "quote values"],
    ),
    "a quotation never closed": (
        [*purchases(), '"004,2024-01-01,5'],
        HEADER,
        {},
        ["raw/purchases.csv"],
    ),
    "a quotation never closed in the last value": (
        [*purchases(), '004,2024-01-01,"5'],
        HEADER,
        {},
        ["quotation mark is opened and never closed"],
    ),
    "a file without a header": (
        purchases()[1:],
        purchases()[0],
        {},
        ["first line holds values, not names", "names: in study.yml"],
    ),
    "nothing but refunds": (
        ["001,2024-01-01,-5", "002,2024-01-01,-5"],
        HEADER,
        {},
        ["all amounts are below zero"],
    ),
    "an empty table": ([], HEADER, {}, ["has no rows"]),
    "one customer": (
        ["001,2024-01-01,5", "001,2024-02-01,5"],
        HEADER,
        {},
        ["there is 1 customer,", "minimum_cell: 2"],
    ),
    "only dates to come": (
        ["001,2031-01-01,5", "002,2031-01-01,5"],
        HEADER,
        {},
        ["no row is left of 2: a date lies after the as-of date (2 rows)"],
    ),
    "amounts that are words": (
        ["001,2024-01-01,five", "002,2024-01-01,six"],
        HEADER,
        {},
        ["2 of 2 values cannot be read as an amount", "'amount' the right column"],
    ),
    "decimal signs of two kinds": (
        ['001,2024-01-01,"5,50"', "002,2024-01-01,5.50"],
        HEADER,
        {},
        ["decimal comma", 'say decimal: ","'],
    ),
    "thousands or decimals": (
        ['001,2024-01-01,"1,234"', '002,2024-01-01,"5,678"'],
        HEADER,
        {},
        ["like 1,234", 'say decimal: ","'],
    ),
    "a header that names a column twice": (
        ["001,2024-01-01,5"],
        "customer_id,date,date",
        {},
        ["names 'date' twice"],
    ),
}


@pytest.mark.parametrize("case", STOPS, ids=str)
def test_unusable_purchases_stop_with_a_reason(case: str, tmp_path: Path) -> None:
    rows, header, changes, fragments = STOPS[case]
    assert_stops(make_shop(tmp_path / "shop", rows, header, **changes), *fragments)


FILES: dict[str, tuple[bytes, list[str]]] = {
    "nothing at all": (b"", ["is empty"]),
    "gzip that ends too early": (
        gzip.compress("\n".join([HEADER, *purchases(50)]).encode())[:-40],
        ["gzip file that ends too early"],
    ),
    "a workbook": (b"PK\x03\x04" + b"\0" * 100, ["workbook", "CSV or Parquet"]),
    "bytes that are no text": (b"customer_id,date,amount\n\0\0\0,1,2\n", ["not a text file"]),
}


@pytest.mark.parametrize("case", FILES, ids=str)
def test_unreadable_files_stop_with_a_reason(case: str, tmp_path: Path) -> None:
    data, fragments = FILES[case]
    study = make_study(tmp_path / "shop", retailer(), {"purchases.csv": data})
    assert_stops(study, "raw/purchases.csv", *fragments)


def test_a_file_cut_at_any_byte_stops_or_is_reported(tmp_path: Path) -> None:
    text = "\n".join([HEADER, *purchases(3, 2)]) + "\n"
    whole = prepare_tables(make_study(tmp_path / "whole", retailer(), {"purchases.csv": text}))
    for length in range(len(text) - 12, len(text)):
        folder = tmp_path / f"cut{length}"
        study = make_study(folder, retailer(), {"purchases.csv": text[:length]})
        try:
            tables = prepare_tables(study)
        except DataError as error:
            assert "purchases.csv" in str(error)
            continue
        if len(tables.read("transactions")) == len(whole.read("transactions")):
            assert "line_open" in set(tables.faults["check"])


def test_a_missing_file_and_a_damaged_parquet_are_named(tmp_path: Path) -> None:
    assert_stops(make_study(tmp_path / "none", retailer(), {}), "purchases.csv does not exist")
    fields = retailer(file="raw/purchases.parquet")
    study = make_study(tmp_path / "bad", fields, {"purchases.parquet": b"PAR1 broken PAR1"})
    assert_stops(study, "purchases.parquet", "cannot be read")


def test_every_stopping_fault_is_listed_at_once(tmp_path: Path) -> None:
    fields = retailer()
    fields["tables"]["interactions"] = {
        "file": "raw/visits.csv",
        "columns": {"customer_id": "who", "date": "when", "type": "what"},
    }
    files = {"purchases.csv": "customer_id,date,amount\n1,x,y\n2,x,y\n", "visits.csv": "who\n1\n"}
    message = assert_stops(make_study(tmp_path / "shop", fields, files))
    for place in ("transactions.date", "transactions.amount", "interactions.date", ".type"):
        assert place in message


HOSTILE = [
    "007",
    "7",
    "<b>x</b>",
    "=1+1",
    "'; DROP TABLE customers;--",
    '"quoted"',
    "@SUM(A1)",
    "a\nb",
]


def test_ids_stay_text_and_never_come_out(tmp_path: Path) -> None:
    rows = ['"' + name.replace('"', '""') + '",2024-01-05,5.00' for name in HOSTILE]
    rows += ["<b>x</b>,2031-01-01,5.00", "=1+1,2024-02-30,5.00"]
    tables = prepare_tables(make_shop(tmp_path / "shop", rows))
    assert len(tables.read("customers")) == len(HOSTILE)
    assert tables.read("customers")["customer_id"].str.fullmatch(r"c_[0-9a-f]{20}").all()
    written = b"".join(path.read_bytes() for path in tables.folder.rglob("*") if path.is_file())
    for name in HOSTILE[2:]:
        assert name.encode() not in written
    assert fault(tables, "date_future")["examples"] == tables.read("customers")["customer_id"][2]


def test_future_and_ancient_dates_are_set_aside(tmp_path: Path) -> None:
    rows = [*purchases(10), "001,2025-01-01,5", "002,1066-10-14,5"]
    tables = prepare_tables(make_shop(tmp_path / "shop", rows))
    assert fault(tables, "date_future")["n_rows"] == 1
    assert fault(tables, "date_implausible")["n_rows"] == 1
    assert tables.verdict == "amber"
    aside = tables.quarantined("transactions")
    assert aside["check"].tolist() == ["date_future", "date_implausible"]
    assert aside["row"].tolist() == [31, 32]
    assert len(tables.read("transactions")) == 30


def test_without_as_of_the_last_date_counts(tmp_path: Path) -> None:
    tables = prepare_tables(make_shop(tmp_path / "shop", purchases(), as_of=None))
    assert tables.as_of == date(2024, 3, 4)


def test_refunds_reduce_money_and_are_no_purchases(tmp_path: Path) -> None:
    rows = [*purchases(), "001,2024-06-01,-2.50", "002,2024-06-01,(1.00)", "003,2024-06-01,0"]
    tables = prepare_tables(make_shop(tmp_path / "shop", rows))
    assert tables.read("refunds")["amount_cents"].tolist() == [-250, -100]
    assert tables.query("SELECT min(amount_cents) AS least FROM transactions")["least"][0] == 0
    assert fault(tables, "refunds")["action"] == "noted"
    assert fault(tables, "zero_amounts")["n_rows"] == 1
    assert tables.facts["refunded_cents"] == 350


def test_repeated_rows_are_kept_without_a_transaction_id(tmp_path: Path) -> None:
    rows = [*purchases(), purchases()[0]]
    tables = prepare_tables(make_shop(tmp_path / "shop", rows))
    assert fault(tables, "rows_repeated")["action"] == "noted"
    assert len(tables.read("transactions")) == 13


def test_repeated_transactions_are_set_aside(tmp_path: Path) -> None:
    rows = [f"{row},t{number}" for number, row in enumerate(purchases())]
    rows += [rows[0], "002,2024-01-03,9.00,t0", "000,2024-01-01,7.00,t0"]
    fields = {"columns": {name: name for name in ("customer_id", "date", "amount")}}
    fields["columns"]["transaction_id"] = "order"
    tables = prepare_tables(make_shop(tmp_path / "shop", rows, HEADER + ",order", **fields))
    aside = tables.quarantined("transactions")
    assert aside["row"].tolist() == [13, 14]
    assert set(aside["check"]) == {"transaction_repeated"}
    assert fault(tables, "order_lines")["n_rows"] == 1
    assert tables.read("transactions")["transaction_id"].str.startswith("t_").all()


def test_amounts_can_be_made_of_price_and_quantity(tmp_path: Path) -> None:
    rows = ["001,2024-01-01,3,1.10", "002,2024-01-01,-1,2.00", "002,2024-01-01,1,2.00"]
    columns = {"customer_id": "customer_id", "date": "date", "quantity": "n", "unit_price": "p"}
    study = make_shop(tmp_path / "shop", rows, "customer_id,date,n,p", columns=columns)
    tables = prepare_tables(study)
    assert tables.read("transactions")["amount_cents"].tolist() == [330, 200]
    assert tables.read("refunds")["amount_cents"].tolist() == [-200]


def test_rows_without_a_customer_are_set_aside(tmp_path: Path) -> None:
    rows = [*purchases(), ",2024-01-01,5.00", "  ,2024-01-01,5.00"]
    tables = prepare_tables(make_shop(tmp_path / "shop", rows))
    assert fault(tables, "id_missing")["n_rows"] == 2
    assert tables.verdict == "red"


def test_customers_and_purchases_need_not_match(tmp_path: Path) -> None:
    fields = retailer()
    fields["tables"]["customers"] = {
        "file": "raw/customers.csv",
        "columns": {"customer_id": "id"},
        "attributes": {"region": "region"},
    }
    files = {
        "purchases.csv": "\n".join([HEADER, *purchases()]) + "\n",
        "customers.csv": "id,region\n003,N\n999,S\n999,S\n000,\n",
    }
    tables = prepare_tables(make_study(tmp_path / "shop", fields, files))
    assert fault(tables, "customers_without_purchases")["n_rows"] == 1
    assert fault(tables, "customers_added")["n_rows"] == 2
    assert fault(tables, "customers_repeated")["action"] == "quarantined"
    assert fault(tables, "missing_values")["n_rows"] == 1
    regions = tables.read("customers")["region"]
    assert regions.iloc[:2].tolist() == ["N", "S"]
    assert len(regions) == 5


def test_mixed_time_zones_are_repaired_and_reported(tmp_path: Path) -> None:
    rows = [
        "001,2024-01-01 23:30:00Z,5",
        "002,2024-01-01 23:30:00,5",
        "003,2024-01-01T12:00+09:00,5",
    ]
    tables = prepare_tables(make_shop(tmp_path / "shop", rows))
    first = (date(2024, 1, 1) - date(1970, 1, 1)).days
    assert tables.read("transactions")["day"].tolist() == [first + 1, first, first]
    mixed = fault(tables, "time_zones_mixed")
    assert (mixed["action"], mixed["n_rows"]) == ("repaired", 1)


@pytest.mark.parametrize(
    ("encoding", "city"),
    [
        ("gb18030", "上海市浦东新区"),
        ("cp949", "서울특별시 강남구 테헤란로"),
        ("cp1252", "Zürich é"),
    ],
)
@pytest.mark.parametrize("declared", [True, False])
def test_encodings(encoding: str, city: str, declared: bool, tmp_path: Path) -> None:
    rows = [f"{row},{city}" for row in purchases()]
    columns = {name: name for name in ("customer_id", "date", "amount", "channel")}
    changes = {"columns": columns, **({"encoding": encoding} if declared else {})}
    text = "\n".join([HEADER + ",channel", *rows]) + "\n"
    study = make_study(
        tmp_path / "shop", retailer(**changes), {"purchases.csv": text.encode(encoding)}
    )
    tables = prepare_tables(study)
    assert set(tables.read("transactions")["channel"]) == {city}
    assert ("encoding_assumed" in set(tables.faults["check"])) is not declared


def test_too_few_letters_to_tell_an_encoding_ask_for_it(tmp_path: Path) -> None:
    rows = [f"{row},{'男女'[number % 2]}" for number, row in enumerate(purchases())]
    text = "\n".join([HEADER + ",sex", *rows]) + "\n"
    study = make_study(tmp_path / "shop", retailer(), {"purchases.csv": text.encode("gb18030")})
    assert_stops(study, "encoding cannot be told; say encoding: in study.yml")


def test_inch_signs_are_no_quotations(tmp_path: Path) -> None:
    columns = {name: name for name in ("customer_id", "date", "amount", "product")}
    rows = [f'{row},pipe 5"' for row in purchases()[:5]]
    study = make_shop(tmp_path / "shop", rows, HEADER + ",product", columns=columns)
    assert set(prepare_tables(study).read("transactions")["product"]) == {'pipe 5"'}


def test_a_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    text = "\n".join([HEADER, "é1,2024-01-01,5", "2,2024-01-01,5"]) + "\n"
    fields = retailer(encoding="utf-8")
    study = make_study(tmp_path / "shop", fields, {"purchases.csv": text.encode("latin-1")})
    assert_stops(study, "line 2 is not text in utf-8")


def test_decimal_commas_with_semicolons(tmp_path: Path) -> None:
    rows = ["001;2024-01-01;1.234,50 €", "002;2024-01-01;5,00", "003;31.12.2023;-7,5"]
    rows = rows[:2]
    text = "\n".join(["customer_id;date;amount", *rows]) + "\n"
    tables = prepare_tables(make_study(tmp_path / "shop", retailer(), {"purchases.csv": text}))
    assert tables.read("transactions")["amount_cents"].tolist() == [123450, 500]
    assert fault(tables, "decimal_comma_assumed")["action"] == "noted"


@pytest.mark.parametrize("kind", ["parquet", "duckdb", "sqlite", "json"])
def test_sources_other_than_text(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    (folder / "raw").mkdir(parents=True)
    frame = pd.DataFrame(
        {
            "customer_id": ["007", "7", "8"],
            "date": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"]),
            "amount": [1.5, 2.25, 1000.1],
        }
    )
    fields = retailer()
    table = fields["tables"]["transactions"]
    if kind == "parquet":
        frame.to_parquet(folder / "raw" / "shop.parquet")
        table["file"] = "raw/shop.parquet"
    else:
        del table["file"]
        table |= {"database": f"raw/shop.{kind}", "query": "SELECT * FROM orders"}
    if kind == "duckdb":
        with duckdb.connect(str(folder / "raw" / "shop.duckdb")) as connection:
            connection.execute("CREATE TABLE orders AS SELECT * FROM frame")
    if kind == "sqlite":
        connection = sqlite3.connect(folder / "raw" / "shop.sqlite")
        frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d")).to_sql("orders", connection)
        connection.close()
    if kind == "json":
        frame.to_json(folder / "raw" / "shop.json", orient="records", date_format="iso")
        table |= {"database": ":memory:", "query": "SELECT * FROM read_json('raw/shop.json')"}
    tables = prepare_tables(make_study(folder, fields, {}))
    assert tables.read("transactions")["amount_cents"].tolist() == [150, 225, 100010]
    assert len(tables.read("customers")) == 3


def test_a_broken_query_is_told(tmp_path: Path) -> None:
    fields = retailer(file=None, database=":memory:", query="SELECT * FROM nowhere")
    assert_stops(make_study(tmp_path / "shop", fields, {}), "the query cannot be read", "nowhere")


CONTRACT_COLUMNS = {"customer_id": "id", "start_date": "start", "end_date": "end"}


def contracts(rows: list[str], folder: Path, columns: dict[str, str], header: str) -> Study:
    fields = retailer(churn={"kind": "contract_end"})
    fields["tables"] = {"contracts": {"file": "raw/contracts.csv", "columns": columns}}
    if "tenure" in columns:
        fields["time_unit"] = "month"
    text = "\n".join([header, *rows]) + "\n"
    return make_study(folder, fields, {"contracts.csv": text})


def test_contracts_with_dates(tmp_path: Path) -> None:
    rows = [
        "a,2024-01-01,2024-01-31",
        "b,2024-12-01,",
        "c,2024-01-01,2025-06-01",
        "d,2024-02-01,2024-01-01",
        "e,2024-02-01,2024-02-01",
        "f,2025-02-01,",
    ]
    study = contracts(rows, tmp_path / "tele", CONTRACT_COLUMNS, "id,start,end")
    tables = prepare_tables(study)
    read = tables.read("contracts")
    assert read["tenure"].tolist() == [30, 30, 365]
    assert read["ended"].tolist() == [True, False, False]
    assert fault(tables, "end_after_as_of")["action"] == "noted"
    aside = tables.quarantined("contracts")
    assert aside["check"].tolist() == ["end_before_start", "tenure_zero", "date_future"]


def test_contracts_with_tenure(tmp_path: Path) -> None:
    columns = {"customer_id": "id", "tenure": "months", "ended": "left"}
    rows = ["a,3,yes", "b,-1,no", "c,0,no", "d,2.5,no", "e,7,1", "a,4,no", "g,5,perhaps"]
    tables = prepare_tables(contracts(rows, tmp_path / "tele", columns, "id,months,left"))
    assert tables.read("contracts")["tenure"].tolist() == [3, 2, 7]
    checks = dict(tables.faults[["check", "action"]].to_numpy().tolist())
    assert checks["tenure_negative"] == checks["tenure_zero"] == "quarantined"
    assert checks["contract_repeated"] == checks["flag_unreadable"] == "quarantined"
    assert checks["tenure_fraction"] == "repaired"
    assert tables.verdict == "red"


def test_all_rows_censored_leaves_no_durations(tmp_path: Path) -> None:
    columns = {"customer_id": "id", "tenure": "months", "ended": "left"}
    rows = ["a,3,no", "b,1,no"]
    tables = prepare_tables(contracts(rows, tmp_path / "tele", columns, "id,months,left"))
    assert "every customer is censored" in tables.capabilities["durations"]
    shop = make_shop(tmp_path / "shop", purchases(), as_of="2024-03-31")
    text = shop.file.read_text().replace("'2024-03-31'", "2024-03-31")
    shop.file.write_text(text)
    tables = prepare_tables(load_study(str(shop.folder)))
    assert "nobody was silent for 90 days" in tables.capabilities["durations"]


def test_answers_off_the_scale_become_missing(tmp_path: Path) -> None:
    fields = retailer(churn=None)
    fields["tables"] = {
        "surveys": {
            "file": "raw/survey.csv",
            "columns": {"customer_id": "id"},
            "missing_codes": ["", "99"],
            "items": [{"scale": [1, 5], "names": ["q1", "q2"]}],
        }
    }
    text = "id,q1,q2\na,1,5\nb,99,6\nc,3,\na,2,2\n,1,1\n"
    tables = prepare_tables(make_study(tmp_path / "panel", fields, {"survey.csv": text}))
    read = tables.read("surveys")
    assert read["item"].tolist() == ["q1", "q2"] * 3
    assert read["answer"].tolist()[:2] == [1, 5]
    assert read["answer"].isna().sum() == 3
    assert fault(tables, "answer_off_scale")["n_rows"] == 1
    assert fault(tables, "answer_repeated")["n_rows"] == 2
    assert fault(tables, "id_missing")["n_rows"] == 1
    assert tables.capabilities["durations"] == "study.yml does not say what churn means here"


def test_a_long_survey_reads_like_a_wide_one(tmp_path: Path) -> None:
    fields = retailer(churn=None)
    source = {
        "file": "raw/survey.csv",
        "columns": {"customer_id": "id", "item": "item", "answer": "answer"},
        "items": [{"scale": [1, 5], "names": ["q1", "q2"]}],
    }
    fields["tables"] = {"surveys": source}
    text = "id,item,answer\na,q1,1\na,q2,5\nb,q1,2\nb,other,2\n"
    tables = prepare_tables(make_study(tmp_path / "panel", fields, {"survey.csv": text}))
    assert tables.read("surveys")["answer"].tolist() == [1, 5, 2]
    assert fault(tables, "text_missing")["n_rows"] == 1


def test_all_nine_tables_come_through(tmp_path: Path) -> None:
    fields = retailer()
    files = {"purchases.csv": "\n".join([HEADER, *purchases()]) + "\n"}
    more: dict[str, tuple[dict[str, str], str]] = {
        "customers": ({"customer_id": "id", "joined_date": "d"}, "id,d\n001,2024-01-01\n"),
        "contracts": (
            {"customer_id": "id", "start_date": "d", "end_date": "e", "contract_id": "k"},
            "id,d,e,k\n001,2024-01-01,,7\n001,2024-02-01,,7\n",
        ),
        "interactions": (
            {"customer_id": "id", "date": "d", "type": "t", "days_to_resolution": "r"},
            "id,d,t,r\n001,2024-01-01,visit,\n001,2024-01-01,complaint,3\n001,2024-01-02,visit,-1\n",
        ),
        "treatments": (
            {"customer_id": "id", "date": "d", "treatment": "t", "cost": "c", "accepted": "a"},
            "id,d,t,c,a\n001,2024-01-01,voucher,2.50,yes\n002,2024-01-01,none,,\n",
        ),
        "feedback": (
            {"customer_id": "id", "date": "d", "text": "t"},
            'id,d,t\n001,2024-01-01,"very, <b>good</b>"\n002,2024-01-01,\n',
        ),
        "market": ({"date": "d"}, "d,holiday\n2025-01-01,yes\n2025-01-01,yes\n"),
        "snapshots": (
            {"customer_id": "id", "date": "d", "stage": "s"},
            "id,d,s\n001,2024-01-31,new\n001,2024-01-31,mature\n001,2024-02-29,Stammkunde\n"
            "001,2024-03-31,VIP\n001,2024-04-30,\n001,2025-01-31,new\n002,2024-01-31,new\n",
        ),
    }
    for name, (columns, text) in more.items():
        fields["tables"][name] = {"file": f"raw/{name}.csv", "columns": columns}
        files[f"{name}.csv"] = text
    fields["tables"]["market"]["attributes"] = {"holiday": "holiday"}
    fields["tables"]["snapshots"]["values"] = {"stage": {"Stammkunde": "mature"}}
    tables = prepare_tables(make_study(tmp_path / "shop", fields, files))
    kept = {name: facts["rows_kept"] for name, facts in tables.facts["tables"].items()}
    assert kept == {
        "customers": 1,
        "transactions": 12,
        "contracts": 1,
        "interactions": 2,
        "treatments": 2,
        "feedback": 1,
        "market": 1,
        "snapshots": 3,
    }
    assert tables.read("snapshots")["stage"].tolist() == ["new", "mature", "new"]
    assert fault(tables, "snapshot_repeated")["n_rows"] == 1
    unknown = fault(tables, "stage_unknown")
    assert unknown["action"] == "quarantined"
    assert "1 rows hold a stage that is none of prospect, new, growing" in unknown["detail"]
    assert tables.read("contracts")["contract_id"].str.startswith("k_").all()
    assert tables.read("treatments")["cost_cents"].tolist()[0] == 250
    lacking = [name for name, reason in tables.capabilities.items() if reason]
    assert lacking == ["surveys", "survey_model", "survey_outcomes"]


def test_a_reference_that_nobody_has_stops(tmp_path: Path) -> None:
    fields = retailer(drivers=[{"column": "region", "kind": "category", "reference": "West"}])
    fields["tables"]["customers"] = {
        "file": "raw/customers.csv",
        "columns": {"customer_id": "id"},
        "attributes": {"region": "region"},
    }
    files = {
        "purchases.csv": "\n".join([HEADER, *purchases()]) + "\n",
        "customers.csv": "id,region\n001,N\n",
    }
    assert_stops(make_study(tmp_path / "shop", fields, files), "'West'", "not among its 1 values")


def test_no_date_anywhere_asks_for_as_of(tmp_path: Path) -> None:
    columns = {"customer_id": "id", "tenure": "months", "ended": "left"}
    study = contracts(["a,3,no", "b,1,no"], tmp_path / "tele", columns, "id,months,left")
    assert_stops(study.model_copy(update={"as_of": None}), "must say as_of:")


def test_a_disk_that_fills_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_shop(tmp_path / "shop", purchases())
    real = store._write_parquet

    def fill(frame: pd.DataFrame, path: Path) -> None:
        if path.name == "transactions.parquet":
            path.write_bytes(b"PAR1")
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(frame, path)

    monkeypatch.setattr(store, "_write_parquet", fill)
    with pytest.raises(DiskFullError, match="no space is left") as caught:
        prepare_tables(study)
    assert caught.value.exit_code == 74
    assert list((study.folder / "prepared").iterdir()) == []
    monkeypatch.undo()
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", KEY)
    assert prepare_tables(study).verdict == "green"


def test_prepared_tables_are_reused_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_shop(tmp_path / "shop", purchases())
    told: list[str] = []
    first = prepare_tables(study, progress=told.append)
    again = prepare_tables(study, progress=told.append)
    assert again.folder == first.folder
    assert len(told) == 1
    raw = study.folder / "raw" / "purchases.csv"
    raw.write_text(raw.read_text() + "000,2024-09-01,1.00\n")
    assert prepare_tables(study).fingerprint != first.fingerprint
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", "another key for tests only")
    assert prepare_tables(study).fingerprint != first.fingerprint


def test_the_key_changes_pseudonyms_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_shop(tmp_path / "shop", purchases(30))
    one = prepare_tables(study).read("transactions")
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", "another key for tests only")
    other = prepare_tables(study).read("transactions")
    pd.testing.assert_frame_equal(
        one.drop(columns="customer_id"), other.drop(columns="customer_id")
    )
    assert not set(one["customer_id"]) & set(other["customer_id"])
    codes = [pd.factorize(frame["customer_id"])[0].tolist() for frame in (one, other)]
    assert codes[0] == codes[1]


def test_two_processes_at_once_agree(tmp_path: Path) -> None:
    study = make_shop(tmp_path / "shop", purchases(200, 5))
    code = (
        "import sys; from analysis.study import load_study;"
        "from analysis.prepare.intake import prepare_tables;"
        "print(prepare_tables(load_study(sys.argv[1])).fingerprint)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(study.folder)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    printed = [process.communicate()[0].strip() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert printed[0] == printed[1]
    assert [path.name for path in (study.folder / "prepared").iterdir()] == [printed[0]]


def test_details_hold_no_values(tmp_path: Path) -> None:
    rows = [*purchases(), "SECRET,2031-01-01,1", "SECRET,2024-13-77,1", "SECRET,2024-01-01,SECRETS"]
    tables = prepare_tables(make_shop(tmp_path / "shop", rows))
    assert not tables.faults["detail"].str.contains("SECRET").any()
    assert re.fullmatch(r"c_[0-9a-f]{20}", fault(tables, "number_unreadable")["examples"])


class TestBundled:
    """The three studies that come with the project, on their real data."""

    def test_telco(self, telco_tables: Tables) -> None:
        counts = telco_tables.query(
            "SELECT count(*) AS n, sum(ended::int) AS ended, sum(tenure) AS months,"
            " sum(amount_cents) AS cents FROM contracts"
        )
        assert counts.iloc[0].astype(int).tolist() == [7032, 1869, 227990, 45_566_100]
        gone = fault(telco_tables, "tenure_zero")
        assert (gone["n_rows"], gone["action"]) == (11, "quarantined")
        assert telco_tables.verdict == "green"

    def test_cdnow(self, cdnow_tables: Tables) -> None:
        counts = cdnow_tables.query(
            "SELECT count(*) AS n, count(DISTINCT customer_id) AS customers,"
            " min(day) AS first, max(day) AS last, sum(amount_cents) AS cents FROM transactions"
        )
        assert counts.iloc[0, :2].astype(int).tolist() == [69659, 23570]
        assert fault(cdnow_tables, "zero_amounts")["n_rows"] == 80
        assert fault(cdnow_tables, "rows_repeated")["n_rows"] == 255
        assert cdnow_tables.capabilities["durations"] == ""

    def test_abc(self, abc_tables: Tables) -> None:
        assert len(abc_tables.read("customers")) == 266
        assert len(abc_tables.read("survey_items")) == 66
        answers = abc_tables.query(
            "SELECT min(answer) AS low, count(answer) AS n FROM surveys WHERE item = 'q6'"
        )
        assert answers["low"][0] == 1
        assert abc_tables.capabilities["durations"] != ""
