"""Stage histories of a small shop, worked out by hand, and what must not change them."""

from pathlib import Path

import pandas as pd
import pytest
from small_tables import make_purchases, make_tables
from stage_shop import (
    BEGIN,
    CONTACTS,
    END,
    PURCHASES,
    STAGES,
    histories,
    make_stage_shop,
    spells_of,
)

from analysis.errors import DataError
from analysis.prepare.intake import prepare_tables
from analysis.prepare.spell_checks import check_spells
from analysis.prepare.spells import build_spells
from analysis.prepare.stage_machine import MachineRules
from analysis.prepare.stage_visits import SPELL_COLUMNS
from analysis.store import Tables
from analysis.study.taxonomy import list_taxonomies, load_taxonomy

STEADY, ONCE, COURTED, LATE, ASKED = range(5)  # in order of first appearance


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, Tables]:
    return spells_of(make_stage_shop(tmp_path_factory.mktemp("stages") / "shop"))


def under(shop: tuple[pd.DataFrame, Tables], name: str, folder: Path) -> dict:
    spells, _ = spells_of(make_stage_shop(folder / "shop"), load_taxonomy(name))
    return histories(spells)


def test_canonical_stages(shop: tuple[pd.DataFrame, Tables]) -> None:
    assert histories(shop[0]) == {
        STEADY: [
            (0, 40, "new"),
            (40, 90, "mature"),  # 1.5 x 20 days after the fourth purchase
            (90, 120, "declining"),
            (120, END, "churned"),
        ],
        # The refund breaks no silence.
        ONCE: [(31, 52, "new"), (52, 73, "declining"), (73, END, "churned")],
        COURTED: [
            (9, 31, "prospect"),
            (31, 62, "new"),  # a rhythm of 10 days is taken for 14
            (62, 83, "declining"),
            (83, END, "churned"),
        ],
        LATE: [
            (91, 112, "new"),
            (112, 120, "declining"),
            (120, 164, "new"),  # bought after all: 1.5 x 29 days, rounded up
            (164, 207, "declining"),
            (207, END, "churned"),
        ],
        ASKED: [(60, END, "prospect")],
    }


def test_every_row_knows_its_neighbours(shop: tuple[pd.DataFrame, Tables]) -> None:
    spells, _ = shop
    assert tuple(spells.columns) == SPELL_COLUMNS
    own = spells[spells["customer"] == COURTED]
    assert own["to_state"].fillna("").to_list() == ["new", "declining", "churned", ""]
    assert own["previous_state"].fillna("").to_list() == ["", "prospect", "new", "declining"]
    assert check_spells(spells, observation_end=BEGIN + END).empty


def test_money_of_purchases_adds_up(shop: tuple[pd.DataFrame, Tables]) -> None:
    spells, tables = shop
    bought = tables.query("SELECT sum(amount_cents) AS cents FROM transactions")["cents"].iloc[0]
    assert spells["amount_cents"].sum() == bought == 7550
    own = spells[spells["customer"] == STEADY]
    # The third purchase begins the visit to mature: its money is counted there.
    assert own["amount_cents"].to_list() == [2000, 2000, 0, 0]
    assert spells.loc[spells["from_state"] == "prospect", "amount_cents"].sum() == 0


def test_relationship_cuts_at_contacts(shop: tuple[pd.DataFrame, Tables], tmp_path: Path) -> None:
    found = under(shop, "relationship", tmp_path)
    assert found[COURTED] == [
        (9, 19, "awareness"),
        (19, 31, "evaluation"),  # the second contact before the first purchase
        (31, 45, "purchase"),
        (45, 62, "use"),  # the first contact after it
        (62, 83, "retention"),
        (83, END, "churn"),
    ]
    assert found[ASKED] == [(60, END, "awareness")]


def test_loyalty_cuts_at_the_second_purchase_and_never_goes_back(
    shop: tuple[pd.DataFrame, Tables], tmp_path: Path
) -> None:
    found = under(shop, "loyalty", tmp_path)
    assert found[STEADY] == [
        (0, 20, "first_purchase"),
        (20, 40, "repeat"),
        (40, 90, "loyal"),
        (90, 120, "repeat"),
        (120, END, "lost"),
    ]
    # Silence makes nobody a repeat customer.
    assert found[ONCE] == [(31, 73, "first_purchase"), (73, END, "lost")]
    # The second purchase came during a decline.
    assert found[LATE] == [
        (91, 120, "first_purchase"),
        (120, 207, "repeat"),
        (207, END, "lost"),
    ]


@pytest.mark.parametrize("name", list_taxonomies())
def test_every_taxonomy_partitions_the_same_time(
    shop: tuple[pd.DataFrame, Tables], tmp_path: Path, name: str
) -> None:
    study = make_stage_shop(tmp_path / "shop", stages={**STAGES, "taxonomy": name})
    spells, _ = spells_of(study)
    assert check_spells(spells, observation_end=BEGIN + END).empty
    assert set(spells["from_state"]) <= set(study.stages.taxonomy.stage_ids)
    canonical = shop[0]
    for how in ("min", "max"):
        column = "start" if how == "min" else "stop"
        ends = (f.groupby("customer")[column].agg(how) for f in (spells, canonical))
        pd.testing.assert_series_equal(*ends)
    assert spells["amount_cents"].sum() == canonical["amount_cents"].sum()


