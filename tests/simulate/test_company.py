"""The files: reproducible, extendable, complete or absent, and made in bounded memory."""

import errno
import hashlib
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from simulated_company import RAW, TRUTH, Written, epoch_days, read_company

from analysis.errors import DiskFullError, ParameterError
from analysis.simulate import company as company_module
from analysis.simulate.chunk import CHUNK
from analysis.simulate.company import simulate_company
from analysis.simulate.measurement import SurveyParameters
from analysis.simulate.parameters import CompanyParameters, StageParameters

SMALL = CompanyParameters(n_customers=CHUNK + 100, n_days=500)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        simulate_company(tmp_path / name, SMALL)
    simulate_company(tmp_path / "c", replace(SMALL, seed=SMALL.seed + 1))
    first, again, other = (digests(tmp_path / name) for name in ("a", "b", "c"))
    assert first == again
    expected = {f"{name}.parquet" for name in RAW} | {f"truth/{name}.parquet" for name in TRUTH}
    assert set(first) == expected | {"truth/truth.yml"}
    assert not {name for name in first if first[name] == other[name]}


@pytest.mark.parametrize("n_fewer", [1, 137, CHUNK, CHUNK + 700])
def test_the_first_customers_of_a_larger_company_are_a_smaller_one(
    simulate: Callable[[CompanyParameters], Written], tmp_path: Path, n_fewer: int
) -> None:
    large = simulate(replace(SMALL, n_customers=2 * CHUNK + 50))
    fewer = replace(SMALL, n_customers=n_fewer)
    simulate_company(tmp_path, fewer)
    small = read_company(tmp_path, fewer)
    last = f"C{n_fewer:08d}"
    for key, name_to_table in (("customer_no", "raw"), ("customer_id", "truth")):
        for name, table in getattr(small, name_to_table).items():
            whole = getattr(large, name_to_table)[name]
            first = whole if name == "market" else whole[whole[key] <= last]
            pd.testing.assert_frame_equal(table, first.reset_index(drop=True), check_dtype=False)


def test_ids_keep_their_leading_zeros_and_belong_to_customers(company: Written) -> None:
    ids = company.raw["customers"]["customer_no"]
    assert list(ids[:2]) == ["C00000001", "C00000002"]
    assert ids.is_unique
    assert len(ids) == company.parameters.n_customers
    for name, table in company.raw.items():
        if name != "market":
            assert pq.read_schema(company.folder / f"{name}.parquet").field("customer_no").type in (
                pa.string(),
                pa.large_string(),
            )
            assert table["customer_no"].isin(ids).all()
    assert company.raw["transactions"]["order_no"].is_unique


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("customers", "signup_date"),
        ("transactions", "order_time"),
        ("interactions", "contact_date"),
        ("surveys", "answer_date"),
        ("treatments", "offer_date"),
        ("feedback", "comment_date"),
        ("market", "date"),
        ("snapshots", "month_end"),
    ],
)
def test_nothing_is_dated_outside_the_records(company: Written, table: str, column: str) -> None:
    days = epoch_days(company.raw[table][column])
    assert days.min() >= company.parameters.start_day
    assert days.max() < company.end


def test_nothing_is_recorded_before_the_customer_signed_up(company: Written) -> None:
    customers = company.raw["customers"]
    signed = pd.Series(epoch_days(customers["signup_date"]), index=customers["customer_no"])
    for table, column in (("transactions", "order_time"), ("interactions", "contact_date")):
        records = company.raw[table]
        assert (epoch_days(records[column]) >= signed[records["customer_no"]]).all()


def test_money_is_exact_and_includes_refunds_and_free_items(company: Written) -> None:
    path = company.folder / "transactions.parquet"
    assert pq.read_schema(path).field("amount").type == pa.decimal128(12, 2)
    orders = company.raw["transactions"]
    amounts = orders["amount"].astype(float)
    refunded = orders["order_no"].str.startswith("R")
    assert ((amounts < 0) == refunded).all()
    amounts.index = pd.Index(orders["order_no"].str[1:])
    paid, back = amounts[~refunded.to_numpy()], amounts[refunded.to_numpy()]
    assert (-back <= paid[back.index]).all()
    settings = company.parameters.purchases
    assert refunded.sum() / (~refunded).sum() == pytest.approx(settings.refund_share, rel=0.15)
    assert 0 < (amounts == 0).mean() < 2 * settings.zero_share


