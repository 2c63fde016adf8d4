"""Durations against cases worked by hand, and the promise that nothing looks ahead."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.prepare.durations import build_durations, build_silence_durations, count_durations
from analysis.prepare.silence import find_losses
from analysis.schema import CAPABILITIES
from analysis.store import Tables
from analysis.study import SilenceRule, Study

DAY_ZERO = date(1970, 1, 1)
FIXED = SilenceRule(name="fixed", rule="fixed_days", days=30)
OWN = SilenceRule(
    name="own", rule="own_rhythm", multiple=2, minimum_days=10, maximum_days=90, shrinkage=1
)


def make_tables(folder: Path, as_of: int, **frames: pd.DataFrame) -> Tables:
    ids = pd.concat([frame["customer_id"] for frame in frames.values()]).drop_duplicates()
    frames["customers"] = ids.to_frame()
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return Tables(
        folder=folder,
        names=tuple(frames),
        faults=pd.DataFrame(),
        verdict="green",
        fingerprint="test",
        as_of=DAY_ZERO + timedelta(days=as_of),
        facts={},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )


def make_purchases(rows: list[tuple[str, int]], amount: int = 500) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "day"])
    return frame.astype({"day": "int32"}).assign(amount_cents=amount, quantity=1.0)


def make_study(**fields: Any) -> Study:
    words = {"en": "Test", "zh": "测试"}
    values = {
        "name": "test",
        "folder": Path("."),
        "title": words,
        "organisation": words,
        "currency": "EUR",
        "time_zone": "UTC",
        "tables": {"transactions": {"file": "none.csv"}},
        "churn": {"kind": "silence", "definition": FIXED.model_dump()},
        **fields,
    }
    return Study.model_validate(values)


CONTRACT = {"kind": "contract_end"}


def losses_of(
    folder: Path, rows: list[tuple[str, int]], as_of: int, rule: SilenceRule
) -> pd.DataFrame:
    tables = make_tables(folder, as_of, transactions=make_purchases(rows))
    return find_losses(tables, rule).set_index("customer_id")


def test_silence_of_a_fixed_length(tmp_path: Path) -> None:
    rows = [("a", 0), ("a", 30), ("b", 0), ("b", 31), ("c", 0), ("c", 70), ("d", 71)]
    found = losses_of(tmp_path, rows, 100, FIXED)["lost_day"]
    assert found["a"] == 60  # a purchase on the very day breaks the silence
    assert found["b"] == 30  # a day later it is a win-back
    assert found["c"] == 30
    assert pd.isna(found["d"])  # the silence would be complete on day 101


def test_silence_is_complete_on_the_as_of_date(tmp_path: Path) -> None:
    assert losses_of(tmp_path, [("a", 0)], 30, FIXED).loc["a", "lost_day"] == 30


def test_own_rhythm_by_hand(tmp_path: Path) -> None:
    # Day 0: no gap known: (10 + 90) // 2 = 50. b on day 6: base holds a's gap of 4: 2 * 4, at
    # least 10. a on day 4: no earlier gap in the base: 50. a on day 24: own 24 days in 2 gaps, base
    # mean 4 with weight 1: 2 * (24 + 4) / 3 = 18.7, so 19.
    rows = [("a", 0), ("a", 4), ("a", 24), ("b", 6)]
    found = losses_of(tmp_path, rows, 200, OWN)
    assert found.loc["a", ["first_threshold", "lost_day"]].tolist() == [50, 24 + 19]
    assert found.loc["b", ["first_threshold", "lost_day"]].tolist() == [10, 16]


def test_refunds_are_no_purchases_and_a_day_is_one_purchase(tmp_path: Path) -> None:
    purchases = make_purchases([("a", 0), ("a", 0), ("a", 20), ("b", 5)])
    purchases["amount_cents"] = [500, 700, -500, -100]
    tables = make_tables(tmp_path, 100, transactions=purchases)
    found = find_losses(tables, FIXED)
    assert found["customer_id"].tolist() == ["a"]
    assert found["lost_day"].tolist() == [30]
    assert found["first_amount_cents"].tolist() == [1200]
    assert found["first_quantity"].tolist() == [2.0]


purchase_logs = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 200)), min_size=1, max_size=40
)


@settings(max_examples=40, deadline=None)
@given(rows=purchase_logs, cut=st.integers(0, 200), rule=st.sampled_from([FIXED, OWN]))
def test_what_was_known_never_changes(
    rows: list[tuple[str, int]], cut: int, rule: SilenceRule
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        later = losses_of(Path(one), rows, 250, rule)
        early = losses_of(Path(two), [row for row in rows if row[1] <= cut], cut, rule)
    known = later[later["first_day"] <= cut]
    expected = known["lost_day"].where(known["lost_day"] <= cut)
    pd.testing.assert_series_equal(early["lost_day"], expected, check_dtype=False)


def test_drivers_of_a_purchase_log_are_known_on_its_first_day(tmp_path: Path) -> None:
    purchases = make_purchases(
        [("a", 40), ("b", 0), ("b", 3), ("c", 1), ("d", 2), ("e", 2), ("f", 2)]
    )
    purchases["amount_cents"] = [300, 100, 9900, 200, 300, 100, 200]
    tables = make_tables(tmp_path, 100, transactions=purchases)
    study = make_study(
        segments=["first_amount_band", "joined_month"],
        drivers=[{"column": "first_amount", "kind": "number"}],
        minimum_cell=2,
    )
    found = build_durations(tables, study).set_index("customer_id")
    assert found["first_amount"].loc[["a", "b", "c"]].tolist() == [3.0, 1.0, 2.0]
    bands = found["first_amount_band"].loc[["a", "b", "c"]]
    assert bands.tolist() == ["high", "low", "middle"]
    # The only customer of February joins the smallest other group: nobody stands alone.
    assert found["joined_month"].unique().tolist() == ["(other)"]


def test_every_definition_of_a_silence_study(tmp_path: Path) -> None:
    study = make_study()
    tables = make_tables(tmp_path, 100, transactions=make_purchases([("a", 0), ("b", 90)]))
    found = build_silence_durations(tables, study)
    assert list(found) == ["fixed", "silent_15_days", "own_rhythm"]
    assert found["silent_15_days"]["tenure"].tolist() == [15, 10]


def test_customers_already_there_enter_late(tmp_path: Path) -> None:
    rows = [("early", 0), ("early", 28), ("gone", 5), ("late", 60)]
    tables = make_tables(tmp_path, 100, transactions=make_purchases(rows))
    found = build_durations(tables, make_study(records_begin=date(1970, 2, 10)))
    assert found["customer_id"].tolist() == ["early", "late"]
    assert found["entry"].tolist() == [40, 0]
    assert found["tenure"].tolist() == [58, 30]
    assert found.attrs["left_out"] == 1  # lost on day 35, before records began


def make_contracts(rows: list[tuple[str, int, int | None]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "start_day", "end_day"])
    frame = frame.astype({"start_day": "Int32", "end_day": "Int32"})
    return frame.assign(tenure=1, ended=False)


def test_contracts_with_dates(tmp_path: Path) -> None:
    rows = [
        ("follows", 0, 20),
        ("follows", 20, 50),
        ("renews", 0, 20),
        ("renews", 27, 60),
        ("returns", 0, 20),
        ("returns", 40, None),
        ("runs", 10, None),
        ("ends_later", 10, 150),
    ]
    tables = make_tables(tmp_path, 100, contracts=make_contracts(rows))
    study = make_study(
        churn=CONTRACT, records_begin=date(1970, 1, 6), tables={"contracts": {"file": "none.csv"}}
    )
    found = build_durations(tables, study).set_index("customer_id")
    # A customer is lost when a week has passed without a new contract.
    assert found["tenure"].to_dict() == {
        "ends_later": 90,
        "follows": 57,
        "renews": 67,
        "returns": 27,
        "runs": 90,
    }
    assert found["event_observed"].to_dict() == {
        "ends_later": False,
        "follows": True,
        "renews": True,
        "returns": True,
        "runs": False,
    }
    assert found["entry"].to_dict() == {
        "ends_later": 0,
        "follows": 5,
        "renews": 5,
        "returns": 5,
        "runs": 0,
    }


def make_tenures(groups: list[str | None]) -> pd.DataFrame:
    n = len(groups)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(n)],
            "tenure": pd.Series(range(1, n + 1), dtype="int32"),
            "ended": [i % 2 == 0 for i in range(n)],
            "plan": groups,
            "paperless": [True] * n,
        }
    )


def test_contracts_with_tenures_and_small_groups(tmp_path: Path) -> None:
    groups = ["gold"] * 12 + ["silver"] * 11 + ["tin", "lead", None] * 4
    tables = make_tables(tmp_path, 100, contracts=make_tenures(groups))
    study = make_study(
        churn=CONTRACT,
        tables={"contracts": {"file": "none.csv"}},
        segments=["plan"],
        drivers=[
            {"column": "plan", "kind": "category", "reference": "gold"},
            {"column": "paperless", "kind": "flag"},
        ],
        time_unit="month",
    )
    found = build_durations(tables, study)
    assert found["tenure"].tolist() == list(range(1, 36))
    assert found["plan"].value_counts().to_dict() == {"gold": 12, "silver": 11, "(other)": 12}


def test_a_small_rest_takes_the_smallest_group_with_it(tmp_path: Path) -> None:
    tables = make_tables(tmp_path, 100, contracts=make_tenures(["a"] * 20 + ["b"] * 12 + ["c"] * 3))
    study = make_study(
        churn=CONTRACT, tables={"contracts": {"file": "none.csv"}}, segments=["plan"]
    )
    assert build_durations(tables, study)["plan"].value_counts().to_dict() == {
        "a": 20,
        "(other)": 15,
    }


def test_nobody_observed_is_said(tmp_path: Path) -> None:
    tables = make_tables(tmp_path, 0, transactions=make_purchases([("a", 0)]))
    with pytest.raises(DataError, match="no customer was observed"):
        build_durations(tables, make_study())


def test_counts_by_hand() -> None:
    durations = pd.DataFrame(
        {
            "entry": [0, 0, 2, 0],
            "tenure": [2, 3, 3, 2],
            "event_observed": [True, False, True, True],
            "plan": ["a", "a", "a", "b"],
        }
    )
    found = count_durations(durations, "plan")
    expected = [("a", 0, 2, 0, 0), ("a", 2, 1, 1, 0), ("a", 3, 0, 1, 1)]
    expected += [("b", 0, 1, 0, 0), ("b", 2, 0, 1, 0)]
    assert list(found.itertuples(index=False, name=None)) == expected
    total = count_durations(durations, None)
    assert total["stratum"].unique().tolist() == ["all"]
    assert total[["n_entered", "n_events", "n_censored"]].sum().tolist() == [4, 3, 1]
