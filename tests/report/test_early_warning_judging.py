"""How good past warnings were: calibration, lists, lead time and groups, in both languages."""

import dataclasses
import re
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from warning_telling import HOSTILE, open_warning_telling

from analysis.estimate.early_warning.judging import Judgement, judge_predictions
from analysis.report.blocks import Block, Figure, Finding, Notice, Table
from analysis.report.early_warning import Telling
from analysis.report.early_warning_judging import calibration_section
from analysis.report.early_warning_judging_lead import lead_time_section
from analysis.report.early_warning_judging_list import caught_section
from analysis.report.early_warning_judging_segments import by_segment_section
from analysis.report.time_to_churn import Section
from analysis.results import Diagnostic

SECTIONS = (calibration_section, caught_section, lead_time_section, by_segment_section)


def simulate(n: int = 800, factor: float = 1.0) -> pd.DataFrame:
    """Six month-ends of customers at constant hazards; risks are the truth times ``factor``."""
    rng = np.random.default_rng(20261123)
    hazard = np.exp(rng.normal(size=n)) / 300
    lost_on = np.ceil(rng.exponential(1 / hazard))
    frames = []
    for month in range(6):
        there = np.flatnonzero(lost_on > 30 * month)
        ahead = lost_on[there] - 30 * month
        frames.append(
            pd.DataFrame(
                {
                    "customer_id": [f"c{number}" for number in there],
                    "day": np.int32(20000 + 30 * month),
                    "split": month // 3,
                    "risk": np.clip(-np.expm1(-90 * hazard[there]) * factor, 0, 0.99),
                    "left": ahead <= 90,
                    "weight": 1.0,
                    "days_to_loss": pd.array(ahead, dtype="Int32"),
                    "days_followed": 5000,
                    "horizon": 90,
                    "region": np.where(there % 3 == 0, "south", HOSTILE),
                }
            )
        )
    return pd.concat(frames, ignore_index=True).astype({"left": "boolean"})


@cache
def judge(factor: float = 1.0, *, on_tenure: bool = False) -> Judgement:
    frame = simulate(factor=factor)
    if on_tenure:
        frame["split"] = frame["customer_id"].str[-1].astype(int) % 5
        frame["day"] = frame["day"] - 20000 + 30
    rule = frame.assign(risk=np.random.default_rng(1).random(len(frame)))
    return judge_predictions(
        frame,
        share=0.1,
        rng=np.random.default_rng(1),
        segments=frame[["customer_id", "day", "region"]],
        reference=rule,
    )


def calibrate(judgement: Judgement) -> Section:
    """The calibration page without its months, which take long to draw."""
    return calibration_section(
        open_warning_telling("en"), dataclasses.replace(judgement, by_month=None)
    )


def texts(section: Section) -> str:
    return str(section.blocks) + str(section.claims) + str(section.checks)


def pick(section: Section, kind: type[Any]) -> Any:
    return next(block for block in section.blocks if isinstance(block, kind))


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(("language", "on_tenure"), [("en", False), ("zh", False), ("zh", True)])
def test_every_section_stands_in_both_languages(
    language: str, section: Any, on_tenure: bool
) -> None:
    tell = open_warning_telling(language, calendar=not on_tenure)
    made = section(tell, judge(on_tenure=on_tenure))
    blocks: list[Block] = list(made.blocks)
    for place, block in enumerate(blocks):
        if isinstance(block, Figure):
            assert any(isinstance(b, Finding) for b in blocks[:place])
            assert block.alt and block.subtitle and block.source
    ids = [block.id for block in blocks if hasattr(block, "id")]
    assert len(ids) == len(set(ids))
    assert all(claim.id.startswith("judging-") for claim in made.claims)
    assert "nan" not in texts(made).lower()
    if language == "zh":
        findings = [b.text for b in blocks if isinstance(b, Finding)]
        assert not re.findall(
            r"[a-z]{4,}", " ".join(findings).replace("script", "").replace("alert", "")
        )


@pytest.mark.parametrize(("factor", "kind"), [(0.6, "too low"), (1.6, "too high")])
def test_the_claim_says_what_is_wrong(factor: float, kind: str) -> None:
    section = calibrate(judge(factor))
    assert section.checks[0].passed is False
    assert kind in section.claims[0].text
    assert section.claims[0].tone == "bad"


def test_what_cannot_be_told_is_not_called_good() -> None:
    unknown = dataclasses.replace(judge(), calibrated=Diagnostic("calibration", None, 0.0, 0.5))
    section = calibrate(unknown)
    assert "cannot be told" in section.claims[0].text
    assert section.claims[0].tone == "watch"
    assert section.checks[0].done == "only the order of the risks is to be used"


@pytest.mark.parametrize(("slope", "kind"), [(0.6, "too far apart"), (1.6, "too close together")])
def test_a_wrong_slope_is_told_apart_from_a_wrong_level(slope: float, kind: str) -> None:
    fair = judge()
    measures = fair.measures.copy()
    measures.loc[measures["term"] == "calibration_slope", "estimate"] = slope
    off = dataclasses.replace(
        fair, measures=measures, calibrated=Diagnostic("calibration", False, 0.1, 0.001)
    )
    assert kind in calibrate(off).claims[0].text


def test_figures_of_few_customers_are_not_drawn() -> None:
    fair = judge()
    curve = fair.curve.assign(n=np.where(fair.curve["group"] == 1, 9, fair.curve["n"]))
    fewer = pick(calibrate(dataclasses.replace(fair, curve=curve)), Figure)
    assert fewer.alt.count(", lost ") == len(curve) - 1


