"""Stages of contracts with dates: histories worked out by hand, and what must not change them.

Days count from 1 January 2022; the as-of date is day 730. A contract charges 48.70 a month, that is
1.60 a day.
"""

import tempfile
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import day, make_purchases, make_tables

from analysis.errors import DataError
from analysis.estimate.intensities import estimate_intensities
from analysis.prepare.dated_contracts import ContractRules, build_contract_spells
from analysis.prepare.durations import build_durations
from analysis.prepare.first_purchases import count_first_gaps
from analysis.prepare.spell_checks import check_spells
from analysis.prepare.stage_alternatives import (
    count_definitions,
    count_taxonomies,
    find_missing_stages,
)
from analysis.prepare.stage_counts import count_exposure
from analysis.prepare.stage_history import (
    StageHistory,
    build_stage_history,
    count_silences,
    list_allowed_moves,
)
from analysis.prepare.stage_landmarks import count_spend_after, count_stages_today
from analysis.prepare.stage_mix import count_stage_mix
from analysis.prepare.stage_rules import alternative_rules
from analysis.prepare.stage_visits import SPELL_COLUMNS
from analysis.store import Tables
from analysis.study import Study
from analysis.study.taxonomy import list_taxonomies, load_taxonomy

BEGIN = day("2022-01-01")
END = 730
MONTHLY, DAILY = 4870, 160
RULES = ContractRules(renewal_days=7, new_days=90)
WORDS = {"en": "Test", "zh": "测试"}
Contract = tuple[str, int, int | None]
CONTRACTS: tuple[Contract, ...] = (
    ("waits", 20, 400),
    ("runs", 50, None),
    ("overlaps", 0, 200),
    ("overlaps", 100, 300),
    ("renews", 0, 100),
    ("renews", 107, 200),
    ("returns", 0, 50),
    ("returns", 100, 400),
    ("ends_ahead", 700, 900),
    ("may_renew", 500, 726),
    ("a_day_late", 0, 100),
    ("a_day_late", 108, None),
)
JOINED = {"waits": 0, "runs": 50, "only_asked": 600}


def make_study(**fields: object) -> Study:
    values = {
        "name": "test",
        "folder": Path("."),
        "title": WORDS,
        "organisation": WORDS,
        "currency": "EUR",
        "time_zone": "UTC",
        "tables": {"contracts": {"file": "none.csv"}},
        "churn": {"kind": "contract_end"},
    }
    return Study.model_validate(values | fields)


def write(
    folder: Path,
    contracts: tuple[Contract, ...] | list[Contract] = CONTRACTS,
    joined: dict[str, int] | None = None,
    *,
    end: int = END,
    contacts: tuple[tuple[str, int], ...] = (),
    **frames: pd.DataFrame,
) -> Tables:
    """The tables of ``contracts`` (customer, first and last day), at the as-of day ``end``."""
    rows = pd.DataFrame(contracts, columns=["customer_id", "start_day", "end_day"])
    rows["start_day"] += BEGIN
    rows["end_day"] = rows["end_day"].astype("Int32") + BEGIN
    rows = rows.astype({"start_day": "int32"}).assign(amount_cents=MONTHLY, ended=False)
    known = JOINED if joined is None else joined
    names = list(dict.fromkeys([*rows["customer_id"], *known, *(name for name, _ in contacts)]))
    days = pd.array([known.get(name, None) for name in names], dtype="Int32")
    frames["customers"] = pd.DataFrame({"customer_id": names, "joined_day": days + BEGIN})
    if contacts:
        asked = pd.DataFrame(contacts, columns=["customer_id", "day"])
        frames["interactions"] = asked.assign(day=(asked["day"] + BEGIN).astype("int32"), type="x")
    as_of = (pd.Timestamp("2022-01-01") + pd.Timedelta(days=end)).date().isoformat()
    return make_tables(folder, as_of, contracts=rows, **frames)


