"""What the report says of leaks, drift and trust, and that it says what was found."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from warning_telling import HOSTILE, open_warning_telling

from analysis.estimate.early_warning.badge import Badge, Reason, judge_trust
from analysis.estimate.early_warning.drift import Drift, measure_drift
from analysis.estimate.early_warning.leakage import LeakChecks, check_leaks
from analysis.report.blocks import Figure, Finding, Notice, Table
from analysis.report.early_warning_badge import badge_blocks, badge_section, tell_reason
from analysis.report.early_warning_checks import checks_section
from analysis.report.time_to_churn import Section

LANGUAGES = ("en", "zh")
CODES = [
    "data_red",
    "data_amber",
    "leak",
    "calibration_wrong",
    "calibration_off",
    "calibration_unknown",
    "ranking_none",
    "ranking_weak",
    "drift_most",
    "drift_features",
    "drift_outside",
    "drift_risk",
]
FEATURES = ["tenure_days", "n_contacts_recent", "region", HOSTILE]
EXIT = pd.DataFrame(
    [("surveys", "overall", 900, 200, 2, 12, 6)],
    columns=["source", "item", "n_rows", "n_interviews", "n_beside", "n_earlier", "n_windows"],
)


@pytest.fixture(scope="module")
def landmarks() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    n, months = 300, 13
    who, month = (grid.ravel() for grid in np.meshgrid(range(n), range(months), indexing="ij"))
    left = rng.random(len(who)) < 0.2
    return pd.DataFrame(
        {
            "customer_id": pd.Categorical([f"c{k}" for k in who]),
            "day": 30 * month + 19_000,
            "days_to_loss": pd.array(np.where(left, 40, 0), "Int32"),
            "days_followed": 360 - 30 * month,
            "left_90": pd.array(left, "boolean"),
            "tenure_days": 30.0 * month + 500 * rng.random(len(who)),
            "n_contacts_recent": rng.poisson(3, len(who)),
            "region": pd.Categorical(rng.choice(["south", "north"], len(who))),
            HOSTILE: rng.normal(size=len(who)),
        }
    )


def find_leaks(landmarks: pd.DataFrame, **more: Any) -> LeakChecks:
    return check_leaks(landmarks, FEATURES, horizon=90, **more)


def find_drift(landmarks: pd.DataFrame, shift: float = 0.0) -> Drift:
    last = landmarks["day"] == landmarks["day"].max()
    now = landmarks[last].assign(**{HOSTILE: landmarks.loc[last, HOSTILE] + shift})
    return measure_drift(landmarks[~last], now, FEATURES, moving={"tenure_days": "clock"})


def find_risk_drift(landmarks: pd.DataFrame) -> Drift:
    rows = landmarks.assign(risk=np.random.default_rng(2).random(len(landmarks)))
    last = rows["day"] == rows["day"].max()
    return measure_drift(rows[~last], rows[last], ["risk"])


def make_section(language: str, leaks: LeakChecks, drift: Drift, risk: Drift) -> Section:
    tell = open_warning_telling(language)
    return checks_section(tell, leaks=leaks, drift=drift, risk_drift=risk)


def pick(section: Section, kind: type) -> Any:
    return next(block for block in section.blocks if isinstance(block, kind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sound_run_says_so(language: str, landmarks: pd.DataFrame) -> None:
    leaks = find_leaks(
        landmarks,
        replay=landmarks[landmarks["day"] == 19_030],
        exit_records=EXIT,
        by_definition={"tenure_days": "silence"},
    )
    risk = find_risk_drift(landmarks)
    section = make_section(language, leaks, find_drift(landmarks), risk)
    assert [claim.tone for claim in section.claims] == ["good", "good"]
    assert [check.passed for check in section.checks] == [True, True, True]
    table, drift = (block for block in section.blocks if isinstance(block, Table))
    tell = open_warning_telling(language)
    assert [row[3] for row in table.rows] == [tell.outcome(True)] * 3
    assert tell.feature("tenure_days") in table.note
    assert len(drift.rows) == 5  # the risk, three features, and one that moves by nature
    if language == "en":
        assert section.claims[0].text.startswith("None of the 4 features")
        assert "last 12 months" in section.claims[1].text
        assert table.rows[0][1].startswith("5 columns of 300 customer-months")


@pytest.mark.parametrize("language", LANGUAGES)
def test_drift_is_named_where_it_is(language: str, landmarks: pd.DataFrame) -> None:
    drift = find_drift(landmarks, shift=1.5)
    section = make_section(language, find_leaks(landmarks), drift, find_risk_drift(landmarks))
    assert section.claims[1].tone == "watch" and HOSTILE in section.claims[1].text
    assert [check.passed for check in section.checks] == [True, False, True]
    figure = pick(section, Figure)
    assert HOSTILE in figure.claim and "<script>" not in figure.svg
    value = open_warning_telling(language).report.words.number(drift.table["psi"].iloc[0], 2)
    assert value in figure.alt
    if language == "en":
        rows = [block for block in section.blocks if isinstance(block, Table)][1].rows
        verdicts = {row[0]: row[5] for row in rows}
        assert verdicts[HOSTILE] == "Drifted" and verdicts["Region"] == "Steady"
        assert verdicts["Days as a customer"] == "Moves: time passes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_told_is_not_called_passed(language: str, landmarks: pd.DataFrame) -> None:
    nothing = measure_drift(landmarks.iloc[:0], landmarks, FEATURES)
    for reason in ("tenure", "no_months", "nobody"):
        drift: Any = SimpleNamespace(table=nothing.table, reason=reason)
        section = make_section(language, find_leaks(landmarks), drift, nothing)
        assert [check.passed for check in section.checks] == [True, None]
        assert pick(section, Notice).tone == "neutral"
    rows = pick(section, Table).rows
    outcomes = [open_warning_telling(language).outcome(passed) for passed in (None, True, None)]
    assert [row[3] for row in rows] == outcomes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leak_is_shown_where_a_run_went_on(language: str, landmarks: pd.DataFrame) -> None:
    leaking = landmarks.assign(**{HOSTILE: landmarks["left_90"].astype(float)})
    section = make_section(
        language, find_leaks(leaking), find_drift(landmarks), find_risk_drift(landmarks)
    )
    assert section.claims[0].tone == "bad" and HOSTILE in section.claims[0].text
    assert section.checks[0].passed is False


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_reason_has_words_and_a_remedy(code: str, language: str) -> None:
    subjects = tuple(FEATURES) * 2 if code.startswith(("drift", "leak")) else ("calibration_slope",)
    tell = open_warning_telling(language)
    badge = Badge("amber", (Reason(code, "amber", subjects),))
    finding, table = badge_blocks(tell, badge)
    assert isinstance(finding, Finding) and finding.tone == "watch"
    assert isinstance(table, Table) and len(table.rows) == 1 and all(table.rows[0])
    if code in ("leak", "drift_features"):
        assert tell.feature("region") in table.rows[0][1]
        assert "4" in table.rows[0][1]  # eight features: four are named, and four are more


@pytest.mark.parametrize("language", LANGUAGES)
def test_red_withholds_and_says_why(language: str) -> None:
    tell = open_warning_telling(language)
    reasons = (Reason("ranking_none", "red"), Reason("drift_unknown", "amber", ("tenure",)))
    finding, notice, table = badge_blocks(tell, Badge("red", reasons))
    assert isinstance(finding, Finding) and finding.tone == "bad"
    assert (
        isinstance(notice, Notice) and notice.tone == "bad" and "@tbl-checks-badge" in notice.text
    )
    assert isinstance(table, Table)
    assert [row[1] for row in table.rows] == [tell_reason(tell, reason) for reason in reasons]


@pytest.mark.parametrize("language", LANGUAGES)
def test_green_is_one_sentence(language: str, landmarks: pd.DataFrame) -> None:
    tell = open_warning_telling(language)
    steady = find_drift(landmarks)
    rows = pd.DataFrame(
        {
            "term": ["calibration_slope", "auc"],
            "estimate": [1.0, 0.8],
            "conf_low": [0.9, 0.75],
            "conf_high": [1.1, 0.85],
        }
    )
    badge = judge_trust(
        verdict="green",
        leaks=find_leaks(landmarks),
        calibrated=SimpleNamespace(passed=True),
        measures=rows,
        auc=rows,
        drift=steady,
        risk_drift=find_risk_drift(landmarks),
    )
    section = badge_section(tell, badge)
    assert [type(block) for block in section.blocks[1:]] == [Finding]
    assert pick(section, Finding).tone == "good"