def test_the_list_is_set_against_what_is_possible_and_against_the_rule() -> None:
    judgement = judge()
    section = caught_section(open_warning_telling("en"), judgement)
    recall = judgement.at_capacity.query("term == 'recall' and share == 0.1")["estimate"].iloc[0]
    assert f"{100 * recall:.1f}%" in section.claims[0].text
    assert "cannot hold more than" in section.claims[0].meaning
    assert "percentage points more, beyond chance" in texts(section)
    assert [row[0] for row in pick(section, Table).rows] == ["5%", "10%", "20%", "30%", "50%"]


@pytest.mark.parametrize("kind", ["more", "same", "fewer"])
def test_each_outcome_against_the_rule_has_its_words(kind: str) -> None:
    low, high = {"more": (0.01, 0.03), "same": (-0.01, 0.01), "fewer": (-0.03, -0.01)}[kind]
    fair = judge()
    assert fair.against_reference is not None
    against = fair.against_reference.assign(conf_low=low, conf_high=high)
    section = caught_section(
        open_warning_telling("en"), dataclasses.replace(fair, against_reference=against)
    )
    said = {"more": "more, beyond chance", "same": "can be chance", "fewer": "the better choice"}
    assert said[kind] in texts(section)
    alone = dataclasses.replace(fair, against_reference=None)
    assert "rule" not in texts(caught_section(open_warning_telling("en"), alone))


def test_lead_time_on_tenure_claims_no_days() -> None:
    section = lead_time_section(open_warning_telling("en", calendar=False), judge(on_tenure=True))
    assert "cannot be told from these data" in section.claims[0].meaning
    assert not any(isinstance(block, Figure) for block in section.blocks)


def test_a_late_alert_is_not_praised() -> None:
    fair = judge()
    summary = fair.lead_time.summary.copy()
    median = summary["term"] == "median_days"
    for days, tone in ((10.0, "watch"), (80.0, "good")):
        summary.loc[median, ["estimate", "conf_low", "conf_high"]] = days
        lead = dataclasses.replace(fair.lead_time, summary=summary)
        section = lead_time_section(
            open_warning_telling("en"), dataclasses.replace(fair, lead_time=lead)
        )
        assert section.claims[0].tone == tone
    nobody = dataclasses.replace(fair.lead_time, summary=summary[~median])
    empty = lead_time_section(
        open_warning_telling("en"), dataclasses.replace(fair, lead_time=nobody, stability=None)
    )
    assert empty.claims[0].tone == "bad"


def test_stability_tells_lost_and_chance_apart() -> None:
    tell = open_warning_telling("en", warning={"actions": {"lead_days": 0}})
    fair = judge()
    assert fair.stability is not None
    for lost, kept, said in ((0.8, 0.2, "contacted twice"), (0.1, 0.05, "as if by lot")):
        table = fair.stability.set_index("term")
        table.loc["lost_since", "estimate"] = lost
        table.loc["kept", ["estimate", "conf_low"]] = kept
        section = lead_time_section(tell, dataclasses.replace(fair, stability=table.reset_index()))
        assert said in section.claims[1].meaning


def test_groups_that_are_off_are_named_and_hostile_names_stay_text() -> None:
    fair = judge()
    tell: Telling = open_warning_telling("en")
    assert fair.by_segment is not None
    table = fair.by_segment.copy()
    south = (table["group"] == "south") & (table["term"] == "observed_to_expected")
    table.loc[south, ["estimate", "conf_low", "conf_high"]] = [1.5, 1.4, 1.6]
    section = by_segment_section(tell, dataclasses.replace(fair, by_segment=table))
    assert "Region: South" in section.claims[0].text
    assert section.checks[0].passed is False
    worse = (table["group"] == "south") & (table["term"] == "auc")
    table.loc[worse, ["difference", "p_adjusted"]] = [-0.1, 0.001]
    both = by_segment_section(tell, dataclasses.replace(fair, by_segment=table))
    assert "told apart less well" in both.claims[0].text
    assert HOSTILE in pick(both, Table).rows[0][0]  # as characters; the exporters escape it
    assert "<script>" not in pick(both, Figure).svg


def test_without_groups_the_section_says_why() -> None:
    section = by_segment_section(
        open_warning_telling("zh"), dataclasses.replace(judge(), by_segment=None)
    )
    assert isinstance(section.blocks[-1], Notice)
    assert section.claims == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_those_past_warning_are_left_out_is_said_only_where_they_are(language: str) -> None:
    late = {"en": "past warning", "zh": "错过预警时机"}[language]
    win_back = {"en": "win-back", "zh": "赢回"}[language]
    for lead_days in (77, 0):
        tell = open_warning_telling(language, warning={"actions": {"lead_days": lead_days}})
        basis = texts(calibration_section(tell, dataclasses.replace(judge(), by_month=None)))
        lead = texts(lead_time_section(tell, judge()))
        assert (win_back in basis) is (late in lead) is bool(lead_days)
        stated = tell.days(77)
        assert (stated in basis) is (stated in lead) is bool(lead_days)
        could = {"en": "could still be warned", "zh": "仍来得及预警"}[language]
        assert (could in texts(caught_section(tell, judge()))) is bool(lead_days)


def test_names_that_change_as_those_named_run_out_of_time_are_not_called_chance() -> None:
    fair = judge()
    assert fair.stability is not None
    rare = fair.stability.copy()
    rare.loc[rare["term"] == "kept", ["estimate", "conf_low", "conf_high"]] = [0.01, 0.0, 0.02]
    changed = dataclasses.replace(fair, stability=rare)
    for lead_days, meaning in ((30, "contact at the first alert"), (0, "as if by lot")):
        tell = open_warning_telling("en", warning={"actions": {"lead_days": lead_days}})
        assert meaning in lead_time_section(tell, changed).claims[1].meaning
