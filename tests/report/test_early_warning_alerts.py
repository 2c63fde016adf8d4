"""The sections on the alert list: what is said is what was computed, and of nobody in person."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from warning_telling import HOSTILE, open_warning_telling

from analysis.report import early_warning_decision, early_warning_sensitivity
from analysis.report.blocks import Block, Figure, Finding, Notice, Paragraph, Table
from analysis.report.early_warning import Telling
from analysis.report.early_warning_alerts import alerts_section
from analysis.report.early_warning_at_risk import at_risk_section
from analysis.report.early_warning_decision import decision_section
from analysis.report.early_warning_past import past_section
from analysis.report.time_to_churn import Section

LANGUAGES = ("en", "zh")
RULES = {
    "contact_cost": 5,
    "margin_share": 0.3,
    "saved_share": {"estimate": 0.2, "low": 0.1, "high": 0.3},
    "capacity": 60,
}


@dataclass(frozen=True)
class Made:
    """Decisions typed by hand."""

    frame: pd.DataFrame
    by_money: bool = True
    capacity: int = 60
    n_listed: int = 55
    n_contacted: int = 50
    n_too_late: int = 0
    n_not_permitted: int = 4
    n_beyond: int = 0
    binding: str = "money"


def make_decisions(**fields: Any) -> Made:
    frame = pd.DataFrame({"open": [True] * 90 + [False] * 30, "worth": [True] * 59 + [False] * 61})
    return Made(frame, **fields)


def make_margin(*, by_money: bool = True) -> pd.DataFrame:
    rows = [("expected_losses", "all", 30.0, 25.0, 35.0, "customers")]
    if by_money:
        rows += [
            ("expected_saved", "all", 6.0, 5.0, 7.0, "customers"),
            ("list_cost", "all", 250.0, 250.0, 250.0, "EUR"),
            ("list_value", "all", 9000.0, 9000.0, 9000.0, "EUR"),
            ("list_net_margin", "all", 800.0, 600.0, 1000.0, "EUR"),
            ("list_net_margin", "saved_low", 50.0, -20.0, 120.0, "EUR"),
            ("list_net_margin", "saved_high", 1500.0, 1200.0, 1800.0, "EUR"),
            ("break_even_saved_share", "all", 0.05, 0.04, 0.06, "probability"),
        ]
    columns = ["term", "stratum", "estimate", "conf_low", "conf_high", "unit"]
    return pd.DataFrame(rows, columns=columns).assign(conf_level=0.95, n=50)


def make_at_risk(*, by_money: bool = True, stages: bool = True) -> pd.DataFrame:
    rows = []
    for stage in ("all", "mature", "declining", "new") if stages else ("all", "unknown"):
        for value in ("all", "low", "middle", "high") if by_money else ("all", "unknown"):
            n = 4 if stage == "new" else 40
            share = 0.4 if stage == "declining" else 0.2
            at_risk = n * share * 50 if by_money else np.nan
            losses = n * share
            rows.append((stage, value, n, losses, losses / 2, losses * 2, share, at_risk, 20))
    names = ["stage", "value", "n", "estimate", "conf_low", "conf_high", "share"]
    return pd.DataFrame(rows, columns=[*names, "value_at_risk", "n_listed"])


def make_past(*, difference: float = 100.0, by_money: bool = True) -> pd.DataFrame:
    rows = []
    for strategy, size in (("chosen", 1.0), ("reference", 0.8), ("random", 0.3)):
        rows.append((strategy, "all", "contacted", 50.0, 45.0, 55.0))
        rows.append((strategy, "all", "caught", 40 * size, 30 * size, 50 * size))
        if strategy == "chosen":
            rows.append((strategy, "all", "expected", 41.0, 40.0, 42.0))
            rows.append((strategy, "all", "unexpected", -1.0, -11.0, 9.0))
        strata = {"all": 1.0, "saved_low": 0.5, "saved_high": 1.5} if by_money else {}
        for stratum, factor in strata.items():
            margin = 900 * size * factor
            rows.append((strategy, stratum, "net_margin", margin, margin - 50, margin + 50))
        if strategy != "chosen":
            rows.append((strategy, "all", "caught_difference", 8.0, 2.0, 14.0))
        if strategy != "chosen" and by_money:
            low, high = difference - 50, difference + 50
            rows.append((strategy, "all", "net_margin_difference", difference, low, high))
    names = ["strategy", "stratum", "term", "estimate", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=names)


def make_curve(*, gain: float = 20.0) -> pd.DataFrame:
    rows = []
    for threshold in np.linspace(0.05, 0.8, 16):
        everyone = 300 - 700 * threshold / (1 - threshold)
        own = 300 * (1 - threshold)
        for strategy, benefit in (
            ("hazard", own),
            ("recency", own - gain),
            ("alert_all", everyone),
            ("alert_none", 0.0),
        ):
            row = {"strategy": strategy, "threshold": threshold, "estimate": benefit}
            row |= {"conf_low": benefit - 10, "conf_high": benefit + 10}
            won = gain - 10 if 0.2 < threshold < 0.7 else -5.0
            if strategy == "hazard":
                row |= {"gain": gain, "gain_low": won, "gain_high": gain + 10}
            rows.append(row)
    return pd.DataFrame(rows)


def make_thresholds(middle: float = 0.5, high: float = 0.25) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "stratum": ["low", "middle", "high"],
            "value_at_stake": [20.0, 50.0, 100.0],
            "estimate": [1.25, middle, high],
        }
    )


def make_sensitivity(low: float = -300.0) -> pd.DataFrame:
    rows = [("base", "base", np.nan, 50, 800.0, 800.0, 1.0)]
    for parameter, reach in (
        ("contact_cost", 200.0),
        ("saved_share", 1100.0),
        ("value_at_stake", 400.0),
        ("risk", 100.0),
    ):
        worst = low if parameter == "saved_share" else 800 - reach
        rows.append((parameter, "low", 0.1, 5, max(worst, 0.0), worst, 0.6))
        rows.append((parameter, "high", 0.3, 60, 800 + reach, 780 + reach, 1.0))
    names = ["parameter", "level", "setting", "n_contacted", "net_margin", "kept_margin", "overlap"]
    return pd.DataFrame(rows, columns=names)


def open_telling(language: str, *, money: bool = True, **fields: Any) -> Telling:
    return open_warning_telling(language, warning={"actions": RULES if money else {}}, **fields)


def decide_section(tell: Telling, **changes: Any) -> Section:
    given = {
        "curve": make_curve(),
        "thresholds": make_thresholds(),
        "sensitivity": make_sensitivity(),
        "chosen": "hazard",
    }
    return decision_section(tell, **(given | changes))


@pytest.fixture
def without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are drawn once, above; where only claims are read they would take the time."""
    paragraph = Paragraph("a chart")
    monkeypatch.setattr(early_warning_decision, "_chart_curve", lambda *_: paragraph)
    monkeypatch.setattr(early_warning_sensitivity, "_chart", lambda *_: [paragraph])