def histories(tables: Tables, spells: pd.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    names = tables.read("customers")["customer_id"].to_numpy()
    found: dict[str, list[tuple[int, int, str]]] = {}
    for row in spells.itertuples():
        visit = (int(row.start - BEGIN), int(row.stop - BEGIN), str(row.from_state))
        found.setdefault(str(names[row.customer]), []).append(visit)
    return found


def build(folder: Path, *args: object, rules: ContractRules = RULES, **kwargs: object) -> dict:
    tables = write(folder, *args, **kwargs)  # type: ignore[arg-type]
    return histories(tables, build_contract_spells(tables, make_study(), rules))


def test_histories_by_hand(tmp_path: Path) -> None:
    assert build(tmp_path) == {
        "waits": [
            (0, 20, "prospect"),
            (20, 110, "new"),
            (110, 407, "mature"),
            (407, END, "churned"),
        ],
        "runs": [(50, 140, "new"), (140, END, "mature")],
        "overlaps": [(0, 90, "new"), (90, 307, "mature"), (307, END, "churned")],
        "renews": [(0, 90, "new"), (90, 207, "mature"), (207, END, "churned")],
        "returns": [
            (0, 57, "new"),
            (57, 100, "churned"),
            (100, 190, "won_back"),
            (190, 407, "mature"),
            (407, END, "churned"),
        ],
        "ends_ahead": [(700, END, "new")],
        "may_renew": [(500, 590, "new"), (590, END, "mature")],
        "a_day_late": [
            (0, 90, "new"),
            (90, 107, "mature"),
            (107, 108, "churned"),
            (108, 198, "won_back"),
            (198, END, "mature"),
        ],
        "only_asked": [(600, END, "prospect")],
    }


def test_without_time_for_a_renewal_the_end_is_the_loss(tmp_path: Path) -> None:
    found = build(tmp_path, rules=ContractRules(renewal_days=0, new_days=90))
    assert found["overlaps"][-1] == (300, END, "churned")
    assert found["renews"][1:4] == [
        (90, 100, "mature"),
        (100, 107, "churned"),
        (107, 197, "won_back"),
    ]
    assert found["may_renew"][-1] == (726, END, "churned")


def test_charges_are_counted_by_the_day_and_add_up(tmp_path: Path) -> None:
    tables = write(tmp_path)
    spells = build_contract_spells(tables, make_study(), RULES)
    assert tuple(spells.columns) == SPELL_COLUMNS
    assert spells["amount_cents"].dtype == np.int64
    names = tables.read("customers")["customer_id"]
    own = spells.groupby(spells["customer"].map(names))["amount_cents"].agg(list)
    assert own["waits"] == [0, 90 * DAILY, 290 * DAILY, 0]  # nothing while a renewal is waited for
    assert own["overlaps"] == [90 * DAILY, (110 + 200) * DAILY, 0]
    days = sum(min(end or END, END) - start for _, start, end in CONTRACTS)
    assert spells["amount_cents"].sum() == days * DAILY


def test_falling_contacts_are_a_decline(tmp_path: Path) -> None:
    contacts = tuple(("a", when) for when in (100, 110, 120))
    found = build(tmp_path, [("a", 0, None), ("b", 0, None)], {}, contacts=contacts)
    # On day 210 the last of three contacts is 90 days old; on day 280 the first is 180.
    assert found["a"] == [
        (0, 90, "new"),
        (90, 210, "mature"),
        (210, 280, "declining"),
        (280, END, "mature"),
    ]
    assert found["b"] == [(0, 90, "new"), (90, END, "mature")]


def test_contacts_before_a_contract_are_not_fallen_from(tmp_path: Path) -> None:
    contacts = tuple(("a", when) for when in (10, 20, 30))
    found = build(tmp_path, [("a", 60, None)], {}, contacts=contacts)
    assert [state for *_, state in found["a"]] == ["prospect", "new", "mature"]


def test_records_that_begin_later_enter_late(tmp_path: Path) -> None:
    study = make_study(records_begin=pd.Timestamp("2022-04-11").date())  # day 100
    tables = write(tmp_path)
    found = histories(tables, build_contract_spells(tables, study, RULES))
    assert found["overlaps"] == [(100, 307, "mature"), (307, END, "churned")]
    assert found["returns"][0] == (100, 190, "won_back")


@pytest.mark.parametrize("name", list_taxonomies())
def test_every_taxonomy_partitions_the_same_time(tmp_path: Path, name: str) -> None:
    tables, taxonomy = write(tmp_path), load_taxonomy(name)
    spells = build_contract_spells(tables, make_study(), RULES, taxonomy)
    canonical = build_contract_spells(tables, make_study(), RULES)
    allowed = taxonomy.allowed_moves
    assert check_spells(spells, observation_end=BEGIN + END, allowed=allowed).empty
    assert set(spells["from_state"]) <= set(taxonomy.stage_ids)
    assert spells["amount_cents"].sum() == canonical["amount_cents"].sum()


def test_the_second_contract_is_the_second_purchase(tmp_path: Path) -> None:
    tables = write(tmp_path, [("a", 0, None), ("a", 30, None)])
    spells = build_contract_spells(tables, make_study(), RULES, load_taxonomy("loyalty"))
    assert histories(tables, spells)["a"][:2] == [(0, 30, "first_purchase"), (30, 90, "repeat")]


def test_without_a_contract_that_has_run_there_are_no_stages(tmp_path: Path) -> None:
    tables = write(tmp_path, [("a", END, None)])
    with pytest.raises(DataError, match="stages need contracts that began before"):
        build_contract_spells(tables, make_study(), RULES)


@pytest.fixture
def company(tmp_path: Path) -> SimpleNamespace:
    tables, study = write(tmp_path), make_study()
    history = build_stage_history(tables, study, pd.DataFrame(), horizon=180, period=90)
    return SimpleNamespace(tables=tables, study=study, history=history)


def test_a_history_of_contracts_runs_on_the_calendar(company: SimpleNamespace) -> None:
    history: StageHistory = company.history
    assert history.dated and history.source == "contracts" and history.unit == "day"
    assert history.rules == ContractRules(renewal_days=7, new_days=90)
    assert history.stages == company.study.stages.taxonomy.stage_ids
    moves = list_allowed_moves(company.study, history)
    assert check_spells(history.spells, observation_end=history.end, allowed=moves).empty
    assert count_silences(company.tables, company.study).empty


def test_money_today_and_afterwards_is_what_was_charged(company: SimpleNamespace) -> None:
    today = count_stages_today(company.tables, company.history).set_index("state")
    assert today["n"].to_dict() == {"churned": 4, "mature": 3, "new": 1, "prospect": 1}
    # Of the last 365 days: runs and a_day_late all, may_renew 226, ends_ahead 30.
    assert today.loc["mature", "amount_cents"] == (365 + 365 + 226) * DAILY
    assert today.loc["new", "amount_cents"] == 30 * DAILY
    after = count_spend_after(company.tables, company.history).set_index("state")
    assert after.loc["mature", "amount_cents"] == 2 * 180 * DAILY  # on day 550, in 180 days
    assert after.loc["new", "amount_cents"] == (726 - 550) * DAILY
    mix = count_stage_mix(company.tables, company.study, pd.DataFrame()).set_index("state")
    assert mix["n"].to_dict() == today["n"].to_dict()


def test_time_to_the_next_contract(company: SimpleNamespace) -> None:
    counts = count_first_gaps(company.tables, company.history)
    assert set(counts["stratum"]) == {"first_contract"}
    # overlaps was renewed before the end; waits and may_renew have no other contract.
    events = counts[counts["n_events"] > 0].set_index("time")["n_events"]
    assert events.to_dict() == {1: 1, 7: 1, 8: 1, 50: 1}
    censored = counts[counts["n_censored"] > 0].set_index("time")["n_censored"]
    assert censored.to_dict() == {4: 1, 330: 1}


def test_definitions_vary_the_time_for_a_renewal(company: SimpleNamespace) -> None:
    rules = alternative_rules(company.history.rules)
    assert rules["sooner"] == ContractRules(3, 45) and rules["later"] == ContractRules(14, 180)
    found = count_definitions(company.tables, company.study, company.history)
    back = found.counts[found.counts["to_state"] == "won_back"].groupby("definition")["n"].sum()
    assert back.to_dict() == {"sooner": 3, "stated": 2, "later": 1}
    others = count_taxonomies(company.tables, company.study, company.history)
    assert (others.groupby("taxonomy")["n"].sum() == 9).all()


def test_stages_that_contracts_cannot_show_say_why(
    company: SimpleNamespace, tmp_path: Path
) -> None:
    missing = find_missing_stages(company.tables, company.study, company.history)
    assert missing.set_index("state")["reason"].to_dict() == {
        "growing": "growth",
        "declining": "declines",
    }
    (tmp_path / "more").mkdir()
    tables = write(tmp_path / "more", joined={}, contacts=(("runs", 60),))
    history = build_stage_history(tables, company.study, pd.DataFrame())
    reasons = find_missing_stages(tables, company.study, history).set_index("state")["reason"]
    assert reasons["declining"] == "nobody"


def test_both_reports_see_the_same_first_loss(company: SimpleNamespace) -> None:
    durations = build_durations(company.tables, company.study).set_index("customer_id")
    spells = company.history.spells
    names = company.tables.read("customers")["customer_id"]
    lost = spells[spells["to_state"] == "churned"].drop_duplicates("customer")
    begun = spells[spells["from_state"] == "new"].set_index("customer")["start"]
    tenure = (lost.set_index("customer")["stop"] - begun).dropna()
    tenure.index = pd.Index(names.loc[tenure.index])
    events = durations[durations["event_observed"]]["tenure"]
    assert events.to_dict() == tenure.astype(int).to_dict()


def test_contracts_decide_where_their_end_is_what_churn_means(tmp_path: Path) -> None:
    bought = make_purchases(*(("runs", f"2022-{month:02d}-01") for month in range(3, 13)))
    tables = write(tmp_path, transactions=bought)
    returns = pd.DataFrame({"multiple": [1.5, 3.0], "estimate": [0.4, 0.1]})
    by_contract = build_stage_history(tables, make_study(), returns)
    assert by_contract.source == "contracts"
    silence = {
        "kind": "silence",
        "definition": {"name": "silent", "rule": "fixed_days", "days": 90},
    }
    study = make_study(
        churn=silence, tables={name: {"file": "x"} for name in ("contracts", "transactions")}
    )
    assert build_stage_history(tables, study, returns).source == "purchases"


contracts_of_three = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(0, 399),
        st.none() | st.integers(1, 250),
    ).map(lambda row: (row[0], row[1], None if row[2] is None else row[1] + row[2])),
    min_size=1,
    max_size=9,
)
days_known = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 399), max_size=4)
contacts_made = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 399)), max_size=12).map(
    tuple
)