def test_memory_does_not_grow_with_the_company(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.simulate.writing.ROW_GROUP", 1)
    peaks = []
    for n_chunks in (2, 2, 6):  # the first warms caches up
        tracemalloc.start()
        before = pa.total_allocated_bytes()
        simulate_company(tmp_path, replace(SMALL, n_customers=n_chunks * CHUNK))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert pa.total_allocated_bytes() - before < 1_000_000
    assert peaks[2] < 1.1 * peaks[1]


def test_waiting_rows_are_written_before_they_pile_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.simulate.writing.ROW_GROUP", 1_000)
    simulate_company(tmp_path, replace(SMALL, n_customers=3 * CHUNK))
    groups = pq.ParquetFile(tmp_path / "truth" / "true_spells.parquet").metadata
    sizes = [groups.row_group(i).num_rows for i in range(groups.num_row_groups)]
    assert len(sizes) == 3


def test_progress_is_told_in_words(tmp_path: Path) -> None:
    said: list[str] = []
    simulate_company(tmp_path, SMALL, progress=said.append)
    assert said == ["2,000 of 2,100 customers", "2,100 of 2,100 customers"]


def test_a_failure_leaves_the_earlier_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate_company(tmp_path, SMALL)
    (tmp_path / "notes.txt").write_text("mine")
    before = digests(tmp_path)

    def broken(index: int, *_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(company_module, "simulate_chunk", broken)
    with pytest.raises(DiskFullError, match="no space is left"):
        simulate_company(tmp_path, replace(SMALL, seed=5))
    assert digests(tmp_path) == before


def test_a_disk_that_fills_up_at_the_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(DiskFullError):
        simulate_company(tmp_path / "new", SMALL)
    assert digests(tmp_path / "new") == {}


def test_every_fault_of_the_parameters_is_named_at_once() -> None:
    stages = StageParameters(
        intensities={("new", "loyal"): 0.1, ("mature", "declining"): -0.1},
        satisfaction_effects={},
        segment_effects=(),
    )
    survey = SurveyParameters(paths={"value": {"image": 0.9, "reliability": 0.9}})
    bad = CompanyParameters(
        n_customers=0, seed=-1, no_contact_share=1.5, region_shares=(0.5, 0.5), stages=stages,
        survey=survey,
    )  # fmt: skip
    with pytest.raises(ParameterError) as caught:
        simulate_company(Path("/nowhere"), bad)
    message = str(caught.value)
    for part in (
        "n_customers is 0",
        "seed is -1",
        "no_contact_share is 1.5",
        "region_shares must be 4 shares",
        "('new', 'loyal') is not a pair",
        "mature', 'declining')] is -0.1; it cannot be below zero",
        "shock_factors: ('declining', 'churned') has no intensity",
        "survey.paths has no satisfaction",
    ):
        assert part in message


def test_paths_that_explain_too_much_are_a_fault() -> None:
    paths = {**SurveyParameters().paths, "value": {"image": 0.9, "reliability": 0.9}}
    bad = CompanyParameters(survey=SurveyParameters(paths=paths))
    with pytest.raises(ParameterError, match="paths into value explain more than all"):
        simulate_company(Path("/nowhere"), bad)


def test_a_short_company_and_one_without_buyers_can_be_made(
    simulate: Callable[[CompanyParameters], Written],
) -> None:
    short = simulate(CompanyParameters(n_customers=50, n_days=20, start_date=date(2020, 2, 20)))
    assert len(short.raw["market"]) == 20
    assert short.raw["treatments"].empty
    stages = StageParameters(never_share=1.0)
    idle = simulate(CompanyParameters(n_customers=50, n_days=400, stages=stages))
    assert idle.raw["transactions"].empty
    assert set(idle.truth["true_spells"]["from_state"]) == {"prospect"}