def say(blocks: tuple[Block, ...]) -> str:
    """All that the blocks say."""
    return re.sub(r"\s+", " ", repr([b for b in blocks if not isinstance(b, Figure)]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("money", [True, False])
def test_every_section_is_said_in_both_languages(language: str, money: bool) -> None:
    tell = open_telling(language, money=money)
    nothing = pd.DataFrame(columns=["n_contacted"])
    binding = "money" if money else "customers"
    decisions = make_decisions(by_money=money, binding=binding)
    sections = [
        alerts_section(tell, decisions=decisions, margin=make_margin(by_money=money)),
        at_risk_section(tell, at_risk=make_at_risk(by_money=money)),
        past_section(tell, past=make_past(by_money=money), decisions=decisions),
        decide_section(tell)
        if money
        else decide_section(tell, thresholds=make_thresholds()[:0], sensitivity=nothing),
    ]
    ids = [block.id for each in sections for block in each.blocks if hasattr(block, "id")]
    assert len(ids) == len(set(ids))
    for section in sections:
        for claim in section.claims:
            assert Finding(f"finding-{claim.id}", claim.text, claim.tone) in section.blocks
        for block in section.blocks:
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} == {len(block.columns)}
            if isinstance(block, Figure):
                assert block.claim and block.alt and block.source
    told = say(tuple(block for section in sections for block in section.blocks))
    assert "nan" not in told.replace("warning", "")
    assert "€" in told or not money


def test_the_claim_says_whom_and_what_it_brings() -> None:
    tell = open_telling("en")
    section = alerts_section(tell, decisions=make_decisions(), margin=make_margin())
    claim = section.claims[0]
    assert "50 customers should be contacted now" in claim.text
    assert "30 (25 to 35)" in claim.text
    assert "20%" in claim.meaning and "assumed" in claim.meaning
    assert "€800 (€600 to €1,000)" in claim.meaning
    assert "5.0%" in claim.meaning
    assert claim.tone == "neutral"  # at the lowest saved share it may lose money
    sure = make_margin()
    sure.loc[sure["stratum"] == "saved_low", "conf_low"] = 5.0
    assert alerts_section(tell, decisions=make_decisions(), margin=sure).claims[0].tone == "good"


def test_small_numbers_of_customers_are_not_shown() -> None:
    tell = open_telling("en")
    decisions = make_decisions(n_listed=6, n_contacted=4)
    few = make_margin().assign(n=4)
    few.loc[0, ["estimate", "conf_low", "conf_high"]] = [3.0, 2.0, 4.0]
    section = alerts_section(tell, decisions=decisions, margin=few)
    assert "<10 customers should be contacted" in section.claims[0].text
    funnel = next(block for block in section.blocks if isinstance(block, Table))
    assert [row[1] for row in funnel.rows] == [
        *("120", "90", "59", "0", "<10", "0", "<10", "<10", "<10")
    ]
    risk = at_risk_section(tell, at_risk=make_at_risk())
    assert "New" not in say(risk.blocks)


def test_nobody_to_contact_and_a_withheld_list_are_said() -> None:
    tell = open_telling("en")
    none = alerts_section(
        tell, decisions=make_decisions(n_listed=0, n_contacted=0), margin=make_margin()
    )
    assert none.claims[0].text.startswith("Nobody should be contacted now")
    assert none.claims[0].tone == "watch"
    kept = alerts_section(tell, decisions=make_decisions(), margin=make_margin(), withheld=True)
    assert kept.claims == ()
    assert any(isinstance(block, Notice) for block in kept.blocks)
    assert not any(isinstance(block, Table) for block in kept.blocks)
    assert at_risk_section(tell, at_risk=make_at_risk(), withheld=True).blocks == ()


def test_who_is_at_risk_without_stages_is_told_by_value() -> None:
    tell = open_telling("en")
    section = at_risk_section(tell, at_risk=make_at_risk(stages=False))
    assert "upper third by value" in section.claims[0].text
    assert not any(isinstance(block, Figure) for block in section.blocks)
    plain = at_risk_section(tell, at_risk=make_at_risk(stages=False, by_money=False))
    assert plain.claims[0].text == "8 of 40 customers are expected to be lost within 90 days."


@pytest.mark.parametrize(
    ("difference", "said", "passed", "tone"),
    [
        (100.0, "beyond chance", True, "good"),
        (10.0, "can be chance", None, "neutral"),
        (-100.0, "use that rule", False, "watch"),
    ],
)
def test_past_lists_are_weighed_against_the_managers_rule(
    difference: float, said: str, passed: bool | None, tone: str
) -> None:
    past = make_past(difference=difference)
    section = past_section(open_telling("en"), past=past, decisions=make_decisions())
    assert said in section.claims[0].meaning
    assert section.claims[0].tone == tone
    assert section.checks[0].passed is passed


def test_when_the_rule_is_the_managers_it_is_weighed_against_lot() -> None:
    past = make_past().query("strategy != 'reference'")
    section = past_section(open_telling("en"), past=past, decisions=make_decisions())
    assert "drawn by lot" in section.claims[0].meaning
    assert [check.passed for check in section.checks] == [True]


@pytest.mark.parametrize(
    ("expected", "beyond", "low", "high", "passed"),
    [(38.0, 2.0, 1.0, 3.0, True), (60.0, -20.0, -45, 5, None), (60.0, -20.0, -30, -10, False)],
)
def test_losses_promised_and_losses_that_came_are_compared(
    expected: float, beyond: float, low: float, high: float, passed: bool | None
) -> None:
    past = make_past()
    past.loc[past["term"] == "expected", "estimate"] = expected
    past.loc[past["term"] == "unexpected", ["estimate", "conf_low", "conf_high"]] = [
        beyond,
        low,
        high,
    ]
    section = past_section(open_telling("en"), past=past, decisions=make_decisions())
    assert section.checks[-1].passed is passed


@pytest.mark.usefixtures("without_charts")
def test_the_curve_says_where_warnings_are_worth_most() -> None:
    section = decide_section(open_telling("en"))
    assert "from a risk of 25% to 65%" in section.claims[0].text
    assert "50% for a customer of middle value (€50.00 at stake): inside" in (
        section.claims[0].meaning
    )
    outside = decide_section(open_telling("en"), thresholds=make_thresholds(0.9))
    assert "outside that range" in outside.claims[0].meaning
    never = decide_section(open_telling("en"), thresholds=make_thresholds(1.5))
    assert "in the upper quarter it pays from 25%" in never.claims[0].meaning
    none = decide_section(open_telling("en"), thresholds=make_thresholds(3.0, 1.5))
    assert "however high the risk" in none.claims[0].meaning
    flat = decide_section(open_telling("en"), curve=make_curve(gain=1.0))
    assert flat.claims[0].tone == "watch"


@pytest.mark.usefixtures("without_charts")
def test_what_hangs_on_assumptions_is_told_by_the_widest() -> None:
    claim = decide_section(open_telling("en")).claims[1]
    assert "from −€300 to €1,880" in claim.text
    assert "most hangs on the share kept" in claim.text
    assert claim.tone == "watch"
    robust = decide_section(open_telling("en"), sensitivity=make_sensitivity(low=30.0)).claims[1]
    assert robust.tone == "good"


def test_labels_of_the_data_stay_text() -> None:
    tell = open_telling("en")
    at_risk = make_at_risk().replace({"stage": {"mature": HOSTILE}})
    figure = next(
        block
        for block in at_risk_section(tell, at_risk=at_risk).blocks
        if isinstance(block, Figure)
    )
    assert "<script>" not in figure.svg


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_past_warning_is_told_where_there_can_be_any(language: str) -> None:
    contracts = {
        "churn": {"kind": "contract_end"},
        "tables": {"contracts": {"file": "none.csv"}},
        "segments": [],
    }
    for fields, expected in (({}, True), (contracts, False)):
        tell = open_telling(language, **fields)
        decisions = make_decisions(n_too_late=25)
        section = alerts_section(tell, decisions=decisions, margin=make_margin())
        funnel = next(block for block in section.blocks if isinstance(block, Table))
        said = [block.text for block in section.blocks if isinstance(block, Paragraph)]
        assert ("25" in [row[1] for row in funnel.rows]) is expected
        assert any("25" in text and "30" in text for text in said) is expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", [0, 1, 3, 25])
def test_every_number_past_warning_is_a_sentence(language: str, n: int) -> None:
    tell = open_telling(language)
    section = alerts_section(tell, decisions=make_decisions(n_too_late=n), margin=make_margin())
    said = [block.text for block in section.blocks if isinstance(block, Paragraph)][3]
    assert ("<10" in said) is (0 < n < 10)
    assert ("25" in said) is (n == 25)