def spells_of(*args: object, **kwargs: object) -> dict[str, list[tuple[int, int, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        return build(Path(folder), *args, **kwargs)


@settings(max_examples=12, deadline=None)
@given(contracts_of_three, days_known, contacts_made, st.randoms())
def test_spells_partition_time_whatever_the_order_of_rows(
    contracts: list, joined: dict, contacts: tuple, random: object
) -> None:
    known = {**joined, **{name: joined.get(name, 399) for name in "abc"}}  # a fixed order
    with tempfile.TemporaryDirectory() as folder:
        tables = write(Path(folder), contracts, known, end=400, contacts=contacts)
        spells = build_contract_spells(tables, make_study(), RULES)
        found = histories(tables, spells)
    allowed = load_taxonomy("lifecycle").allowed_moves
    assert check_spells(spells, observation_end=BEGIN + 400, allowed=allowed).empty
    for name, visits in found.items():
        first = [start for who, start, _ in contracts if who == name]
        asked = [when for who, when in contacts if who == name]
        assert visits[0][0] == min([known.get(name, 399), *first, *asked])
        assert visits[-1][1] == 400
        assert all(before[1] == after[0] for before, after in pairwise(visits))
    shuffled = list(contracts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spells_of(shuffled, known, end=400, contacts=contacts[::-1]) == found


@settings(max_examples=12, deadline=None)
@given(contracts_of_three, days_known, contacts_made, st.integers(1, 399))
def test_what_is_recorded_later_changes_no_earlier_stage(
    contracts: list, joined: dict, contacts: tuple, cut: int
) -> None:
    then = [
        (who, start, end if end is not None and end <= cut else None)
        for who, start, end in contracts
        if start < cut
    ]
    if not then:
        return
    whole = spells_of(contracts, joined, end=400, contacts=contacts)
    known = spells_of(
        then,
        {who: when for who, when in joined.items() if when <= cut},
        end=cut,
        contacts=tuple(row for row in contacts if row[1] <= cut),
    )
    clipped = {
        who: [(start, min(stop, cut), state) for start, stop, state in visits if start < cut]
        for who, visits in whole.items()
    }
    assert {who: visits for who, visits in clipped.items() if visits} == known


def test_intensities_of_simulated_contracts_are_recovered(tmp_path: Path) -> None:
    """Lengths are exponential with a mean of 200 days, times until a return with one of 150."""
    rng = np.random.default_rng(3)
    contracts: list[Contract] = []
    for i in range(1500):
        begin = int(rng.integers(0, 300))
        while begin < END:
            end = begin + int(np.ceil(rng.exponential(200)))
            contracts.append((f"c{i}", begin, end))
            begin = end + int(np.ceil(rng.exponential(150)))
    tables = write(tmp_path, contracts, {})
    rules = ContractRules(renewal_days=0, new_days=90)
    spells = build_contract_spells(tables, make_study(), rules)
    exposure = count_exposure(
        spells,
        states=tuple(load_taxonomy("lifecycle").stage_ids),
        band_days=(0,),
        period_days=(BEGIN, BEGIN + END + 1),
    )
    found = estimate_intensities(exposure, confidence_level=0.99)
    rates = found.set_index(["from_state", "to_state"])
    for state in ("new", "mature", "won_back"):
        row = rates.loc[(state, "churned")]
        assert row["conf_low"] < 1 / 200 < row["conf_high"], state
    back = rates.loc[("churned", "won_back")]
    assert back["conf_low"] < 1 / 150 < back["conf_high"]
