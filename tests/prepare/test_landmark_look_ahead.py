"""Nothing known at a landmark depends on what came after it, on the order of rows, or on records
that exist only because somebody left; and the tests would notice if it did."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from landmark_shop import (
    make_answers,
    make_contract_study,
    make_frame,
    make_warning_study,
    make_warning_tables,
)
from small_tables import DAY_ZERO, day

from analysis.prepare import landmark_contacts, landmark_profile
from analysis.prepare.landmark_days import list_month_ends
from analysis.prepare.landmark_timeline import Marks, Timeline
from analysis.prepare.landmarks import build_landmarks, list_landmark_features, list_outcomes
from analysis.prepare.spells import build_spells
from analysis.prepare.stage_history import StageHistory
from analysis.prepare.stage_rules import choose_rules
from analysis.store import Tables
from analysis.study import Study

BEGIN, DAYS = day("2024-01-01"), 366
OWN_RHYTHM = {
    "kind": "silence",
    "definition": {
        "name": "own",
        "rule": "own_rhythm",
        "multiple": 3,
        "minimum_days": 20,
        "maximum_days": 90,
    },
}
Events = dict[str, list[tuple[Any, ...]]]


def draw_events(seed: int) -> Events:
    """A crowded year of six customers, in every table."""
    rng = np.random.default_rng(seed)

    def draw(n: int, *choices: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        who = [str(name) for name in rng.choice(list("abcdef"), n)]
        when = [BEGIN + int(d) for d in rng.integers(0, DAYS, n)]
        rest = [[options[int(k)] for k in rng.integers(0, len(options), n)] for options in choices]
        return list(zip(who, when, *rest, strict=True))

    amounts, channels = (100, 250, 900, -100), ("store", "app", "online")
    products = ("home", "toys", None)
    scores = tuple(tuple(float(a) for a in rng.integers(1, 6, 4)) for _ in range(9))
    answers = {row[:2]: row for row in draw(25, scores)}
    return {
        "transactions": draw(70, amounts, products, channels),
        "interactions": draw(
            80,
            ("visit", "complaint", "survey_invitation"),
            ("phone", "app"),
            (0.0, 3.0, 30.5, None),
        ),
        "feedback": draw(20, ("good", "bad"), (1.0, 3.0, 5.0, None), ("shop", "complaint", None)),
        "surveys": list(answers.values()),
        "market": [
            (BEGIN + k, str(int(rng.integers(90, 110))), str(bool(rng.integers(2))), "x")
            for k in range(DAYS)
        ],
    }


def know_by(events: Events, end: int) -> Events:
    """What is on record on the day ``end``: how long a complaint took is known once it is over."""

    def blank(row: tuple[Any, ...]) -> tuple[Any, ...]:
        over = row[4] is not None and row[1] + row[4] <= end
        return row if over else (*row[:4], None)

    day_at = {name: 0 if name == "market" else 1 for name in events}
    known = {
        name: [row for row in rows if row[day_at[name]] <= end] for name, rows in events.items()
    }
    return known | {"interactions": [blank(row) for row in known["interactions"]]}


def store_events(folder: Path, events: Events, end: int) -> Tables:
    frames = {
        name: make_answers(rows) if name == "surveys" else make_frame(name, rows)
        for name, rows in events.items()
    }
    money = frames["transactions"]
    refunded = money["amount_cents"] < 0
    frames["transactions"] = money[~refunded]
    frames["refunds"] = money.loc[refunded, ["customer_id", "day", "amount_cents"]]
    frames["customers"] = pd.DataFrame({"customer_id": list("abcdef"), "region": list("nsnsns")})
    return make_warning_tables(folder, frames, as_of=date_of(end))


def date_of(when: int) -> str:
    return (DAY_ZERO + pd.Timedelta(days=when)).isoformat()


def look_back(
    tables: Tables, study: Study, days: list[int], *, staged: bool = True
) -> pd.DataFrame:
    """Landmarks, with stages or without, in a fixed order."""
    rules = choose_rules(study.stages, pd.DataFrame({"multiple": [], "estimate": []}))
    spells = build_spells(tables, study, rules)
    history = StageHistory(
        spells=spells,
        stages=study.stages.taxonomy.stage_ids,
        clock="calendar",
        begin=0,
        end=1,
        horizon=1,
        period=1,
        unit="day",
        roles={},
        rules=rules,
    )
    frame = build_landmarks(tables, study, days=days, history=history if staged else None)
    words = {name: str for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)}
    return frame.astype(words).sort_values(["customer_id", "day"], ignore_index=True)


def make_shop_study(folder: Path, churn: dict[str, Any] | None) -> Study:
    changes: dict[str, Any] = {"churn": churn} if churn else {}
    study = make_warning_study(folder, **changes)
    return study.model_copy(update={"segments": ("region",)})


def compare_at(folder: Path, study: Study, events: Events, cut: int) -> int:
    """Landmarks up to the cut, seen then and seen at the end; AssertionError where they differ."""
    end = BEGIN + DAYS - 1
    days = [int(d) for d in list_month_ends(BEGIN + 60, BEGIN + cut - 1)] + [BEGIN + cut - 1]
    then = look_back(
        store_events(folder / "then", know_by(events, BEGIN + cut), BEGIN + cut), study, days
    )
    later = look_back(store_events(folder / "later", events, end), study, days)
    known = ["customer_id", "day", *list_landmark_features(then, study)]
    pd.testing.assert_frame_equal(then[known], later[known])
    for column in list_outcomes(study)[2:]:
        told = then[column].notna()
        pd.testing.assert_series_equal(then.loc[told, column], later.loc[told, column])
    return len(then)


@pytest.mark.parametrize("churn", [None, OWN_RHYTHM])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_looks_ahead(seed: int, churn: dict[str, Any] | None, tmp_path: Path) -> None:
    study = make_shop_study(tmp_path / "s", churn)
    events = draw_events(seed)
    for cut in (120, 215, 300):
        assert compare_at(tmp_path / str(cut), study, events, cut) > 5


def look_a_week_ahead(change: pytest.MonkeyPatch) -> None:
    honest = Timeline.count_by

    def count_by(self: Timeline, marks: Marks, ago: int = 0) -> np.ndarray:
        return honest(self, marks, ago - 7)

    change.setattr(Timeline, "count_by", count_by)


def know_resolutions_early(change: pytest.MonkeyPatch) -> None:
    def tell(tables: Tables, marks: Marks) -> dict[str, np.ndarray]:
        sql = "SELECT customer_id, max(days_to_resolution) AS days FROM interactions GROUP BY ALL"
        took = tables.query(sql).set_index("customer_id")["days"]
        names = tables.query("SELECT customer_id FROM customers")["customer_id"]
        return {"complaint_days": names.map(took).to_numpy()[marks.customer]}

    change.setattr(landmark_contacts, "_tell_complaints", tell)


def name_regions_by_their_future(change: pytest.MonkeyPatch) -> None:
    """An attribute that says how often somebody ever bought."""
    honest = landmark_profile._find_customers

    def find(tables: Tables, marks: Marks, columns: list[str]) -> tuple[pd.DataFrame, np.ndarray]:
        rows, place = honest(tables, marks, columns)
        bought = tables.query("SELECT customer_id FROM transactions")["customer_id"].value_counts()
        names = tables.query("SELECT customer_id FROM customers")["customer_id"]
        return rows.assign(region=names.map(bought).fillna(0).astype(str)), place

    change.setitem(landmark_profile._SOURCES, "customers", find)


@pytest.mark.parametrize(
    "cheat", [look_a_week_ahead, know_resolutions_early, name_regions_by_their_future]
)
def test_a_look_ahead_is_noticed(
    cheat: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_shop_study(tmp_path / "s", None)
    cheat(monkeypatch)
    with pytest.raises(AssertionError, match="are different"):
        compare_at(tmp_path, study, draw_events(1), 215)


@pytest.mark.parametrize("seed", [4, 5])
def test_the_order_of_rows_does_not_matter(seed: int, tmp_path: Path) -> None:
    study = make_shop_study(tmp_path / "s", OWN_RHYTHM)
    events, end = draw_events(seed), BEGIN + DAYS - 1
    days = [int(d) for d in list_month_ends(BEGIN + 60, end)]
    rng = np.random.default_rng(seed)
    shuffled = {
        name: [rows[k] for k in rng.permutation(len(rows))] for name, rows in events.items()
    }
    given = look_back(store_events(tmp_path / "given", events, end), study, days)
    other = look_back(store_events(tmp_path / "other", shuffled, end), study, days)
    pd.testing.assert_frame_equal(given, other)


def test_exit_interviews_are_never_read(tmp_path: Path) -> None:
    """Recorded for those who left only, here even long before they did."""
    study = make_shop_study(tmp_path / "s", None)
    events, end = draw_events(6), BEGIN + DAYS - 1
    days = [int(d) for d in list_month_ends(BEGIN + 60, end)]
    clean = look_back(store_events(tmp_path / "clean", events, end), study, days, staged=False)
    left = clean.loc[clean["days_to_loss"].notna(), ["customer_id", "day"]]
    rows = [(who, int(when) - 3) for who, when in left.to_numpy()]
    assert len(rows) > 5
    told = [(who, when, "exit_interview", "exit", 1.0) for who, when in rows]
    said = [(who, when, "too dear", 1.0, "exit_interview") for who, when in rows]
    leaking = events | {
        "interactions": events["interactions"] + told,
        "feedback": events["feedback"] + said,
    }
    leaked = look_back(store_events(tmp_path / "leaked", leaking, end), study, days, staged=False)
    pd.testing.assert_frame_equal(clean, leaked)
    # Under another name it would be read: the planted leak is one.
    silent = study.warning.model_copy(update={"leaving_sources": ()})
    blind = study.model_copy(update={"warning": silent})
    read = look_back(store_events(tmp_path / "read", leaking, end), blind, days, staged=False)
    assert (read["last_rating"] != clean["last_rating"]).any()
    assert (read["n_contacts_recent"] != clean["n_contacts_recent"]).any()


def draw_contracts(seed: int) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(seed)
    rows = []
    for who in "abcdefgh":
        start = BEGIN + int(rng.integers(0, 60))
        while start < BEGIN + DAYS:
            stop = start + int(rng.integers(10, 200))
            rows.append((who, start, stop, int(rng.integers(10, 30)), str(rng.choice(["x", "y"]))))
            start = stop + int(rng.integers(-20, 40))
    return rows


def store_contracts(folder: Path, rows: list[tuple[Any, ...]], end: int) -> Tables:
    known = [(w, b, e if e <= end else None, m, p) for w, b, e, m, p in rows if b <= end]
    frames = {
        "contracts": make_frame("contracts", known),
        "customers": pd.DataFrame({"customer_id": list("abcdefgh")}),
    }
    return make_warning_tables(folder, frames, as_of=date_of(end))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_contracts_do_not_look_ahead_either(seed: int, tmp_path: Path) -> None:
    study = make_contract_study(tmp_path / "s")
    rows = draw_contracts(seed)
    for cut in (120, 215, 300):
        end = BEGIN + cut
        days = [int(d) for d in list_month_ends(BEGIN + 60, end - 1)]  # today has not lasted yet
        then, later = (
            build_landmarks(
                store_contracts(tmp_path / f"{cut}{last}", rows, last), study, days=days
            )
            for last in (end, BEGIN + DAYS)
        )
        known = list_landmark_features(then, study)
        assert len(then) > 7
        pd.testing.assert_frame_equal(then[known], later[known])