def test_two_contacts_on_the_first_day_are_an_evaluation_at_once(tmp_path: Path) -> None:
    contacts = (("courted", 9), ("courted", 9))
    study = make_stage_shop(tmp_path / "shop", contacts=contacts)
    spells, _ = spells_of(study, load_taxonomy("relationship"))
    assert histories(spells)[COURTED][0] == (9, 31, "evaluation")
    assert check_spells(spells, observation_end=BEGIN + END).empty


def test_customers_from_before_the_records_enter_late(tmp_path: Path) -> None:
    spells, _ = spells_of(make_stage_shop(tmp_path / "shop", records_begin="2024-02-20"))
    found = histories(spells)
    assert found[STEADY] == [(50, 90, "mature"), (90, 120, "declining"), (120, END, "churned")]
    first = spells[spells["customer"] == STEADY].iloc[0]
    assert pd.isna(first["previous_state"])
    assert first["amount_cents"] == 1000  # the fourth purchase; the third is before the records
    assert found[LATE][0] == (91, 112, "new")


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_rows_changes_nothing(
    shop: tuple[pd.DataFrame, Tables], tmp_path: Path, seed: int
) -> None:
    shuffled = tuple(pd.Series(PURCHASES).sample(frac=1, random_state=seed))
    contacts = tuple(pd.Series(CONTACTS).sample(frac=1, random_state=seed))
    spells, tables = spells_of(make_stage_shop(tmp_path / "shop", shuffled, contacts))
    # Customers are numbered as they appear, so they are told apart by their pseudonyms.
    found, expected = (
        frame.assign(customer=t.read("customers")["customer_id"].to_numpy()[frame["customer"]])
        .sort_values(["customer", "start"])
        .reset_index(drop=True)
        for frame, t in ((spells, tables), shop)
    )
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("cut", [30, 45, 100, 119])
def test_what_happens_later_changes_no_earlier_stage(
    shop: tuple[pd.DataFrame, Tables], tmp_path: Path, cut: int
) -> None:
    known = tuple(row for row in PURCHASES if row[1] <= cut)
    contacts = tuple(row for row in CONTACTS if row[1] <= cut)
    study = make_stage_shop(tmp_path / "shop", known, contacts)
    spells, _ = spells_of(study)
    early = spells[spells["start"] < BEGIN + cut]
    whole = shop[0][shop[0]["start"] < BEGIN + cut]
    names = prepare_tables(study).read("customers")["customer_id"]
    all_names = shop[1].read("customers")["customer_id"]
    columns = ["customer", "start", "stop", "from_state"]
    clipped = [
        f.assign(customer=n.to_numpy()[f["customer"]], stop=f["stop"].clip(upper=BEGIN + cut))
        .sort_values(["customer", "start"])[columns]
        .reset_index(drop=True)
        for f, n in ((early, names), (whole, all_names))
    ]
    pd.testing.assert_frame_equal(*clipped)


def test_the_pseudonym_key_changes_nothing_but_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, names = [], []
    for number in (1, 2):
        monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", f"a key of a small shop {number}")
        spells, tables = spells_of(make_stage_shop(tmp_path / f"{number}" / "shop"))
        found.append(spells)
        names.append(set(tables.read("customers")["customer_id"]))
    pd.testing.assert_frame_equal(*found)
    assert names[0].isdisjoint(names[1])


def test_without_purchases_there_are_no_stages(
    shop: tuple[pd.DataFrame, Tables], tmp_path: Path
) -> None:
    tables = make_tables(tmp_path, "2024-01-01", transactions=make_purchases(("a", "2024-01-02")))
    study = make_stage_shop(tmp_path / "shop")
    with pytest.raises(DataError, match="shop: stages need purchases; there are none up to"):
        build_spells(tables, study, MachineRules(150, 300, 14, 120, 0))


def test_fallen_contacts_make_a_decline(tmp_path: Path) -> None:
    """Steady purchases, but the monthly visits of the first half year stop in the second."""
    purchases = (*(("a", when, "10.00") for when in range(0, 361, 20)), ("b", 0, "1.00"))
    contacts = tuple(("a", when) for when in range(5, 181, 30))
    spells, _ = spells_of(make_stage_shop(tmp_path / "shop", purchases, contacts))
    assert histories(spells)[0] == [
        (0, 40, "new"),
        (40, 220, "mature"),
        # One contact in the last 90 days (day 155), three in the 90 before (65, 95, 125).
        (220, 280, "declining"),
        (280, END, "mature"),  # two in the 90 before are too few to fall from
    ]
