"""The memory of warnings, as a reader sees it."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from warning_telling import open_warning_telling

from analysis.estimate.early_warning.memory import Memory, score_memory
from analysis.report.blocks import Figure, Paragraph, Table
from analysis.report.early_warning import Telling
from analysis.report.early_warning_memory import memory_section
from analysis.report.time_to_churn import Section

LANGUAGES = ("en", "zh")
RUNS = {"r1": ("2025-03-31", 20_178), "r2": ("2025-06-30", 20_269), "r3": ("2025-12-31", 20_453)}
NO_BACKTEST = pd.DataFrame({"run": [], "term": [], "estimate": [], "conf_low": [], "conf_high": []})


NO_SHIFT = pd.DataFrame()


@pytest.fixture(scope="module")
def tell() -> Callable[[str], Telling]:
    told = {language: open_warning_telling(language) for language in LANGUAGES}
    return told.__getitem__


def remember(
    *, effect: float = 0.5, holdout: float = 0.2, listed: float = 0.2, truth: float = 1.0
) -> Memory:
    """Three runs of 3,000 customers, the last one still waiting."""
    rng = np.random.default_rng(2)
    n = 3000
    kept, seen = [], []
    for run, (as_of, day) in RUNS.items():
        risk = rng.beta(1.5, 6, n)
        alerted = risk >= np.quantile(risk, 1 - listed) if listed else np.zeros(n, bool)
        frame = pd.DataFrame(
            {
                "run": run,
                "customer_id": [f"c{number}" for number in range(n)],
                "day": day,
                "as_of": pd.Timestamp(as_of),
                "horizon": 90,
                "risk": risk,
                "open": True,
                "alerted": alerted,
                "holdout": np.arange(n) < holdout * n,
            }
        )
        saved = np.where(frame["alerted"] & ~frame["holdout"], 1 - effect, 1.0)
        lost = rng.random(n) < truth * risk * saved
        days = np.where(lost, rng.integers(1, 91, n), 91).astype(np.int32)
        seen.append(
            frame[["customer_id", "day"]].assign(
                days_to_loss=pd.arrays.IntegerArray(days, ~lost), days_followed=days
            )
        )
        kept.append(frame)
    return score_memory(
        pd.concat(kept),
        pd.concat(seen),
        as_of=date(2025, 12, 31),
        minimum=10,
        confidence_level=0.95,
        rng=rng,
    )


def claims(section: Section) -> dict[str, str]:
    return {claim.id: f"{claim.text} {claim.meaning}" for claim in section.claims}


def test_caught_missed_and_saved_are_said_with_their_intervals(
    tell: Callable[[str], Telling],
) -> None:
    memory = remember()
    section = memory_section(tell("en"), memory, then=NO_BACKTEST, shift=NO_SHIFT)
    told = claims(section)
    counts = memory.lists[memory.lists["stratum"] == "all"].set_index("term")["estimate"]
    lost = counts["caught"] + counts["missed"]
    assert (
        f"Of {lost:,.0f} losses that followed, {counts['caught']:,.0f} had been"
        in (told["memory-caught"])
    )
    assert "Contacting saved customers" in told["memory-contact"]
    assert "as if nobody had been contacted" in told["memory-calibration"]
    assert [check.passed for check in section.checks] == [True]
    lists = next(block for block in section.blocks if isinstance(block, Table))
    assert [row[0] for row in lists.rows] == ["31 March 2025", "30 June 2025", "All runs"]
    assert "One more run waits" in str(section.blocks[1])


def test_risks_that_did_not_come_true_are_said_not_to_have(tell: Callable[[str], Telling]) -> None:
    section = memory_section(
        tell("en"), remember(truth=0.5, effect=0.0), then=NO_BACKTEST, shift=NO_SHIFT
    )
    assert "did not come true: for every 100" in claims(section)["memory-calibration"]
    assert [check.passed for check in section.checks] == [False]
    assert "cannot be told yet" in claims(section)["memory-contact"]


def test_then_stands_beside_now(tell: Callable[[str], Telling]) -> None:
    row = {"term": "calibration_slope", "estimate": 1.23, "conf_low": 1.1, "conf_high": 1.36}
    then = pd.DataFrame([row | {"run": "r2"}, row | {"run": "r1", "estimate": 9.0}])
    section = memory_section(tell("en"), remember(), then=then, shift=NO_SHIFT)
    table = [block for block in section.blocks if isinstance(block, Table)][-1]
    assert table.rows[0][:3] == ("Calibration slope", "1", "1.23 (1.10 to 1.36)")
    assert table.rows[1][2] == "–" and table.rows[0][3] != "–"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["none", "waiting", "unknown"])
def test_one_line_says_why_nothing_is_judged(
    tell: Callable[[str], Telling], language: str, reason: str
) -> None:
    runs = remember().runs.assign(state="waiting")
    section = memory_section(tell(language), Memory(reason, runs), then=NO_BACKTEST, shift=NO_SHIFT)
    assert [type(block).__name__ for block in section.blocks] == ["Heading", "Paragraph"]
    assert not section.claims and isinstance(section.blocks[1], Paragraph)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listed", [0.0, 0.2])
def test_every_case_is_told_in_both_languages(
    tell: Callable[[str], Telling], language: str, listed: float
) -> None:
    section = memory_section(
        tell(language), remember(listed=listed, holdout=0.0), then=NO_BACKTEST, shift=NO_SHIFT
    )
    assert "memory-contact" not in claims(section)
    assert any(isinstance(block, Figure) for block in section.blocks)
    assert "memory-ahead" in claims(section) or not listed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moved", [True, False])
def test_shifted_features_are_named(
    tell: Callable[[str], Telling], language: str, moved: bool
) -> None:
    row = {"as_of": pd.Timestamp("2025-06-30"), "psi": 0.31, "by_chance": 0.01, "p_adjusted": 1e-9}
    shift = pd.DataFrame([row | {"feature": name} for name in ("tenure_days", "region")])
    shift = shift.assign(moved=[moved, False])
    waiting = Memory("none", remember().runs)
    section = memory_section(tell(language), waiting, then=NO_BACKTEST, shift=shift)
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert len(table.rows) == 2 and table.rows[0][1] == "0.310"
    assert (section.claims[0].tone == "watch") == moved
